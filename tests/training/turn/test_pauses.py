"""Rests of a clip, and the clip in its room with a longer one."""

from __future__ import annotations

import numpy as np
import pytest

from models.audio import SAMPLE_RATE_HZ
from tests.fixtures.rests import words
from training.turn.pauses import AFTER_S, BEFORE_S, TAIL, in_room, loud_moments, rests


def test_the_rests_lie_between_the_words() -> None:
    found = rests(loud_moments(words(0.5, 0.4, 0.3)))
    assert found == [(60, 80), (120, 140)]
    assert rests(loud_moments(words(0.5, 0.4, rest_s=0.05))) == []
    assert rests(np.zeros(10, bool)) == []


def test_a_click_is_no_speech() -> None:
    clip = words(0.5)
    clip[-800:-700] = 0.3
    assert not loud_moments(clip)[60:].any()


def test_a_pause_lengthens_a_rest_and_moves_the_end() -> None:
    samples, rng = words(0.5, 0.4), np.random.default_rng(0)
    plain, paused = in_room(samples, rng), in_room(samples, rng, [((60, 80), 0.8)])
    assert plain.pauses_s == ()
    ((begin_s, end_s),) = paused.pauses_s
    assert end_s - begin_s == pytest.approx(0.8)
    # the rest before the silence and after it stays
    assert paused.end_s - plain.end_s == pytest.approx(0.8)
    assert len(paused.samples) == len(paused.loud) * 160
    assert plain.end_s == pytest.approx(BEFORE_S + 0.05 + 1.1, abs=0.02)
    assert len(plain.samples) / SAMPLE_RATE_HZ - plain.end_s == pytest.approx(AFTER_S + 0.07, abs=0.04)
    # the room sounds like the clip's own rests
    room = paused.samples[round(begin_s * SAMPLE_RATE_HZ) : round(end_s * SAMPLE_RATE_HZ)]
    assert 5e-5 < room.std() < 5e-4


def test_equal_generators_give_equal_sound_up_to_the_first_difference() -> None:
    samples, first, second = words(0.5, 0.4, 0.3), ((60, 80), 0.8), ((120, 140), 0.6)
    one = in_room(samples, np.random.default_rng(0), [first])
    two = in_room(samples, np.random.default_rng(0), [first, second])
    assert len(two.pauses_s) == 2 and two.pauses_s[0] == one.pauses_s[0]
    same = round(two.pauses_s[1][0] * SAMPLE_RATE_HZ) - 160
    assert np.array_equal(one.samples[:same], two.samples[:same])
    assert two.end_s - one.end_s == pytest.approx(0.6)


def test_as_much_room_is_left_before_a_pause_as_before_the_end() -> None:
    found = {"pause": set(), "end": set()}
    for seed in range(40):
        clip = in_room(words(0.5, 0.4), np.random.default_rng(seed), [((60, 80), 0.8)])
        ((begin_s, _),) = clip.pauses_s
        found["pause"].add(
            round(begin_s * 100) - int(np.flatnonzero(clip.loud[: round(begin_s * 100)])[-1]) - 1
        )
        found["end"].add(len(clip.loud) - round(AFTER_S * 100) - round(clip.end_s * 100))
    assert found["pause"] == found["end"] == set(range(*TAIL))


def test_the_speech_to_come_is_counted_without_pauses() -> None:
    paused = in_room(words(0.5, 0.4), np.random.default_rng(0), [((60, 80), 0.8)])
    ((begin_s, end_s),) = paused.pauses_s
    assert paused.to_come_s(begin_s) == paused.to_come_s(end_s) == pytest.approx(0.4, abs=0.02)
    assert paused.to_come_s(paused.end_s) == 0
    assert paused.to_come_s(0) == pytest.approx(0.9, abs=0.03)


def test_a_silent_clip_is_refused() -> None:
    with pytest.raises(ValueError, match="silent"):
        in_room(np.zeros(8_000, dtype=np.float32), np.random.default_rng(0))
