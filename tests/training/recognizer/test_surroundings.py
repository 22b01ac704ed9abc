"""The surroundings of training and validation clips: rooms only where they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from training.recognizer import surroundings
from training.recognizer.augment import AugmentConfig, FarConfig
from training.recognizer.clips import load, read_data

pytest.importorskip("pyroomacoustics")


def test_validation_clips_are_heard_close_by_and_across_other_rooms(
    tones: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = read_data([tones()])
    valid, noises = load(data.splits["valid"]), load(data.noises)
    kept = tmp_path / surroundings.FILE
    monkeypatch.setattr(surroundings, "_VALID_ROOMS", 1)
    both = surroundings.with_far(FarConfig(share=0.5), valid, noises, kept)
    assert [c.manifest for c in both] == ["tones"] * 3 + ["tones_far"] * 3
    assert [c.text for c in both[:3]] == [c.text for c in both[3:]]
    assert both[3].samples.size >= both[0].samples.size
    again = surroundings.with_far(FarConfig(share=0.5), valid, noises, kept)
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(both, again, strict=True))

    spoken = load(data.splits["train"])
    augmenter = surroundings.augmenter(AugmentConfig(), FarConfig(share=1.0, rooms=1), spoken, noises, kept)
    far = augmenter.sound(spoken[0].samples, np.random.default_rng(0))
    assert far.size > 0 and np.abs(far).max() <= 1.0


def test_without_a_share_there_is_no_room(tones: Callable[..., Path], tmp_path: Path) -> None:
    data = read_data([tones()])
    valid = load(data.splits["valid"])
    assert surroundings.with_far(FarConfig(), valid, [], tmp_path / surroundings.FILE) == valid
    surroundings.augmenter(AugmentConfig(), FarConfig(), valid, valid, tmp_path / surroundings.FILE)
    assert not (tmp_path / surroundings.FILE).exists()
