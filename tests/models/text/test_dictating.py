"""What is dictated to be remembered."""

from __future__ import annotations

import pytest

from models.text.dictating import clause, fact, of_a_thing, of_another, opening


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("remember I put the tent in the loft", "I put the tent in the loft"),
        ("Please remember that Noor hates figs, thanks.", "Noor hates figs"),
        ("make a note: the meter reads 70", "the meter reads 70"),
        ("could you keep in mind that I owe Ben a pint", "I owe Ben a pint"),
        ("remember to ring Ben", None),
        ("remember when we met", None),
        ("I remember that", None),
    ],
)
def test_the_clause(text: str, expected: str | None) -> None:
    assert clause(text) == expected
    assert (opening(text) is None) == (expected is None)


def test_the_subject_may_be_another() -> None:
    assert of_another("my uncle lives in Bonn")
    assert of_another("where does our landlord live")
    assert not of_another("my name is Noor")
    assert not of_another("my home town is Bonn")
    assert not of_another("I live in Bonn")
    assert of_another("everyone calls him Bob")
    assert not of_another("everyone calls me Bob")


def test_a_thing_is_no_setting() -> None:
    assert of_a_thing("please forget my locker code")
    assert not of_a_thing("forget my nickname")
    assert not of_a_thing("forget my data")
    assert not of_a_thing("forget everything about me")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("my sister's birthday is the ninth of March", "my sister's birthday is the ninth of March"),
        ("Our wifi password is swordfish.", "Our wifi password is swordfish"),
        ("so my locker code is 1729!", "my locker code is 1729"),
        ("my mum’s phone number’s 555 0199", "my mum’s phone number’s 555 0199"),
        ("my son's favourite colour is red", "my son's favourite colour is red"),
    ],
)
def test_a_fact_is_dictated_without_a_word_for_it(text: str, told: str) -> None:
    assert fact(text) == clause(text) == told
    assert opening(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "my name is Noor", "my home address is 5 Low Lane", "my favourite colour is red",
        "my sister's birthday is when?", "is my sister's birthday in March", "the door code is 1729",
        "my alarm code is 1729", "my wife's name", "my sister lives in Bonn",
    ],
)  # fmt: skip
def test_other_texts_tell_no_fact_to_be_kept(text: str) -> None:
    assert fact(text) is None
