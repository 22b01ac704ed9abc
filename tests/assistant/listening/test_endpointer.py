"""The endpointer's promises, checked on every stream of flags that hypothesis thinks of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.listening.endpointer import Endpointer, EndpointerConfig, VoicedFrame
from models.audio import FRAME_MS, FRAME_SAMPLES
from models.types import Frame, Utterance

# runs of speech and silence, some longer than any limit, some a frame
FLAGS = st.lists(st.tuples(st.booleans(), st.integers(1, 60)), max_size=30).map(
    lambda runs: [flag for flag, length in runs for _ in range(length)]
)


@st.composite
def configs(draw: st.DrawFn) -> EndpointerConfig:
    onset = draw(st.integers(30, 200))
    end_silence = draw(st.integers(90, 900))
    return EndpointerConfig(
        pre_roll_ms=draw(st.integers(0, 700)),
        onset_ms=onset,
        min_speech_ms=draw(st.integers(onset, 400)),
        end_silence_ms=end_silence,
        resume_ms=draw(st.integers(30, end_silence - 1)),
        tail_ms=draw(st.integers(0, end_silence)),
        longest_ms=draw(st.integers(2_000, 4_000)),
    )


def frame(index: int) -> Frame:
    """A frame whose samples all hold its own index."""
    return Frame(np.full(FRAME_SAMPLES, index, np.float32), index * FRAME_MS)


def run(flags: list[bool], config: EndpointerConfig) -> list[tuple[int, Utterance]]:
    """(index of the frame that ended it, utterance)."""
    endpointer = Endpointer(config)
    found = [(index, endpointer.push(VoicedFrame(frame(index), flag))) for index, flag in enumerate(flags)]
    return [(index, u) for index, u in [*found, (len(flags), endpointer.flush())] if u is not None]


def indices(utterance: Utterance) -> list[int]:
    return [int(value) for value in utterance.samples[::FRAME_SAMPLES]]


def runs_of_speech(flags: list[bool]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff([0, *flags, 0]))
    return [(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)]


def frames(ms: int) -> int:
    return -(-ms // FRAME_MS)


@given(FLAGS, configs())
def test_no_frame_is_lost_inside_or_handed_out_twice(flags: list[bool], config: EndpointerConfig) -> None:
    handed_out = [index for _, utterance in run(flags, config) for index in indices(utterance)]
    assert len(handed_out) == len(set(handed_out))
    for _, utterance in run(flags, config):
        inside = indices(utterance)
        assert inside == list(range(inside[0], inside[-1] + 1))
        assert len(utterance.samples) == len(inside) * FRAME_SAMPLES


@given(FLAGS, configs())
def test_long_enough_speech_is_always_heard_whole(flags: list[bool], config: EndpointerConfig) -> None:
    handed_out = {index for _, utterance in run(flags, config) for index in indices(utterance)}
    for begin, end in runs_of_speech(flags):
        if end - begin >= frames(max(config.min_speech_ms, config.resume_ms)):
            assert set(range(begin, end)) <= handed_out


@given(FLAGS, configs())
def test_none_is_longer_than_the_longest(flags: list[bool], config: EndpointerConfig) -> None:
    for _, utterance in run(flags, config):
        assert len(indices(utterance)) * FRAME_MS <= config.longest_ms


@given(FLAGS, configs())
def test_start_and_end_are_where_speech_was(flags: list[bool], config: EndpointerConfig) -> None:
    for _, utterance in run(flags, config):
        inside = indices(utterance)
        first, last = round(utterance.start_s * 1000 / FRAME_MS), round(utterance.end_s * 1000 / FRAME_MS) - 1
        assert inside[0] <= first <= last <= inside[-1]
        assert flags[first] and flags[last]
        assert first == inside[0] + next(n for n, index in enumerate(inside) if flags[index])
        assert inside[-1] - last <= max(frames(config.tail_ms), frames(config.end_silence_ms))


@given(FLAGS, configs())
@settings(max_examples=50)
def test_the_same_stream_gives_the_same_utterances_after_a_reset(
    flags: list[bool], config: EndpointerConfig
) -> None:
    endpointer = Endpointer(config)
    for index, flag in enumerate(flags):
        endpointer.push(VoicedFrame(frame(index), flag))
    endpointer.reset()
    again = [u for index, flag in enumerate(flags) if (u := endpointer.push(VoicedFrame(frame(index), flag)))]
    again += [u for u in [endpointer.flush()] if u]
    assert [indices(u) for u in again] == [indices(u) for _, u in run(flags, config)]


@given(st.integers(60, 1_000), st.integers(5, 40))
def test_the_end_comes_with_the_frame_that_completes_the_silence(end_silence_ms: int, speech: int) -> None:
    config = EndpointerConfig(end_silence_ms=end_silence_ms, resume_ms=30, tail_ms=0)
    ((ended, _),) = run([True] * speech + [False] * 50, config)
    assert (ended - speech + 1) * FRAME_MS >= end_silence_ms > (ended - speech) * FRAME_MS


@given(st.integers(0, 2_000), st.integers(0, 600))
def test_pre_roll_and_tail_are_kept_to_the_frame(pre_roll_ms: int, tail_ms: int) -> None:
    config = EndpointerConfig(pre_roll_ms=pre_roll_ms, tail_ms=tail_ms, end_silence_ms=600)
    ((_, utterance),) = run([False] * 100 + [True] * 20 + [False] * 40, config)
    assert indices(utterance) == list(range(100 - frames(pre_roll_ms), 120 + frames(tail_ms)))
    assert (utterance.start_s, utterance.end_s) == (3.0, 3.6)


def test_short_speech_is_dropped_and_stays_in_the_next_pre_roll() -> None:
    click, speech = [True] * 4, [True] * 10
    config = EndpointerConfig(min_speech_ms=150, end_silence_ms=300, tail_ms=0, pre_roll_ms=500)
    ((_, utterance),) = run([*click, *[False] * 11, *speech, *[False] * 20], config)
    assert indices(utterance)[0] == 0
    assert not run([*click, *[False] * 20], config)


def test_a_click_in_the_silence_does_not_hold_up_the_end() -> None:
    config = EndpointerConfig(end_silence_ms=600, resume_ms=60)
    quiet = run([True] * 10 + [False] * 30, config)
    clicked = run([True] * 10 + [False] * 10 + [True] + [False] * 19, config)
    assert quiet[0][0] == clicked[0][0]


def test_a_short_pause_stays_inside() -> None:
    ((_, utterance),) = run([True] * 10 + [False] * 19 + [True] * 10 + [False] * 30, EndpointerConfig())
    assert utterance.end_s == pytest.approx(39 * 0.03)


def test_a_file_is_given_a_longer_pause() -> None:
    config = EndpointerConfig(end_silence_ms=500, file_end_silence_ms=800)
    flags = [True] * 10 + [False] * 22 + [True] * 10
    assert (len(run(flags, config)), len(run(flags, config.for_files()))) == (2, 1)


def test_speech_from_edge_to_edge_is_whole() -> None:
    ((_, utterance),) = run([True] * 30, EndpointerConfig())
    assert indices(utterance) == list(range(30))


def test_too_long_speech_is_cut_in_its_longest_late_pause() -> None:
    config = EndpointerConfig(longest_ms=3_000)  # 100 frames
    flags = [True] * 60 + [False] * 4 + [True] * 10 + [False] * 10 + [True] * 60
    first, second = run(flags, config)
    assert indices(first[1])[-1] + 1 == indices(second[1])[0] == 79
    assert indices(second[1])[-1] == len(flags) - 1


def test_endless_noise_is_cut_without_a_gap() -> None:
    found = run([True] * 1_000, EndpointerConfig(longest_ms=3_000))
    assert [index for _, utterance in found for index in indices(utterance)] == list(range(1_000))


def test_speaking_says_whether_an_utterance_is_open() -> None:
    endpointer = Endpointer(EndpointerConfig(onset_ms=90, end_silence_ms=300, tail_ms=0))
    states = []
    for index, flag in enumerate([False, True, True, True, *[False] * 10]):
        endpointer.push(VoicedFrame(frame(index), flag))
        states.append(endpointer.speaking)
    assert states == [False, False, False, *[True] * 10, False]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"onset_ms": 200, "min_speech_ms": 100}, "onset_ms"),
        ({"tail_ms": 700}, "tail_ms"),
        ({"resume_ms": 600}, "resume_ms"),
        ({"longest_ms": 2_000, "pre_roll_ms": 2_000}, "longest_ms"),
        ({"pre_roll_ms": -1}, "pre_roll_ms"),
        ({"pre_role_ms": 100}, "pre_role_ms"),
    ],
)
def test_a_configuration_that_cannot_work_is_refused(wrong: dict[str, int], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        EndpointerConfig.model_validate(wrong)
