"""What a request wants done, in its own words."""

from __future__ import annotations

import pytest

from models.text.deeds import deed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hail me a cab", "hail you a cab"),
        ("Could you please rent a van, I'm moving", "rent a van"),
        ("I want you to ring my aunt", "ring your aunt"),
        ("would you mind ordering some tea", "order some tea"),
        ("text Noor that I'm late", "text Noor"),
        ("wire 20 pounds to Ben", "wire 20 pounds to Ben"),
        ("post on the forum that it works", "post on the forum"),
        ("order fresh flowers", "order fresh flowers"),
        ("tell Noor I'm late", "tell Noor you're late"),
        (
            "reserve two seats at the back of the big hall for the late show tonight",
            "reserve two seats at the back",
        ),
    ],
)
def test_the_verb_and_its_object(text: str, expected: str) -> None:
    assert deed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "what's the score",
        "the blue thing",
        "thank you",
        "pizza",
        "green ideas sleep furiously",
        "tell me more",
        "i see",
        "",
    ],
)
def test_no_verb_for_it(text: str) -> None:
    assert deed(text) is None
