"""Reviewed utterances become training examples and leave the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.corrections.accept import accept, as_understood, parse_slots
from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance
from models import paths, recordings
from models.errors import InputError
from models.manifest import Example, SlotLabel
from models.nlu.labels import ClosedVocabulary


def test_a_correct_rejection_is_out_of_scope(log: Callable[..., LoggedUtterance]) -> None:
    assert as_understood(log("blah", decision="reject")).out_of_scope
    assert not as_understood(log("hm", 1, decision="confirm")).out_of_scope


def test_sounds_move_to_the_recordings_under_the_speaker(log: Callable[..., LoggedUtterance]) -> None:
    spoken, typed = log("hello", aloud=True), log("good evening", 1)
    accept(spoken, Example(text="hello"), "anna")
    accept(typed, Example(text="good evening"), "anna")
    assert conversation_log.read() == []
    by_text = {one.text: one for one in recordings.read()}
    assert by_text["hello"].speaker == "anna" and by_text["hello"].audio is not None
    assert by_text["good evening"].audio is None
    assert spoken.audio is not None and not (paths.recordings() / spoken.audio).exists()


@pytest.mark.parametrize(
    ("typed", "slots"),
    [
        ("", ()),
        ("size: big", (SlotLabel("size", "large", 2, 5),)),
        ("SIZE2: Big, to: the big one", None),
        ("drink: mocha , size: big", (SlotLabel("size", "large", 2, 5), SlotLabel("drink", "mocha", 14, 19))),
        ("drink: latte", None),
        ("nonsense", None),
        ("size: big, nonsense", None),
        ("a: mocha, b: mocha", None),
    ],
)
def test_typed_slots(typed: str, slots: tuple[SlotLabel, ...] | None) -> None:
    vocabularies = {"size": ClosedVocabulary(values=("small", "large"), synonyms={"large": ("big",)})}
    text = "a big, strong mocha"
    assert text[14:19] == "mocha"
    if slots is None:
        with pytest.raises(InputError):
            parse_slots(text, typed, vocabularies)
    else:
        assert parse_slots(text, typed, vocabularies) == slots


def test_an_example_has_the_language_that_was_heard(log: Callable[..., LoggedUtterance]) -> None:
    accept(replace(log("guten Tag"), language="de"), Example(text="guten Tag"), "anna")
    accept(log("good evening", 1), Example(text="good evening"), "anna")
    assert {one.text: one.language for one in recordings.read()} == {"guten Tag": "de", "good evening": None}
