"""What is dictated to be remembered."""

from __future__ import annotations

import pytest

from models.text.dictating import clause, of_a_thing, of_another, opening


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
