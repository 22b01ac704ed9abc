"""Recognizers from a name or a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from models import asr, audio
from models.asr.loading import model_type, physical_cores
from models.asr.whisper.recognizer import WhisperRecognizer
from models.errors import CheckpointError, ConfigError
from models.text.normalise import normalise

Name = Literal["torch", "int8"]


@pytest.fixture(params=["torch", "int8"])
def name(request: pytest.FixtureRequest) -> Name:
    return request.param


def test_the_architecture_is_that_of_the_configuration(tiny_whisper: Path, tmp_path: Path) -> None:
    assert model_type(tiny_whisper) == "whisper"
    (tmp_path / "config.json").write_text("{}")
    assert model_type(tmp_path) == ""


def test_cores_are_at_least_one_and_at_most_the_processors() -> None:
    assert 1 <= physical_cores() <= (os.cpu_count() or 1)


def test_auto_on_the_cpu_is_int8(tiny_whisper: Path) -> None:
    recognizer = asr.load(str(tiny_whisper), device="cpu")
    assert isinstance(recognizer, WhisperRecognizer)
    assert type(recognizer._engine).__name__ == "WhisperInt8Engine"


def test_a_loaded_recognizer_hears(name: Name, tiny_whisper: Path) -> None:
    recognizer = asr.load(str(tiny_whisper), device="cpu", engine=name, beam_size=2)
    samples = np.random.default_rng(0).normal(0.0, 0.1, 8_000).astype(np.float32)
    # random weights may say anything, or nothing that can be believed
    transcript = recognizer.transcribe(samples)
    assert transcript is None or 0.0 <= transcript.confidence <= 1.0
    assert recognizer.transcribe(np.zeros(16_000, np.float32)) is None


def test_an_unknown_language_is_an_error(name: Name, tiny_whisper: Path) -> None:
    with pytest.raises(ConfigError, match="no language 'xx'"):
        asr.load(str(tiny_whisper), device="cpu", engine=name, language="xx")


def test_another_architecture_is_an_error(tiny_whisper: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bert"
    shutil.copytree(tiny_whisper, folder)
    (folder / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(CheckpointError, match="bert is no recognizer"):
        asr.load(str(folder))
    (folder / "config.json").unlink()
    with pytest.raises(CheckpointError, match=r"no config\.json"):
        asr.load(str(folder))


@pytest.mark.weights
def test_the_base_hears_a_president_and_a_short_clip_and_no_noise(
    name: Name, weights: Path, shared_data: Callable[[str], Path]
) -> None:
    clips = shared_data("clips")
    recognizer = asr.load("whisper-base", device="cpu", engine=name, beam_size=1)
    speech = recognizer.transcribe(audio.load(clips / "jfk.wav"))
    assert speech is not None
    assert "ask not what your country can do for you" in speech.text
    assert speech.confidence > 0.7 and not speech.retried
    short = recognizer.transcribe(audio.load(clips / "cards/001.wav"))
    assert short is not None and normalise(short.text) == "ten of clubs"
    rain = np.random.default_rng(0).normal(0.0, 0.05, 32_000).astype(np.float32)
    assert recognizer.transcribe(rain) is None
