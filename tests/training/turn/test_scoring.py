"""Cut-offs and delays, and the waits chosen from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.types import Transcript
from training.turn.evidence import Evidence, Heard
from training.turn.pauses import PausedClip
from training.turn.scoring import choose, score


def heard(pause_frames: int, name: str = "a") -> Heard:
    """Speech of 30 frames, a pause, speech of 30 frames, silence."""
    flags = np.repeat([False, True, False, True, False], [10, 30, pause_frames, 30, 90])
    loud = np.repeat(flags, 3)
    clip = PausedClip(np.zeros(0, dtype=np.float32), loud, ((1.2, 1.2 + pause_frames * 0.03),))
    looks = [43, 73 + pause_frames]
    evidence = tuple(
        Evidence(frame, 1.0, Transcript("so"), 0.9 if i == 0 else 0.0) for i, frame in enumerate(looks)
    )
    return Heard(name, "an4", "test", "anna", clip, flags, evidence)


def test_a_short_fixed_wait_cuts_off_and_a_long_one_does_not() -> None:
    streams = [heard(20), heard(40)]
    short, middle, long = (score(streams, lambda _, __, ms=ms: ms) for ms in (300, 900, 1_500))  # type: ignore[misc]
    assert short.cut_off == 1.0 and np.isnan(short.median_ms)
    assert middle.cut_off == 0.5 and middle.median_ms == pytest.approx(900)
    assert long.cut_off == 0.0 and long.median_ms == long.mean_ms == long.p90_ms == pytest.approx(1_500)
    assert long.count == 2


def test_a_turn_that_never_ends_has_the_delay_of_the_room() -> None:
    assert score([heard(20)], lambda _, __: 10_000).median_ms == pytest.approx(2_600)


def test_no_turn_ends_where_nothing_was_recognized() -> None:
    stream = heard(40)
    noise = replace(stream.evidence[0], transcript=None)
    deaf = replace(stream, evidence=(noise, stream.evidence[1]))
    assert score([stream], lambda _, __: 240).cut_off == 1.0
    ends = score([deaf], lambda _, __: 240)
    assert ends.cut_off == 0.0 and ends.median_ms == pytest.approx(240)


def test_a_wait_is_short_where_the_cut_offs_allow_it_and_else_outlasts_the_pauses() -> None:
    streams = [replace(heard(40, str(n)), corpus="an4" if n < 8 else "spoken") for n in range(12)]
    probability = {}
    for n, stream in enumerate(streams):
        pause, end = stream.evidence
        probability[id(pause)] = 0.65 if n == 0 else 0.1
        probability[id(end)] = 0.9 - 0.01 * n if n < 8 else 0.6 - 0.01 * n
    # the pause at 0.65 lasts 1.2 s
    assert choose(streams, probability, 0.0).wait_ms(0.55) == 1_260
    assert choose(streams, probability, 0.1).wait_ms(0.55) == 240


def test_the_chosen_waits_tell_pauses_from_ends() -> None:
    streams = [heard(20 + n, str(n)) for n in range(12)]
    probability = {}
    for n, stream in enumerate(streams):
        pause, end = stream.evidence
        probability[id(pause)], probability[id(end)] = 0.1 + 0.01 * n, 0.7 + 0.01 * n
    patience = choose(streams, probability, 0.03)
    ends = score(streams, lambda _, each: patience.wait_ms(probability[id(each)]))
    assert ends.cut_off == 0.0 and ends.median_ms == pytest.approx(240)
    assert patience.wait_ms(0.1) == 2_000


def test_without_a_difference_the_wait_outlasts_the_pauses() -> None:
    streams = [heard(20 + n, str(n)) for n in range(12)]
    probability = {id(each): 0.5 for stream in streams for each in stream.evidence}
    assert choose(streams, probability, 0.03).wait_ms(0.5) == 1_020
