"""The exchanges of a conversation and its open question."""

from __future__ import annotations

from assistant.conversation.dialogue import Dialogue
from assistant.skills.api import Question
from models.types import Understanding


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
    dialogue = Dialogue(question=(question := Question(skill="timers")))
    assert dialogue.take_question() is question
    assert dialogue.take_question() is None
