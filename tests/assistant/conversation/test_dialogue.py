"""The exchanges of a conversation and its open question."""

from __future__ import annotations

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.pending import Pending
from assistant.conversation.resolving import Resolved
from assistant.skills.operations import operations
from models.types import Understanding
from tests.fixtures.commands import command
from tests.fixtures.lamps import Lamps


def test_the_latest_exchanges_are_kept_as_spoken() -> None:
    dialogue = Dialogue(longest=2)
    for number in range(3):
        dialogue.add(Understanding(f"question {number}"), f"answer {number}" if number < 2 else "")
    assert [message.text for message in dialogue.messages()] == ["question 1", "answer 1", "question 2"]
    assert dialogue.last_spoken == "answer 1"
    assert dialogue.last_heard == "question 2"


def test_an_empty_dialogue() -> None:
    assert (Dialogue().last_spoken, Dialogue().last_heard, Dialogue().messages()) == (None, None, [])


def test_a_question_is_taken_once() -> None:
    question = Pending(operations(Lamps())[0], Resolved(command("turn it on", "lamp_on")))
    dialogue = Dialogue(question=question)
    assert dialogue.take_question() is question
    assert dialogue.take_question() is None
