"""Whisper in CTranslate2, held to the torch engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.asr.whisper import torch_engine
from models.asr.whisper.engine import Search
from models.asr.whisper.features import log_mel
from models.asr.whisper.int8_engine import WhisperInt8Engine
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.errors import CheckpointError
from models.weights import store

PROMPT = (6, 7, 10, 14)


def noise(frames: int = 60) -> np.ndarray:
    samples = np.random.default_rng(1).normal(0.0, 0.1, frames * 160).astype(np.float32)
    return log_mel(samples, frames)


def test_engines_agree(tiny_whisper: Path, session_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    monkeypatch.setenv("ASSISTANT_HOME", str(session_home))
    reference = torch_engine.load(tiny_whisper, vocabulary, "cpu")
    ours = WhisperInt8Engine(store.engine(tiny_whisper, "whisper"), vocabulary, threads=1)
    states = reference.encode(noise())
    np.testing.assert_allclose(ours.encode(noise()), states.numpy(), atol=0.25)
    # the same states, so that only the decoders differ
    for beam_size, budget in ((1, 1), (1, 5), (4, 2), (4, 5)):
        search = Search(budget, beam_size)
        theirs, mine = reference.decode(states, PROMPT, search), ours.decode(states.numpy(), PROMPT, search)
        assert mine.no_speech == pytest.approx(theirs.no_speech, abs=0.02)
        assert len(mine.sequences[0].tokens) == len(theirs.sequences[0].tokens)
        assert mine.sequences[0].log_probability == pytest.approx(
            theirs.sequences[0].log_probability, abs=0.1
        )


def test_engines_score_the_same_text_alike(
    tiny_whisper: Path, session_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    monkeypatch.setenv("ASSISTANT_HOME", str(session_home))
    reference = torch_engine.load(tiny_whisper, vocabulary, "cpu")
    int8 = WhisperInt8Engine(store.engine(tiny_whisper, "whisper"), vocabulary, threads=1)
    texts = [(1, 2, 3), (2,), (3, 3)]
    expected = reference.score(reference.encode(noise()), PROMPT, texts)
    alone = [reference.score(reference.encode(noise()), PROMPT, [text])[0] for text in texts]
    np.testing.assert_allclose(alone, expected, rtol=1e-4)
    np.testing.assert_allclose(int8.score(int8.encode(noise()), PROMPT, texts), expected, rtol=0.05)


def test_a_folder_of_another_kind(tiny_whisper: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="CTranslate2 cannot load this folder"):
        WhisperInt8Engine(tmp_path, WhisperVocabulary(tiny_whisper))
