"""The loop asks back about what was half heard, whatever stage it ends with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.conversation.loop import Conversation
from assistant.conversation.responder import DialogueResponder
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog
from assistant.skills.domain.own_domain import OwnDomain
from assistant.speaking.sinks import PrintSink
from assistant.turn import Recognition, Turn, as_json
from models.nlu.decision import ConfirmationPolicy
from models.nlu.domain import DomainDescription, DomainSentence
from models.types import Message, Reply, Transcript, Understanding
from tests.fixtures.commands import command, understood
from tests.fixtures.lamps import Lamps

TEA = DomainDescription(
    name="tea",
    replies={"order": "One tea, coming up."},
    sentences=(DomainSentence(text="a tea please", intent="order"),),
)


class Tea:
    """Understands that tea is wanted, and a yes as nothing."""

    intents = ("order",)

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        given = command(text, "order" if "tea" in text else None)
        return Understanding(text, given.intent, 0.9, given.decision, slots=(), commands=(given,))


def test_what_was_half_heard_is_asked_about_and_done_after_a_yes(tmp_path: Path) -> None:
    database = Database(tmp_path / "tea.sqlite3")
    gate = Gate([OwnDomain(TEA, database)], UndoLog(database), Plans(database))
    responder = DialogueResponder(gate, None, None, Profile(database))
    conversation = Conversation(Tea(), responder, PrintSink(), Dialogue(), ConfirmationPolicy(TEA))
    turns: list[Turn] = []
    heard = (("a tea please", 0.9), ("a tea please", 0.2), ("yes", 0.9))
    conversation.run((Recognition("test", Transcript(text, sure)) for text, sure in heard), turns.append)
    said = [(line["decision"], line["reply"]) for line in (as_json(turn, "reply") for turn in turns)]
    assert said == [
        ("act", "One tea, coming up."),
        ("confirm", "Did you say: a tea please?"),
        ("reject", "One tea, coming up."),
    ]


def test_it_is_the_decision_that_is_printed_where_nothing_is_answered() -> None:
    conversation = Conversation(Tea(), None, None, Dialogue(), ConfirmationPolicy(TEA))
    turns: list[Turn] = []
    conversation.run([Recognition("test", Transcript("we saw the team eat tea", 0.8))], turns.append)
    line = as_json(turns[0], "understanding")
    assert (line["decision"], line["intent"], line["slots"]) == ("confirm", "order", [])


def test_a_line_that_is_too_long_is_rejected_and_forgotten() -> None:
    dialogue = Dialogue()
    turns: list[Turn] = []
    conversation = Conversation(Tea(), None, PrintSink(), dialogue)
    line = "tea " * 500
    conversation.run((Recognition("test", Transcript(text)) for text in (line, line + "x")), turns.append)
    first, second = (as_json(turn, "reply") for turn in turns)
    assert (first["decision"], first["intent"]) == ("act", "order")
    assert (second["decision"], second["intent"], second["slots"]) == ("reject", None, [])
    assert [(c["decision"], c["start"], c["end"]) for c in second["commands"]] == [("reject", 0, 2001)]
    assert "2,000 characters" in second["reply"]
    assert dialogue.exchanges == []


class Listener:
    """Understands nothing and keeps the context of every text."""

    intents = ()

    def __init__(self) -> None:
        self.contexts: list[list[tuple[str, str]]] = []

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        self.contexts.append([(message.role, message.text) for message in context])
        return Understanding(text, None, 0.9, "reject", slots=())


class Echo:
    """Says each text again."""

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        return Reply((f"{understanding.text}!",))


def test_the_previous_exchange_is_the_context() -> None:
    listener, texts = Listener(), ("one", "two", "three")
    conversation = Conversation(listener, Echo(), PrintSink(), Dialogue())
    conversation.run((Recognition("test", Transcript(text)) for text in texts), lambda _: None)
    assert listener.contexts == [
        [], [("user", "one"), ("assistant", "one!")], [("user", "two"), ("assistant", "two!")],
    ]  # fmt: skip


def test_what_was_understood_is_told_before_the_reply() -> None:
    told: list[str | None] = []
    conversation = Conversation(
        Listener(), Echo(), PrintSink(), Dialogue(), understood=lambda turn: told.append(turn.reply)
    )
    conversation.run([Recognition("test", Transcript("hello"))], lambda turn: told.append(turn.reply))
    assert told == [None, "hello!"]


def test_without_replies_each_utterance_stands_alone() -> None:
    listener = Listener()
    conversation = Conversation(listener, None, None, Dialogue())
    conversation.run((Recognition("test", Transcript(text)) for text in ("one", "two")), lambda _: None)
    assert listener.contexts == [[], []]


def test_a_badly_heard_sentence_does_nothing_and_keeps_the_question_open(tmp_path: Path) -> None:
    database, lamps = Database(tmp_path / "lamps.sqlite3"), Lamps()
    gate = Gate([lamps], UndoLog(database), Plans(database))
    dialogue = Dialogue()
    responder = DialogueResponder(gate, None, None, Profile(database))
    conversation = Conversation(Den(), responder, PrintSink(), dialogue)
    turns: list[Turn] = []
    heard = (("sell the den", 0.9), ("sell the den", 0.2), ("yes", 0.3), ("yes", 0.9))
    conversation.run((Recognition("test", Transcript(text, sure)) for text, sure in heard), turns.append)
    asked, *unheard, sold = [as_json(turn, "reply") for turn in turns]
    for line in unheard:
        assert line["reply"] == "Sorry, I didn't catch that."
        assert (line["decision"], line["intent"], line["slots"], line["action"]) == ("reject", None, [], None)
    assert asked["decision"] == "act" and sold["action"]["status"] == "done" and lamps.sold == ["den"]
    # the question stays the context of the answer
    assert [exchange.user for exchange in dialogue.exchanges] == ["sell the den", "yes"]


class Den:
    """Understands that the lamp of the den is for sale, and yes."""

    intents = ("lamp_sell",)

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        if text == "yes":
            return understood(command(text, "general_affirm"))
        return understood(command(text, "lamp_sell", ("house_place", "den")))


class Lister:
    """Marks the items and lists of a text that it knows."""

    intents = ("lists_createoradd",)

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        known = (
            ("item", "ham"),
            ("list_name", "food"),
            ("item", "paint"),
            ("list_name", "tool"),
            ("date", "Friday"),
        )
        given = command(text, "lists_createoradd", *((name, word) for name, word in known if word in text))
        return Understanding(text, given.intent, 0.9, "act", slots=given.slots, commands=(given,))


class Commands:
    """Says each command again."""

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        return Reply(tuple(f"<{one.text}>" for one in understanding.commands))


def test_what_is_reported_are_the_commands_in_the_words_that_were_said() -> None:
    conversation = Conversation(Lister(), Commands(), PrintSink(), Dialogue())
    turns: list[Turn] = []
    said = ("put ham on the food list and paint on the tool list", "on Monday, sorry, Friday")
    conversation.run((Recognition("test", Transcript(text)) for text in said), turns.append)
    lists, day = (as_json(turn, "reply") for turn in turns)
    assert [one["text"] for one in lists["commands"]] == [
        "put ham on the food list",
        "paint on the tool list",
    ]
    assert lists["reply"] == "<put ham on the food list> <paint on the tool list>"
    assert (day["transcript"], day["reply"]) == (said[1], "<on Friday>")
    ((slot,),) = (one["slots"] for one in day["commands"])
    assert said[1][slot["start"] : slot["end"]] == slot["text"] == "Friday"


class Broken:
    """Fails, corrects, or asks, by its words."""

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        if "fail" in understanding.text:
            raise RuntimeError("lost the thread")
        return Reply(("Sorry.",), corrects="wrong" in understanding.text)


def test_failures_and_corrections_are_told() -> None:
    turns: list[Turn] = []
    conversation = Conversation(Listener(), Broken(), PrintSink(), Dialogue())
    texts = ("hello", "fail", "that is wrong")
    conversation.run((Recognition("test", Transcript(text)) for text in texts), turns.append)
    assert [(turn.failed, turn.corrects, turn.interrupted) for turn in turns] == [
        (False, False, False),
        (True, False, False),
        (False, True, False),
    ]
