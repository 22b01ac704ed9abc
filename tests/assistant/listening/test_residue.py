"""What stands out of what a filter leaves of an echo."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.listening.residue import Residue
from models.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ
from models.types import Samples

TIMES = np.arange(FRAME_SAMPLES) / SAMPLE_RATE_HZ


def tones(*hz: float) -> Samples:
    """A frame of tones."""
    return np.sum([np.sin(2 * np.pi * one * TIMES) for one in hz], axis=0).astype(np.float32)


@pytest.fixture
def learnt() -> tuple[Residue, Samples, Samples]:
    """A residue that knows an echo, the echo, and what is left of it."""
    chance, residue = np.random.default_rng(0), Residue()
    for _ in range(60):
        echo = (0.1 * chance.standard_normal(FRAME_SAMPLES)).astype(np.float32)
        left = (0.01 * chance.standard_normal(FRAME_SAMPLES)).astype(np.float32)
        residue.stands_out(echo, left, audible=True)
    return residue, echo, left


def test_what_is_left_of_an_echo_does_not(learnt: tuple[Residue, Samples, Samples]) -> None:
    residue, echo, left = learnt
    assert not residue.stands_out(echo, left, audible=True)


def test_a_voice_does_and_a_whistle_does_not(learnt: tuple[Residue, Samples, Samples]) -> None:
    residue, echo, left = learnt
    assert not residue.stands_out(echo, left + 0.1 * tones(1_000), audible=False)
    assert residue.stands_out(echo, left + 0.1 * tones(200, 600, 1_800, 3_000), audible=False)


def test_without_an_echo_all_does() -> None:
    silence = np.zeros(FRAME_SAMPLES, np.float32)
    assert Residue().stands_out(silence, 0.1 * tones(200, 600, 1_800), audible=False)
