"""What is heard while the assistant speaks: sequences of flags in, frames and actions out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.listening.barge_in import (
    BargeIn,
    BargeInConfig,
    BargeInDecision,
    PlaybackAction,
    is_backchannel,
    is_echo,
)
from assistant.listening.endpointer import VoicedFrame
from models.audio import FRAME_MS
from models.types import Frame

MUTE = BargeInConfig(mode="mute", tail_ms=300)
HEADPHONES = BargeInConfig(
    mode="headphones", interrupt_ms=300, gap_ms=90, pre_roll_ms=150, resume_ms=600
)  # 10, 3, 5 and 20 frames
SILENT = np.zeros(480, np.float32)
Flags = list[tuple[bool, bool]]
flags = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=200)
runs = st.lists(st.tuples(st.integers(1, 40), st.booleans(), st.booleans()), max_size=12).map(
    lambda parts: [(is_speech, speaking) for length, is_speech, speaking in parts for _ in range(length)]
)


class Run:
    """A machine that was given frames with these flags (speech, assistant speaking)."""

    def __init__(self, config: BargeInConfig, flags: Flags) -> None:
        self.machine = BargeIn(config)
        self.decisions: list[BargeInDecision] = []
        self.push(flags)

    def push(self, flags: Flags) -> "Run":
        for is_speech, speaking in flags:
            frame = Frame(SILENT, len(self.decisions) * FRAME_MS)
            self.decisions.append(self.machine.push(VoicedFrame(frame, is_speech), speaking))
        return self

    @property
    def heard(self) -> list[int]:
        """The numbers of the frames that went on."""
        return [
            voiced.frame.start_ms // FRAME_MS for decision in self.decisions for voiced in decision.frames
        ]

    @property
    def actions(self) -> list[tuple[int, PlaybackAction]]:
        return [
            (number, decision.action) for number, decision in enumerate(self.decisions) if decision.action
        ]


def quiet(count: int, *, speaking: bool = True) -> Flags:
    return [(False, speaking)] * count


def speech(count: int, *, speaking: bool = True) -> Flags:
    return [(True, speaking)] * count


def test_while_nobody_speaks_everything_is_heard() -> None:
    run = Run(MUTE, quiet(5, speaking=False) + speech(5, speaking=False))
    assert run.heard == list(range(10))
    assert not any(decision.restart for decision in run.decisions)


def test_a_loudspeaker_is_not_heard_until_its_tail_is_over() -> None:
    run = Run(MUTE, quiet(3, speaking=False) + speech(20) + speech(15, speaking=False))
    assert run.heard == [0, 1, 2, *range(33, 38)]
    assert [decision.restart for decision in run.decisions].index(True) == 33
    assert not run.actions


def test_a_pause_between_two_sentences_is_not_the_end() -> None:
    run = Run(MUTE, speech(5) + quiet(9, speaking=False) + speech(5) + quiet(10, speaking=False))
    assert run.heard == []
    assert run.push(quiet(1, speaking=False)).heard == [29]


def test_half_a_second_of_speech_interrupts_and_is_heard_from_before_its_beginning() -> None:
    run = Run(HEADPHONES, quiet(20) + speech(10))
    assert run.actions == [(29, "pause")]
    assert run.heard == list(range(15, 30))
    assert run.decisions[-1].restart
    assert run.machine.overlaps


def test_pauses_between_words_do_not_start_the_count_again() -> None:
    assert Run(HEADPHONES, quiet(9) + speech(5) + quiet(3) + speech(5)).actions == [(21, "pause")]


@pytest.mark.parametrize("length", [1, 5, 9])
def test_a_backchannel_does_not_interrupt_and_is_not_heard(length: int) -> None:
    run = Run(HEADPHONES, (quiet(10) + speech(length) + quiet(4)) * 10)
    assert not run.actions
    assert run.heard == []


def test_after_a_backchannel_a_real_interruption_has_its_own_beginning() -> None:
    run = Run(HEADPHONES, speech(9) + quiet(10) + speech(10))
    assert run.actions == [(28, "pause")]
    assert run.heard == list(range(14, 29))


def test_what_was_understood_ends_the_reply() -> None:
    run = Run(HEADPHONES, speech(10) + speech(10, speaking=False))
    assert run.machine.resolve(said_something=True) == "cancel"
    assert not run.machine.overlaps
    assert run.push(quiet(3, speaking=False)).heard == list(range(23))


def test_what_was_not_understood_lets_the_reply_go_on() -> None:
    run = Run(HEADPHONES, speech(10) + quiet(5, speaking=False))
    assert run.machine.resolve(said_something=False) == "resume"
    assert run.push(quiet(10)).heard == list(range(15))


def test_each_false_interruption_of_a_reply_makes_the_next_one_harder() -> None:
    run = Run(HEADPHONES, speech(10))
    run.machine.resolve(said_something=False)
    assert run.push(speech(19)).actions == [(9, "pause")]
    assert run.push(speech(1)).actions[-1] == (29, "pause")
    run.machine.resolve(said_something=False)
    # another reply
    run.push(quiet(5, speaking=False) + speech(10))
    assert run.actions[-1] == (44, "pause")


def test_silence_after_an_interruption_lets_the_reply_go_on() -> None:
    run = Run(HEADPHONES, speech(10) + quiet(19, speaking=False) + speech(1, speaking=False))
    assert run.push(quiet(20, speaking=False)).actions == [(9, "pause"), (49, "resume")]
    assert run.machine.resolve(said_something=True) is None


def test_an_utterance_that_is_open_is_waited_for() -> None:
    run = Run(HEADPHONES, speech(10))
    for _ in range(100):
        voiced = VoicedFrame(Frame(SILENT, len(run.decisions) * FRAME_MS), False)
        run.decisions.append(run.machine.push(voiced, False, hearing=True))
    assert run.actions == [(9, "pause")]


def test_what_begins_to_sound_while_somebody_speaks_waits() -> None:
    run = Run(HEADPHONES, speech(5, speaking=False))
    decision = run.machine.push(VoicedFrame(Frame(SILENT, 150), True), True, hearing=True)
    assert (decision.action, len(decision.frames), decision.restart) == ("pause", 1, False)
    assert run.machine.resolve(said_something=True) == "cancel"


def test_who_begins_just_before_the_end_is_heard_from_the_beginning() -> None:
    run = Run(HEADPHONES, quiet(20) + speech(4) + speech(6, speaking=False))
    assert run.heard == list(range(15, 30))
    assert not run.actions


def test_with_headphones_there_is_no_tail() -> None:
    assert Run(HEADPHONES, quiet(20) + quiet(3, speaking=False)).heard == [20, 21, 22]


def test_nothing_is_resolved_that_was_not_interrupted() -> None:
    assert Run(MUTE, speech(50)).machine.resolve(said_something=True) is None


@given(flags | runs)
def test_nothing_of_a_loudspeaker_and_its_tail_is_ever_heard(flags: Flags) -> None:
    run = Run(MUTE, flags)
    spoken = [number for number, (_, speaking) in enumerate(flags) if speaking]
    deaf = {number + after for number in spoken for after in range(11)}
    assert run.heard == [number for number in range(len(flags)) if number not in deaf]
    assert not run.actions


@given(flags | runs, st.sampled_from([MUTE, HEADPHONES]))
def test_no_frame_is_heard_twice_or_out_of_order_or_late(flags: Flags, config: BargeInConfig) -> None:
    run = Run(config, flags)
    assert run.heard == sorted(set(run.heard))
    for number, decision in enumerate(run.decisions):
        assert not decision.frames or decision.frames[-1].frame.start_ms == number * FRAME_MS


@given(flags | runs)
def test_only_enough_speech_pauses_a_reply(flags: Flags) -> None:
    run = Run(HEADPHONES, flags)
    for number, action in run.actions:
        if action == "pause":
            first = run.decisions[number].frames[0].frame.start_ms // FRAME_MS
            assert sum(is_speech for is_speech, _ in flags[first : number + 1]) >= 10
            assert flags[number] == (True, True)


@given(flags | runs)
def test_every_gap_in_what_is_heard_restarts_the_endpointer(flags: Flags) -> None:
    run = Run(HEADPHONES, flags)
    last = -1
    for decision in run.decisions:
        if decision.frames:
            assert decision.restart or decision.frames[0].frame.start_ms // FRAME_MS == last + 1
            last = decision.frames[-1].frame.start_ms // FRAME_MS


@given(runs)
def test_pauses_and_resumes_take_turns(flags: Flags) -> None:
    actions = [action for _, action in Run(HEADPHONES, flags).actions]
    assert actions == ["pause", "resume"] * (len(actions) // 2) + ["pause"] * (len(actions) % 2)


@pytest.mark.parametrize(
    ("heard", "saying", "echo"),
    [
        ("the kitchen lights are on", "The kitchen lights are on.", True),
        ("kitchen lights are all on", "Okay. The kitchen lights are on now.", True),
        ("it is 7:30", "It is 7:30 in Tokyo.", True),
        ("turn off the bedroom lights", "The kitchen lights are on.", False),
        ("on are lights kitchen the", "The kitchen lights are on.", False),
        ("stop", "Say stop to end this.", False),
        ("yes please", "Yes, please say it again.", False),
        ("", "The kitchen lights are on.", False),
        ("what is the time", "", False),
    ],
)
def test_the_assistants_own_words_are_echo(heard: str, saying: str, echo: bool) -> None:
    assert is_echo(heard, saying) is echo


@pytest.mark.parametrize(
    ("heard", "asking", "backchannel"),
    [
        ("Mm-hmm.", False, True),
        ("Uh-huh.", True, True),
        ("Yeah, okay.", False, True),
        ("Yes.", True, False),
        ("Okay, stop.", False, False),
        ("No.", False, False),
    ],
)
def test_who_only_listens_does_not_want_the_floor(heard: str, asking: bool, backchannel: bool) -> None:
    assert is_backchannel(heard, asking=asking) is backchannel


def test_settings_are_checked() -> None:
    with pytest.raises(ValidationError):
        BargeInConfig.model_validate({"mode": "telephone"})
    with pytest.raises(ValidationError):
        BargeInConfig.model_validate({"tail": 3})
