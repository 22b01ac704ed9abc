"""What questions ask of things."""

from __future__ import annotations

import pytest

from models.text.things_asked import Asked, asks_of, means_the_only_one, names_with_more, naming_words


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("How much longer must I knead for?", {"time"}),
        ("how long has the essay got", {"time"}),
        ("how long until the swim is over", {"time"}),
        ("how many more minutes must the jam cook", {"time"}),
        ("when am I ringing the plumber", {"time"}),
        ("so when's choir practice?", {"time"}),
        ("what do I need for the picnic", {"contents"}),
        ("what's happening on Tuesday", {"contents", "day"}),
        ("what am I doing tomorrow", {"day"}),
        ("how long do eggs take to boil", set()),
        ("how long do I boil eggs until they take no more heat", set()),
        ("how long did the essay take", set()),
        ("when was the swim", set()),
        ("where is the plumber", set()),
        ("do you like jam", set()),
    ],
)
def test_the_form_of_a_question_tells_what_it_asks(text: str, asked: set[Asked]) -> None:
    assert asks_of(text) == asked


@pytest.mark.parametrize(
    ("text", "only_one"),
    [
        ("when does mine go off", True),
        ("how long have I got left", True),
        ("how much longer?", True),
        ("when can we leave", False),
        ("how long have you got left", False),
        ("when did it ring", False),
    ],
)
def test_what_rings_or_runs_needs_no_name(text: str, only_one: bool) -> None:
    assert means_the_only_one(text) is only_one


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("when is the sauna session", True),
        ("how long until the sauna session ends", True),
        ("when does the sauna open", False),
        ("when are you in the mood for a sauna", False),
    ],
)
def test_words_may_stand_beside_a_name(text: str, more: bool) -> None:
    assert names_with_more(text) is more


def test_words_of_asking_name_nothing() -> None:
    assert list(naming_words("How long until the sauna session ends?")) == ["sauna", "session"]
    assert list(naming_words("what's planned for Saturday", [(19, 27)])) == []
    assert "mark" in naming_words("when am I marking")["marking"]
