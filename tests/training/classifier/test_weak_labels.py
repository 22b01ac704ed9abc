"""What follows from an intent, and what does not."""

import pytest

from models.manifest import CommandLabel, Example
from models.types import Modifiers
from training.classifier.weak_labels import act_of, plain, without_modifiers


def test_a_plain_sentence_is_one_new_command() -> None:
    found = plain(Example(text="what is the weather", intent="weather_query", slots=()))
    assert found.commands == (
        CommandLabel(
            0, 19, dialogue_act="question", relation="new", intent="weather_query", slots=(),
            modifiers=Modifiers(),
        ),
    )  # fmt: skip
    assert found.danger is False


def test_a_sentence_that_is_not_said_to_an_assistant_may_be_one_in_danger() -> None:
    found = plain(Example(text="this is so sad", sentiment="negative"))
    assert found.danger is None and found.commands and found.commands[0].relation == "new"
    assert found.commands[0].dialogue_act is None and found.commands[0].modifiers is None
    assert plain(Example(text="who won the cup", out_of_scope=True)).danger is False


def test_given_labels_stay() -> None:
    marked = Example(text="a", commands=(CommandLabel(0, 1),))
    assert plain(marked) == marked
    kept = plain(Example(text="on", intent="iot_wemo_on", dialogue_act="statement", danger=True))
    assert kept.danger and kept.commands and kept.commands[0].dialogue_act == "statement"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("play some jazz", "request"),
        ("do not play jazz", None),
        ("did you play jazz", None),
        ("i already played jazz", None),
    ],
)
def test_the_act_of_a_doubtful_sentence_is_unknown(text: str, act: str | None) -> None:
    assert act_of(text, "play_music") == act


def test_an_intent_of_several_acts_tells_none() -> None:
    assert act_of("hello there", "general_greet") == "social"
    assert act_of("i like it", "music_likeness") is None
    (command,) = plain(Example(text="yes", intent="general_affirm")).commands or ()
    assert (command.dialogue_act, command.relation) == (None, None)


@pytest.mark.parametrize(
    ("text", "intent", "known"),
    [
        ("lights off in the bedroom", "iot_hue_lightoff", True),
        ("lights off in ten minutes", "iot_hue_lightoff", False),
        ("all lights off", "iot_hue_lightoff", False),
        ("wake me at noon", "alarm_set", True),
        ("wake me at noon every day", "alarm_set", False),
    ],
)
def test_a_sentence_with_words_of_a_modifier_may_have_one(text: str, intent: str, known: bool) -> None:
    (command,) = plain(Example(text=text, intent=intent)).commands or ()
    assert (command.modifiers == Modifiers()) == known


def test_each_command_is_read_for_modifiers() -> None:
    wake = CommandLabel(0, 15, intent="alarm_set")
    light = CommandLabel(20, 37, intent="iot_hue_lighton")
    found = without_modifiers(Example(text="wake me at noon and lights on at noon", commands=(wake, light)))
    assert [c.modifiers for c in found.commands or ()] == [Modifiers(), None]
    assert without_modifiers(Example(text="a")) == Example(text="a")
