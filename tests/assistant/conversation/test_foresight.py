"""What an utterance so far would mean, and that nothing comes of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.foresight import RememberingClassifier
from assistant.conversation.loop import Conversation
from assistant.speaking.sinks import PrintSink
from assistant.turn import Recognition, Turn
from models.types import Message, Reply, Transcript, Understanding
from tests.fixtures.commands import command


class Kettle:
    """Understands what to boil, and counts the texts that it was asked about."""

    intents = ("boil",)

    def __init__(self) -> None:
        self.asked: list[str] = []

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        self.asked.append(text)
        if text == "broken":
            raise ValueError("no weights")
        given = command(text, "boil" if "boil" in text else None)
        return Understanding(text, given.intent, 0.9, given.decision, slots=(), commands=(given,))


class Boiled:
    """Remembers what it was told to do."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        self.done.append(understanding.text)
        return Reply(("Done.",))


def test_what_was_foreseen_is_not_understood_again() -> None:
    kettle, responder, turns = Kettle(), Boiled(), list[Turn]()
    classifier = RememberingClassifier(kettle)
    assert classifier.intents == ("boil",)
    conversation = Conversation(classifier, responder, PrintSink(), Dialogue())
    conversation.foresee(Transcript("boil"))
    conversation.foresee(Transcript("boil water"))
    assert not responder.done and not conversation.dialogue.exchanges
    conversation.run([Recognition("test", Transcript("boil water"))], turns.append)
    assert turns[0].reply == "Done." and responder.done == ["boil water"]
    assert kettle.asked == ["boil", "boil water"]


@pytest.mark.parametrize("text", ["", "boil " * 500, "broken"])
def test_what_cannot_be_understood_is_left_to_its_turn(text: str) -> None:
    kettle = Kettle()
    Conversation(kettle, None, None, Dialogue()).foresee(Transcript(text))
    assert kettle.asked == (["broken"] if text == "broken" else [])
