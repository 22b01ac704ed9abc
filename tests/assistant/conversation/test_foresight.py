"""What an utterance so far would mean, and that nothing comes of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.conversation import foresight
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


class SlowKettle(Kettle):
    """Understands once it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        found = super().understand(text, context)
        assert self.may.wait(10)
        return found


def test_what_another_thread_is_computing_is_waited_for() -> None:
    kettle = SlowKettle()
    classifier = RememberingClassifier(kettle)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(classifier.understand, "boil") for _ in range(2)]
        kettle.may.set()
        assert both[0].result(10) is both[1].result(10)
    assert kettle.asked == ["boil"]


def test_a_thread_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "BEGUN_S", 0.1)
    kettle = SlowKettle()
    classifier = RememberingClassifier(kettle)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(classifier.understand, "boil")
        while not kettle.asked:
            time.sleep(0.01)
        second = pool.submit(classifier.understand, "boil")
        while len(kettle.asked) < 2:
            time.sleep(0.01)
        kettle.may.set()
        assert first.result(10) == second.result(10)


def test_errors_are_not_remembered_and_old_texts_are_forgotten() -> None:
    kettle = Kettle()
    classifier = RememberingClassifier(kettle)
    for _ in range(2):
        with pytest.raises(ValueError, match="no weights"):
            classifier.understand("broken")
    for number in range(foresight.REMEMBERED + 1):
        classifier.understand(f"boil {number}")
    asked = len(kettle.asked)
    classifier.understand(f"boil {foresight.REMEMBERED}")
    assert len(kettle.asked) == asked
    classifier.understand("boil 0")
    assert len(kettle.asked) == asked + 1
