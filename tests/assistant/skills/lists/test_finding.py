"""Which notes words are about."""

from __future__ import annotations

import pytest

from assistant.skills.api import Recalled
from assistant.skills.lists.finding import Wanted, matching, nearest, recalled
from assistant.skills.lists.note_store import Note

TEXTS = (
    "the sledge is in the barn",
    "I parked in bay 12",
    "the barn door code is 5521",
    "Olga takes three sugars",
)
NOTES = [Note(number, text, text, 0.0) for number, text in enumerate(TEXTS)]


@pytest.mark.parametrize(
    ("topic", "words", "found"),
    [
        ("the sledge", "where is the sledge", [0]),
        ("", "where did I park", [1]),
        ("the barn door", "what is the code for the barn door", [2]),
        ("the barn", "what did I say about the barn", [0, 2]),
        ("", "how much sugar does Olga take", [3]),
        ("the shed", "where is the shed", []),
    ],
)
def test_matching(topic: str, words: str, found: list[int]) -> None:
    assert [note.id for note in matching(Wanted(topic, words), NOTES)] == found


def test_the_words_around_a_note_find_it_too() -> None:
    note = Note(9, "row f", "remember where we left the caravan row f", 0.0)

    assert matching(Wanted("the caravan", "where is the caravan"), [*NOTES, note]) == [note]


def test_the_nearest_holds_half_of_the_words() -> None:
    assert [note.id for note in nearest(Wanted("the gate code", "what is the gate code"), NOTES)] == [2]
    assert nearest(Wanted("the red gate code", "the red gate code"), NOTES) == []
    assert nearest(Wanted("the loft", "where is the loft"), NOTES) == []


def test_open_questions() -> None:
    assert Wanted("", "what notes do I have").is_open
    assert not Wanted("", "where is the sledge").is_open


def test_how_well_notes_answer_a_question() -> None:
    assert recalled("where is the sledge", NOTES) == Recalled(1, 1)
    assert recalled("who likes the barn door", NOTES) == Recalled(2, 3)
    assert recalled("where is the shed", []) is None
