"""Acts, boundaries and danger by hand."""

from dataclasses import replace

import pytest

from models.manifest import CommandLabel, Example, SlotLabel
from models.types import Command, DialogueAct, Slot, Understanding
from training.evaluation import utterances

TEXT = "hall light off and wake me at six."
OFF = CommandLabel(0, 14, dialogue_act="request", relation="new", intent="off", slots=())
WAKE = CommandLabel(
    19, 33, dialogue_act="request", intent="alarm", slots=(SlotLabel("time", "six", 30, 33),)
)  # fmt: skip
TWO = Example(text=TEXT, commands=(OFF, WAKE), danger=False)


def found(start: int, end: int, intent: str | None, *slots: Slot, act: DialogueAct = "request") -> Command:
    return Command(TEXT[start:end], start, end, act, intent=intent, slots=slots)


RIGHT = Understanding(
    TEXT, danger=0.1,
    commands=(found(0, 14, "off"), found(19, 34, "alarm", Slot("time", "six", "six", 30, 33))),
)  # fmt: skip


def test_an_utterance_is_right_with_all_of_its_commands() -> None:
    assert utterances.whole(TWO, RIGHT)
    first, second = RIGHT.commands
    for wrong in (
        (first,),
        (first, replace(second, start=15)),
        (replace(first, dialogue_act="question"), second),
        (replace(first, relation="follow_up"), second),
        (first, replace(second, intent=None)),
        (first, replace(second, slots=())),
    ):
        assert not utterances.whole(TWO, replace(RIGHT, commands=wrong))
    # the second relation is unknown
    assert utterances.whole(TWO, replace(RIGHT, commands=(first, replace(second, relation="answer"))))


def test_what_a_prohibition_forbids_is_not_compared() -> None:
    never = Example(text="keep it on", commands=(replace(OFF, end=10, dialogue_act="prohibition"),))
    kept = Understanding("keep it on", commands=(Command("", 0, 10, "prohibition", intent="hold"),))
    assert utterances.whole(never, kept)
    rejected = Example(text="sing", commands=(CommandLabel(0, 4, dialogue_act="request", out_of_scope=True),))
    assert utterances.whole(rejected, Understanding("sing", commands=(Command("", 0, 4, "request"),)))
    assert not utterances.whole(
        rejected, Understanding("sing", commands=(Command("", 0, 4, "request", intent="off"),))
    )


def test_every_rate_by_hand() -> None:
    joined = Understanding(TEXT, danger=0.9, commands=(found(0, 34, "off", act="question"),))
    fire = Example(text=TEXT, danger=True, dialogue_act="statement")
    rates = utterances.rates([(TWO, RIGHT), (TWO, joined), (fire, joined)])
    # two right of two, none of two, none of one
    assert rates["dialogue_act_accuracy"].value == pytest.approx(2 / 5)
    assert rates["dialogue_act_accuracy"].n == 5
    assert rates["relation_accuracy"].value == 1.0 and rates["relation_accuracy"].n == 2
    # two right of three found and four there
    assert rates["command_f1"].value == pytest.approx(2 * 2 / 7) and rates["command_f1"].n == 2
    assert rates["commands_whole"].value == pytest.approx(1 / 3)
    assert (rates["danger_recall"].value, rates["danger_false"].value) == (1.0, 0.5)
    assert utterances.rates([(Example(text="a", intent="b"), Understanding("a"))]) == {}


def test_a_command_that_was_not_found_has_no_partner() -> None:
    first = replace(RIGHT, commands=RIGHT.commands[:1])
    assert [command for _, command in utterances.aligned(TWO, first)] == [first.commands[0], None]
    assert utterances.slot_spans(RIGHT) == {("time", 30, 33)}
    whole = Understanding(TEXT, slots=(Slot("time", "six", "six", 30, 33),))
    assert utterances.slot_spans(whole) == {("time", 30, 33)}
