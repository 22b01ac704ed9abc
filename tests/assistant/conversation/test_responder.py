"""Answers to whole utterances: danger, open questions, several commands, small talk, the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.conversation.responder import DialogueResponder
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog
from models.lm.checks.reranking import ReplyCandidate
from models.lm.prompts.few_shot import FewShot
from models.types import Command, DialogueAct, Fact, Message, Reply, Sentiment, Understanding
from tests.fixtures.commands import command, understood
from tests.fixtures.lamps import Lamps
from tests.fixtures.skills import Chat

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)
ON = command("turn on the hall", "lamp_on", ("house_place", "hall"))
SELL = command("sell the den", "lamp_sell", ("house_place", "den"))


class Echo:
    """A generator that writes a fixed text in pieces, and was taught some words."""

    def __init__(self, *learned: str) -> None:
        self.prompts = FewShot()
        self.prompts.learned_words = frozenset(learned)  # type: ignore[misc]

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Nothing to prepare."""

    def stream(self, messages: Sequence[Message], *, max_tokens: int = 64) -> Iterator[str]:
        yield from ("Well, ", f"{messages[-1].text}. ", "Indeed.")

    def candidates(
        self, messages: Sequence[Message], n: int = 8, *, max_tokens: int = 64, timeout_s: float | None = None
    ) -> list[ReplyCandidate]:
        """It says nothing else."""
        return []


class Words:
    """A phrasing that shows what it was given."""

    def paraphrase(
        self,
        generator: Any,
        sentence: str,
        facts: Mapping[str, Fact],
        understanding: Understanding,
        dialogue: Dialogue,
        *,
        changed: bool,
    ) -> Iterator[str]:
        yield f"<{sentence}>"

    def chat(self, generator: Any, understanding: Understanding, dialogue: Dialogue) -> Iterator[str]:
        yield "".join(generator.stream([*dialogue.messages(), Message("user", understanding.text)]))


class Room:
    """A responder with lamps, and its dialogue."""

    def __init__(self, folder: Path, generator: Any = None, danger: Any = None) -> None:
        database = Database(folder / "memory.sqlite3")
        self.lamps, self.profile = Lamps(), Profile(database)
        gate = Gate([self.lamps], UndoLog(database), Plans(database))
        self.responder = DialogueResponder(
            gate, generator, Words() if generator else None, self.profile, lambda: NOW, danger
        )
        self.dialogue = Dialogue()

    def hear(self, *commands: Command, sentiment: Sentiment = "neutral") -> Reply:
        understanding = replace(understood(*commands), sentiment=sentiment)
        reply = self.responder.respond(understanding, self.dialogue)
        reply = replace(reply, sentences=tuple(reply.sentences))
        self.dialogue.add(understanding, " ".join(reply.sentences))
        return reply

    def said(self, *commands: Command, sentiment: Sentiment = "neutral") -> str:
        return " ".join(self.hear(*commands, sentiment=sentiment).sentences)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_every_command_is_carried_out_in_order(room: Room) -> None:
    reply = room.hear(ON, command("the den too", "lamp_on", ("house_place", "den")))

    assert list(reply.sentences) == ["The hall lamp is on.", "The den lamp is on."]
    assert [action.status for action in reply.actions if action] == ["done", "done"]
    assert room.lamps.on == {"hall", "den"}


def test_commands_of_one_verb_share_what_they_leave_out(room: Room) -> None:
    room.hear(
        command("blink for ten seconds", "lamp_blink", ("duration", "ten seconds")),
        command("and blink again", "lamp_blink"),
    )

    assert room.lamps.blinked.total_seconds() == 10


def test_the_rest_of_an_utterance_is_not_lost_in_silence(room: Room) -> None:
    assert room.said(ON, command("frobnicate", None)) == "The hall lamp is on. I didn't understand the rest."


@pytest.mark.parametrize("act", ["statement", "social"])
def test_what_is_told_beside_a_command_gets_no_word(room: Room, act: DialogueAct) -> None:
    told = replace(command("my hands are wet", None), dialogue_act=act)
    assert room.said(told, ON) == "The hall lamp is on."
    assert room.said(told, told) == "I didn't understand the rest."


def test_what_is_told_before_an_answer_does_not_hide_it(room: Room) -> None:
    told = command("my hands are wet", None, act="statement")
    answer = replace(command("yes please", "general_affirm"), start=len("my hands are wet and "))
    room.hear(SELL)

    said = room.said(told, answer)

    assert said == "The den lamp is sold."


@pytest.mark.parametrize("word", ["yes", "yes please", "go ahead", "sure"])
def test_only_a_yes_sells_and_only_once(room: Room, word: str) -> None:
    room.hear(SELL)
    assert room.lamps.sold == []

    assert room.said(command(word, "general_affirm")) == "The den lamp is sold."
    room.hear(command(word, "general_affirm"))

    assert room.lamps.sold == ["den"]


@pytest.mark.parametrize(
    "answer",
    [
        command("no", "general_negate"),
        command("no thanks", "general_negate"),
        command("yes but not now", "general_affirm"),
        command("never mind", "general_cancel"),
        ON,
        command("which lamps are on", "lamp_query", act="question"),
    ],
    ids=lambda given: str(given.text),
)
def test_anything_else_drops_the_question(room: Room, answer: Command) -> None:
    room.hear(SELL)
    room.hear(answer)
    room.hear(command("yes", "general_affirm"))

    assert room.lamps.sold == []


def test_a_new_request_is_never_taken_for_an_answer(room: Room) -> None:
    room.hear(command("turn it on", "lamp_on"))

    assert room.said(command("which ones are on", "lamp_query", act="question")) == "On: none."


def test_a_whole_request_of_the_same_kind_is_one_of_its_own(room: Room) -> None:
    room.hear(command("turn it on", "lamp_on"))

    room.hear(command("turn on the lamp in the attic", "lamp_on", ("house_place", "attic")))

    assert room.lamps.on == {"attic"}
    assert room.dialogue.question is None


def test_what_leans_on_an_answered_command_finds_the_answer(room: Room) -> None:
    room.hear(command("turn it on", "lamp_on"))
    room.hear(command("the attic", "lamp_on", ("house_place", "attic"), relation="answer"))

    assert [slot.value for slot in room.dialogue.done[-1].command.slots] == ["attic"]


def test_what_is_not_understood_keeps_the_question_open(room: Room) -> None:
    room.hear(SELL)
    assert room.said(command("mumble", None)) == "Sorry, I didn't understand that."

    assert room.said(command("yes", "general_affirm")) == "The den lamp is sold."


def test_who_asks_for_a_pause_gets_it_and_may_answer_later(room: Room) -> None:
    room.hear(SELL)
    assert room.said(command("hold on a second", None)) == "Okay."

    assert room.said(command("yes", "general_affirm")) == "The den lamp is sold."


def test_next_settles_no_question(room: Room) -> None:
    room.hear(SELL)
    assert room.said(command("next", None)) == "Sorry, I didn't understand that."

    assert room.said(command("yes", "general_affirm")) == "The den lamp is sold."


def test_rejected_utterances_are_answered_with_more_help_each_time(room: Room) -> None:
    blub = command("blub", None)
    replies = [room.said(blub) for _ in range(3)]

    assert len(set(replies)) == 3
    assert "help" in replies[2]
    room.hear(ON)
    assert room.said(blub) == replies[0]
    room.hear(ON)
    assert room.said(blub, sentiment="negative").startswith("I'm really sorry")


def test_the_generator_talks_and_is_never_asked_for_a_result(tmp_path: Path) -> None:
    room = Room(tmp_path, Echo())

    assert room.said(ON) == "The hall lamp is on."
    assert (
        room.said(command("cats are fine", "general_quirky", act="social")) == "Well, cats are fine. Indeed."
    )


def test_a_generator_that_was_corrected_says_results_its_way(tmp_path: Path) -> None:
    room = Room(tmp_path, Echo("aye"))

    assert room.said(ON) == "<The hall lamp is on.>"
    assert room.said(SELL) == "Do you want me to sell the den lamp?"


def test_an_unhappy_owner_hears_regret(room: Room) -> None:
    paint = command("paint it", "lamp_paint")

    assert room.said(paint, sentiment="negative") == "I'm sorry. I can't paint lamps."


def test_the_home_towns_time_is_the_owners_time(room: Room) -> None:
    assert room.responder.now().hour == 14
    room.profile.set("home_town", "Tokyo")
    assert room.responder.now().hour == 23


def test_a_person_in_danger_gets_the_fixed_reply_and_nothing_is_done(tmp_path: Path) -> None:
    fixed = ("Call 112 now.",)
    room = Room(tmp_path, danger=lambda given, before: fixed if "bleeding" in given.text else None)
    room.hear(SELL)

    reply = room.hear(command("yes, and I'm bleeding", "general_affirm"), ON)

    assert (tuple(reply.sentences), reply.action) == (fixed, None)
    room.hear(command("yes", "general_affirm"))
    assert room.lamps.sold == []
    assert room.lamps.on == set()


@pytest.mark.parametrize(
    ("intent", "word"),
    [
        ("email_sendemail", "email"),
        ("weather_query", "weather"),
        ("qa_stock", "stock"),
        ("qa_factoid", "don't know"),
    ],
)
def test_what_no_skill_answers_is_said_in_one_sentence(room: Room, intent: str, word: str) -> None:
    reply = room.hear(command("x", intent))

    assert reply.action is not None
    assert reply.action.status == "unavailable"
    assert word in " ".join(reply.sentences)


def _facts(reply: Reply) -> Mapping[str, Fact]:
    assert reply.action is not None
    return reply.action.facts


def test_facts_are_reported(room: Room) -> None:
    assert _facts(room.hear(ON)) == {"room": "hall"}


def test_what_leans_on_what_was_done_is_no_answer(room: Room) -> None:
    room.hear(command("turn it on", "lamp_on"))
    room.hear(command("which ones are on", "lamp_query", relation="follow_up"))

    assert room.lamps.on == set()
    assert room.dialogue.question is None


def test_danger_is_answered_however_badly_it_was_heard(tmp_path: Path) -> None:
    room = Room(
        tmp_path, danger=lambda understanding, before: ("Call 112.",) if understanding.danger else None
    )
    unheard = replace(understood(ON), heard=False)
    assert list(room.responder.respond(unheard, room.dialogue).sentences) == ["Sorry, I didn't catch that."]
    reply = room.responder.respond(replace(unheard, danger=0.9), room.dialogue)
    assert list(reply.sentences) == ["Call 112."] and room.lamps.on == set()


def test_a_stop_is_never_misunderstood(chat: Chat) -> None:
    assert chat.say("shush") == "Okay."
    assert chat.cancelled
    assert chat.say("be quiet", "lists_query", decision="confirm") == "Okay."


def test_what_was_just_done_is_taken_back(chat: Chat) -> None:
    chat.say("add figs to my list", "lists_createoradd", item="figs")
    assert chat.say("scratch that", "lists_createoradd", relation="correction") != ""
    assert "figs" not in chat.say("what is on my list", "lists_query", act="question")


def test_nothing_is_taken_back_after_other_talk(chat: Chat) -> None:
    chat.say("add figs to my list", "lists_createoradd", item="figs")
    chat.say("what time is it", "datetime_query", act="question")
    assert chat.say("forget that", "general_cancel") == "All right."
    assert "Figs" in chat.say("what is on my list", "lists_query", act="question").replace("figs", "Figs")


def test_a_question_that_lacks_something_continues_the_last_one(chat: Chat) -> None:
    asked = "I don't know which result you mean. What's the whole sum?"
    assert chat.say("divided by three", "qa_maths", act="question") == asked
    chat.say("never mind", "general_cancel")
    assert chat.say("what's 45 plus 30", "qa_maths", act="question") == "It's 75."
    assert chat.say("divided by three", "qa_maths", act="question") == "It's 25."


def test_the_order_of_commands_is_nothing_to_ask_about(chat: Chat) -> None:
    chat.say("wake me at seven am", "alarm_set", time="seven am")
    assert chat.say("first cancel my alarm", "alarm_remove") == "The alarm for 7 AM tomorrow is removed."


def test_a_unit_that_is_corrected_keeps_its_number(chat: Chat) -> None:
    chat.say("a timer for five minutes", "timer_set", duration="five minutes")
    chat.say("hours, I mean", "timer_set", relation="correction", timer_name="hours")
    assert (
        chat.say("what timers are on", "timer_query", act="question")
        == "Your timer is running: 5 hours left."
    )


def test_a_question_for_a_value_outlasts_one_of_the_owner(chat: Chat) -> None:
    assert chat.say("set an alarm", "alarm_set") == "For what time?"
    chat.say("what's two plus two", "qa_maths", act="question")
    said = chat.say("seven am", "qa_maths", act="question", relation="correction")
    assert said == "Your alarm is set for 7 AM tomorrow."


def test_units_and_sums_continue_each_other(chat: Chat) -> None:
    chat.say("convert ten miles to kilometers", "qa_maths", act="question")
    said = chat.say("and in meters", "unit_conversion", act="question", relation="follow_up")
    assert said == "10 miles are 16,093.44 meters."


def test_the_reply_to_danger_goes_on_at_the_next_utterance_alone(tmp_path: Path) -> None:
    fixed = ("Call 112 now.",)

    def danger(given: Understanding, before: tuple[str, ...]) -> tuple[str, ...] | None:
        return fixed if "bleeding" in given.text else before if "worse" in given.text and before else None

    room = Room(tmp_path, danger=danger)
    worse = command("it gets worse", None, act="statement")
    lost = room.said(worse)
    told = [room.said(one) for one in (command("I'm bleeding", None), worse, worse, ON, worse)]

    assert told == ["Call 112 now."] * 3 + ["The hall lamp is on.", lost]
    assert lost != "Call 112 now."
    assert room.dialogue.warned == ()
