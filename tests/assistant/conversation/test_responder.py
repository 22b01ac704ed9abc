"""Who answers what, what a yes may do, and what happens when a skill or the classifier fails."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.responder import DialogueResponder
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import Question, Request, Result, Skill
from models.errors import SkillError
from models.lm.checks.reranking import ReplyCandidate
from models.lm.prompts.few_shot import FewShot
from models.types import Action, Fact, Message, Reply, Sentiment, Understanding

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)


class Doors:
    """Opens a door after a yes; counts."""

    name = "doors"
    intents = frozenset({"door_open", "door_knock", "door_break", "door_jam", "door_which"})

    def __init__(self) -> None:
        self.opened = 0

    def describe(self, request: Request) -> str:
        return "open the door"

    def handle(self, request: Request) -> Result:
        match request.intent:
            case "door_break":
                raise ZeroDivisionError("the hinge")
            case "door_jam":
                raise SkillError("the door is stuck", do="push")
            case "door_knock":
                return Result({"knocks": 3}, "I knocked 3 times.")
            case "door_which":
                return Result({}, "Which door?", "asked", Question(on_answer=self._which))
        return Result({}, "Really open it?", "asked", Question(on_yes=self._open))

    def _open(self, request: Request) -> Result:
        self.opened += 1
        return Result({"state": "open"}, "The door is open.")

    def _which(self, request: Request) -> Result | None:
        return (
            Result({"door": request.text}, f"The {request.text} door.")
            if request.text in ("front", "back")
            else None
        )


class Echo:
    """A generator that writes a fixed text in pieces."""

    prompts = FewShot()

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
    ) -> Iterator[str]:
        yield f"<{sentence}>"

    def chat(self, generator: Any, understanding: Understanding, dialogue: Dialogue) -> Iterator[str]:
        yield "".join(generator.stream([*dialogue.messages(), Message("user", understanding.text)]))


@pytest.fixture
def doors() -> Doors:
    return Doors()


@pytest.fixture
def responder(doors: Doors, tmp_path: Path) -> DialogueResponder:
    return DialogueResponder((doors,), None, None, Profile(Database(tmp_path / "a.sqlite3")), lambda: NOW)


def heard(
    text: str, intent: str | None = None, decision: str = "act", sentiment: Sentiment = "neutral"
) -> Understanding:
    return Understanding(text, intent, 0.9, decision if intent else "reject", (), (), sentiment, 0.9)  # type: ignore[arg-type]


def said(reply: Reply) -> str:
    return " ".join(reply.sentences)


def test_a_skill_answers_and_its_facts_are_reported(responder: DialogueResponder) -> None:
    reply = responder.respond(heard("knock", "door_knock"), Dialogue())
    assert said(reply) == "I knocked 3 times."
    assert reply.action is not None
    assert reply.action == Action("doors", "done", {"knocks": 3}, "I knocked 3 times.")


def test_only_a_yes_acts_and_only_once(responder: DialogueResponder, doors: Doors) -> None:
    dialogue = Dialogue()
    assert said(responder.respond(heard("open", "door_open"), dialogue)) == "Really open it?"
    assert said(responder.respond(heard("yes"), dialogue)) == "The door is open."
    responder.respond(heard("yes"), dialogue)
    assert doors.opened == 1


@pytest.mark.parametrize(
    "answer",
    [
        heard("no"),
        heard("no thanks", "general_negate"),
        heard("mumble"),
        heard("knock", "door_knock"),
        heard("excellent", "general_affirm"),
        heard("yes but not now", "general_affirm"),
        heard("whatever", "general_dontcare"),
        heard("the weather is right", "general_quirky"),
        heard("never mind", "general_cancel"),
    ],
    ids=lambda understanding: understanding.text,
)
def test_anything_else_drops_the_question(
    responder: DialogueResponder, doors: Doors, answer: Understanding
) -> None:
    dialogue = Dialogue()
    responder.respond(heard("open", "door_open"), dialogue)
    responder.respond(answer, dialogue)
    assert dialogue.question is None
    responder.respond(heard("yes", "general_affirm"), dialogue)
    assert doors.opened == 0


def test_low_confidence_names_what_was_understood_and_then_acts(
    responder: DialogueResponder, doors: Doors
) -> None:
    dialogue = Dialogue()
    reply = responder.respond(heard("open the door", "door_knock", "confirm"), dialogue)
    assert said(reply) == "Do you want me to open the door?"
    assert reply.action is not None and reply.action.status == "asked"
    assert said(responder.respond(heard("yes please", "general_affirm"), dialogue)) == "I knocked 3 times."


def test_confirming_what_asks_itself_asks_twice(responder: DialogueResponder, doors: Doors) -> None:
    dialogue = Dialogue()
    responder.respond(heard("open", "door_open", "confirm"), dialogue)
    assert said(responder.respond(heard("yes"), dialogue)) == "Really open it?"
    assert doors.opened == 0
    responder.respond(heard("yes"), dialogue)
    assert doors.opened == 1


def test_an_open_question_reads_its_answer(responder: DialogueResponder) -> None:
    dialogue = Dialogue()
    responder.respond(heard("which", "door_which"), dialogue)
    assert said(responder.respond(heard("back"), dialogue)) == "The back door."
    responder.respond(heard("which", "door_which"), dialogue)
    assert said(responder.respond(heard("sideways"), dialogue)) == "Sorry, I didn't understand that."


def test_a_skill_that_raises_is_logged_and_the_conversation_goes_on(
    responder: DialogueResponder, caplog: pytest.LogCaptureFixture
) -> None:
    dialogue = Dialogue()
    with caplog.at_level(logging.ERROR):
        reply = responder.respond(heard("break it", "door_break"), dialogue)
    assert reply.action is not None and reply.action.status == "failed"
    assert said(reply) == "Sorry, something went wrong and I couldn't do that."
    assert "ZeroDivisionError: the hinge" in caplog.text
    assert said(responder.respond(heard("jam", "door_jam"), dialogue)) == "Sorry, the door is stuck."
    assert said(responder.respond(heard("knock", "door_knock"), dialogue)) == "I knocked 3 times."


def test_rejected_utterances_are_answered_honestly_with_more_help_each_time(
    responder: DialogueResponder,
) -> None:
    dialogue = Dialogue()
    replies = [said(responder.respond(heard("blub"), dialogue)) for _ in range(3)]
    assert len(set(replies)) == 3
    assert "help" in replies[2]
    responder.respond(heard("knock", "door_knock"), dialogue)
    assert said(responder.respond(heard("blub"), dialogue)) == replies[0]
    unhappy = responder.respond(heard("blub", sentiment="negative"), Dialogue())
    assert said(unhappy).startswith("I'm really sorry")
    assert unhappy.action is None


@pytest.mark.parametrize(
    ("intent", "skill", "word"),
    [
        ("email_sendemail", "email", "Email"),
        ("weather_query", "weather", "weather"),
        ("takeaway_order", "takeaway", "food"),
        ("qa_currency", "currency", "Exchange"),
        ("qa_stock", "stocks", "Stock"),
        ("qa_factoid", "knowledge", "don't know"),
        ("coffeebar_order", "coffeebar", "nothing is set up"),
    ],
)
def test_what_no_skill_answers_is_said_in_one_sentence(
    responder: DialogueResponder, intent: str, skill: str, word: str
) -> None:
    reply = responder.respond(heard("x", intent), Dialogue())
    assert reply.action is not None
    assert (reply.action.skill, reply.action.status) == (skill, "unavailable")
    sentences = list(reply.sentences)
    assert len(sentences) == 1 and word in sentences[0]


def test_every_domain_of_hwu64_has_its_own_sentence(responder: DialogueResponder, shared_data: Any) -> None:
    for file in shared_data("hwu64").glob("*.csv"):
        if not file.stem.startswith("general_"):
            reply = responder.respond(heard("x", file.stem), Dialogue())
            assert "I understood that, but" not in said(reply), file.stem


def test_the_generator_says_facts_and_small_talk(doors: Doors, tmp_path: Path) -> None:
    profile = Profile(Database(tmp_path / "b.sqlite3"))
    responder = DialogueResponder((doors,), Echo(), Words(), profile, lambda: NOW)
    dialogue = Dialogue()
    assert said(responder.respond(heard("knock", "door_knock"), dialogue)) == "<I knocked 3 times.>"
    # questions are never left to a generator's words
    assert said(responder.respond(heard("open", "door_open"), dialogue)) == "Really open it?"
    assert (
        said(responder.respond(heard("cats are fine", "general_quirky"), dialogue))
        == "Well, cats are fine. Indeed."
    )


def test_an_unhappy_owner_hears_regret(responder: DialogueResponder) -> None:
    assert said(responder.respond(heard("mail", "email_query", sentiment="negative"), Dialogue())).startswith(
        "I'm sorry."
    )
    assert said(responder.respond(heard("knock", "door_knock", sentiment="negative"), Dialogue())).startswith(
        "Of course."
    )


def test_the_home_towns_time_is_the_owners_time(tmp_path: Path) -> None:
    seen: list[datetime] = []

    class Watch:
        name, intents = "watch", frozenset({"watch"})

        def handle(self, request: Request) -> Result:
            seen.append(request.now)
            return Result({}, "Tick.")

    profile = Profile(Database(tmp_path / "c.sqlite3"))
    skill: Skill = Watch()
    responder = DialogueResponder((skill,), None, None, profile, lambda: NOW)
    responder.respond(heard("x", "watch"), Dialogue())
    profile.set("home_town", "Tokyo")
    responder.respond(heard("x", "watch"), Dialogue())
    assert [moment.hour for moment in seen] == [14, 23]
    assert seen[0] == seen[1]


def test_a_person_in_danger_gets_the_fixed_reply_and_nothing_is_done(doors: Doors, tmp_path: Path) -> None:
    fixed = ("Call 112 now.",)
    responder = DialogueResponder(
        (doors,),
        None,
        None,
        Profile(Database(tmp_path / "a.sqlite3")),
        danger=lambda text: fixed if "bleeding" in text else None,
    )
    dialogue = Dialogue()
    responder.respond(heard("open", "door_open"), dialogue)
    reply = responder.respond(heard("yes, and I'm bleeding"), dialogue)
    assert (tuple(reply.sentences), reply.action) == (fixed, None)
    responder.respond(heard("yes"), dialogue)
    assert doors.opened == 0
