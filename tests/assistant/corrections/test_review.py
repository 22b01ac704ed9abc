"""The review dialogue: choices, typed corrections, and their results."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from rich.console import Console

from assistant.corrections.queue import review_order
from assistant.corrections.review import Review, ReviewTally
from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance
from models import paths, recordings
from models.audio import load
from models.errors import DeviceError
from models.manifest import SlotLabel
from models.nlu.labels import ClosedVocabulary
from models.types import IntentCandidate, Message, Slot, Speech, Understanding
from tests.assistant.corrections.conftest import SOUND

Log = Callable[..., LoggedUtterance]
CHICKEN = SlotLabel("house_place", "chicken", 12, 19)


class Understands:
    """Lights where there are lights, with the kitchen in them."""

    intents = ("iot_hue_lighton", "iot_hue_lightoff", "timer_set")

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        at = text.find("kitchen")
        slots = (Slot("house_place", "kitchen", "kitchen", at, at + 7),) if at >= 0 else ()
        lights = "lights" in text
        best = (IntentCandidate("iot_hue_lighton", 0.9), IntentCandidate("iot_hue_lightoff", 0.05))
        return Understanding(text, best[0].intent if lights else None, 0.9, "act", best, slots)


class Loudspeaker:
    """Counts what it plays, if it is there."""

    def __init__(self, *, there: bool = True) -> None:
        self.there, self.played = there, 0

    def __call__(self, speech: Speech) -> None:
        self.played += 1
        if not self.there:
            raise DeviceError("there is no loudspeaker")


def walk(*answers: str, loudspeaker: Loudspeaker | None = None) -> tuple[ReviewTally, str]:
    """The tally and the output; the input ends after the answers."""
    waiting, printed = iter(answers), io.StringIO()

    def ask(question: str, default: str = "") -> str:
        printed.write(f"{question} [{default}]\n")
        try:
            return next(waiting) or default
        except StopIteration:
            raise EOFError from None

    vocabularies = {"size": ClosedVocabulary(values=("small", "large"), synonyms={"large": ("big",)})}
    console = Console(file=printed, width=200)
    play = loudspeaker or Loudspeaker()
    review = Review(Understands(), vocabularies, "anna", console, ask, play)
    return review.run(review_order(conversation_log.read())), printed.getvalue()


def flagged(log: Log) -> LoggedUtterance:
    return log(
        "turn on the chicken lights", aloud=True, flagged=True, correction="turn on the kitchen lights",
        intent="iot_hue_lighton", decision="act", slots=(CHICKEN,), reply="The chicken lights are on.",
        context=(Message("user", "hello"), Message("assistant", "Good evening.")), facts={"place": "chicken"},
    )  # fmt: skip


def test_enter_takes_what_the_owner_said_by_voice(log: Log) -> None:
    logged = flagged(log)
    loudspeaker = Loudspeaker()
    tally, printed = walk("", "", "", "", "", "", loudspeaker=loudspeaker)
    assert (tally.learned, loudspeaker.played) == (1, 1)
    (example,) = recordings.read()
    assert (example.text, example.intent, example.speaker) == (
        "turn on the kitchen lights", "iot_hue_lighton", "anna",
    )  # fmt: skip
    assert example.slots == (SlotLabel("house_place", "kitchen", 12, 19),)
    assert example.reply is None and example.facts is None
    assert "what you said [turn on the kitchen lights]" in printed
    # out of the queue, and its sound among the recordings
    assert conversation_log.read() == []
    assert example.audio == paths.recordings() / "2026-11-22" / "193005-041200.flac"
    assert len(load(example.audio)) == len(SOUND)
    assert logged.audio is not None and not (paths.recordings() / logged.audio).exists()


def test_text_intent_slots_and_reply_can_be_typed(log: Log) -> None:
    flagged(log)
    tally, printed = walk(
        "c", "turn off the big lamp", "iot_hue_lightof", "2", "size: big", "Lights out!", "y"
    )  # fmt: skip
    assert tally.learned == 1
    assert "There is no intent iot_hue_lightof. Do you mean iot_hue_lightoff" in printed
    (example,) = recordings.read()
    assert (example.text, example.intent) == ("turn off the big lamp", "iot_hue_lightoff")
    # a closed slot's value is what the words mean
    assert example.slots == (SlotLabel("size", "large", 13, 16),)
    assert example.reply == "Lights out!"
    assert [message.text for message in example.context] == ["hello", "Good evening."]
    # the skill's facts were about a chicken
    assert example.facts is None


def test_a_better_reply_alone_keeps_the_facts_and_what_it_is_a_paraphrase_of(log: Log) -> None:
    log(
        "turn on the lights", intent="iot_hue_lighton", decision="act", slots=(), facts={"state": "on"},
        draft="The lights are on.", reply="Now on are the lights.",
    )  # fmt: skip
    walk("c", "", "", "", "Let there be light.", "y")
    (example,) = recordings.read()
    assert (example.reply, example.facts) == ("Let there be light.", {"state": "on"})
    assert example.context == (Message("system", "Result: The lights are on."),)


def test_right_as_it_is(log: Log) -> None:
    log("turn on the chicken lights", intent="iot_hue_lighton", decision="act", slots=(CHICKEN,), aloud=True)
    log("blah", 1, decision="reject", slots=())
    walk("y", "y")
    out_of_scope, lights = recordings.read()
    assert (lights.intent, lights.slots, lights.out_of_scope) == ("iot_hue_lighton", (CHICKEN,), False)
    assert (out_of_scope.intent, out_of_scope.out_of_scope, out_of_scope.audio) == (None, True, None)


def test_dropped_left_and_quit(log: Log) -> None:
    dropped = log("one", 3, aloud=True)
    log("two", 2)
    log("three", 1)
    log("four")
    tally, _ = walk("d", "l", "q")
    assert (tally.learned, tally.dropped, tally.left) == (0, 1, 3)
    assert [one.text for one in conversation_log.read()] == ["two", "three", "four"]
    assert dropped.audio is not None and not (paths.recordings() / dropped.audio).exists()
    assert recordings.read() == []


def test_the_owner_may_think_better_of_it_or_leave_amid_it(log: Log) -> None:
    flagged(log)
    tally, _ = walk("c", "", "", "", "", "n")
    assert (tally.learned, tally.left) == (0, 1)
    assert len(conversation_log.read()) == 1 and recordings.read() == []


def test_an_unknown_intent_is_no_label(log: Log) -> None:
    flagged(log)
    walk("c", "", "-", "", "")
    assert (recordings.read()[0].intent, recordings.read()[0].out_of_scope) == (None, False)
    assert recordings.read()[0].slots is None


def test_without_a_loudspeaker_it_is_said_once(log: Log) -> None:
    log("one", aloud=True)
    log("two", 1, aloud=True)
    loudspeaker = Loudspeaker(there=False)
    _, printed = walk("l", "l", loudspeaker=loudspeaker)
    assert printed.count("there is no loudspeaker") == 1
    assert loudspeaker.played == 1
