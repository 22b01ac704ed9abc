"""Real speech is heard, once and whole; real noise mostly is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.audio.sound_file import in_frames
from assistant.listening.listener import FrameStatus, utterances
from models.audio import load
from models.types import Samples, Utterance
from models.vad.webrtc import WebRtcVadConfig

SharedData = Callable[[str], Path]


def listen(samples: Samples, **options: object) -> list[Utterance]:
    return list(utterances(in_frames([samples], fill=True), **options))  # type: ignore[arg-type]


@pytest.fixture
def speech(shared_data: SharedData) -> Samples:
    """One spoken order with quiet before and behind it."""
    folder = shared_data("coffee")
    first = json.loads((folder / "manifest.jsonl").read_text("utf-8").splitlines()[0])
    return load(folder / first["audio"])


def clips(folder: Path, manifest: str, key: str, step: int) -> list[Path]:
    lines = (folder / manifest).read_text("utf-8").splitlines()
    return [folder / json.loads(line)[key] for line in lines[::step]]


@pytest.mark.parametrize(
    ("corpus", "manifest", "key"),
    [
        ("coffee", "manifest.jsonl", "audio"),
        ("an4", "train.jsonl", "file"),
        ("speechocean762", "train.jsonl", "file"),
    ],
)
def test_real_clips_are_heard(shared_data: SharedData, corpus: str, manifest: str, key: str) -> None:
    files = clips(shared_data(corpus), manifest, key, 20)
    counts = [len(listen(load(file))) for file in files]
    assert len(counts) >= 15
    assert counts.count(0) == 0
    assert counts.count(1) >= 0.75 * len(counts)


@pytest.mark.parametrize("gain_db", [-35.0, -15.0, 15.0])
def test_the_level_of_the_recording_does_not_matter(speech: Samples, gain_db: float) -> None:
    (normal,) = listen(speech)
    (changed,) = listen(np.clip(speech * 10 ** (gain_db / 20), -1, 1).astype(np.float32))
    assert changed.start_s == pytest.approx(normal.start_s, abs=0.15)
    assert changed.end_s == pytest.approx(normal.end_s, abs=0.15)


def test_floats_on_the_scale_of_integers_are_understood(speech: Samples) -> None:
    (normal,) = listen(speech)
    (scaled,) = listen(speech * 32_768)
    assert scaled.start_s <= normal.start_s
    assert scaled.end_s == pytest.approx(normal.end_s, abs=0.15)


def test_speech_in_constant_noise_is_heard_and_its_end_noticed(speech: Samples) -> None:
    (quiet,) = listen(speech)
    room = np.random.default_rng(0).standard_normal(len(speech) + 16_000 * 8).astype(np.float32)
    room *= 0.1 * np.sqrt(np.mean(np.square(quiet.samples)))  # 20 dB below the speech
    room[16_000 * 4 : 16_000 * 4 + len(speech)] += speech
    (noisy,) = listen(room)
    assert noisy.start_s == pytest.approx(quiet.start_s + 4, abs=0.3)
    assert noisy.end_s == pytest.approx(quiet.end_s + 4, abs=0.5)


def test_speech_cut_at_both_edges_is_kept_to_the_sample(speech: Samples) -> None:
    (whole,) = listen(speech)
    trimmed = speech[round(whole.start_s * 16_000) : round(whole.end_s * 16_000)]
    (heard,) = listen(trimmed)
    assert len(heard.samples) >= len(trimmed)
    assert np.array_equal(heard.samples[: len(trimmed)], trimmed)


@pytest.mark.parametrize("gain_db", [0.0, -35.0])
def test_a_word_that_fills_its_file_is_heard(shared_data: SharedData, gain_db: float) -> None:
    files = sorted((shared_data("fsdd")).rglob("*.wav"))[::60]
    missed = [file.name for file in files if not listen(load(file) * np.float32(10 ** (gain_db / 20)))]
    assert len(files) >= 40
    assert len(missed) <= len(files) // 20


def test_no_utterance_in_silence_or_hiss() -> None:
    assert not listen(np.zeros(16_000 * 5, np.float32))
    assert not listen(0.01 * np.random.default_rng(0).standard_normal(16_000 * 5).astype(np.float32))
    assert not listen(np.zeros(0, np.float32))


def test_most_real_noise_is_not_speech(shared_data: SharedData) -> None:
    folder = shared_data("esc10")
    lines = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]
    files = [folder / line["file"] for line in lines if line["fold"] == 4]
    assert len(files) == 80
    passed = sum(bool(listen(load(file))) for file in files[::2])
    everything = sum(bool(listen(load(file), vad=WebRtcVadConfig(needs_voice=False))) for file in files[::2])
    assert passed <= 20 < everything


def test_the_live_view_sees_every_frame(speech: Samples) -> None:
    beats: list[FrameStatus] = []
    (heard,) = listen(speech, watch=beats.append, source="test")
    assert heard.source == "test"
    assert len(beats) == -(-len(speech) // 480)
    assert any(beat.speaking for beat in beats)
    assert max(beat.level_dbfs for beat in beats) > -30
    assert min(beat.floor_dbfs for beat in beats) < -60
