from __future__ import annotations

import pytest

from models.text.chance import Chance, left_to_chance


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Flip a coin for me, heads I hoover, tails I don't.", Chance("coin")),
        ("heads or tails", Chance("coin")),
        ("could you toss a coin", Chance("coin")),
        ("roll the dice", Chance("dice", 1, 6)),
        ("roll two dice please", Chance("dice", 1, 6, 2)),
        ("roll a twenty sided die", Chance("dice", 1, 20)),
        ("roll 3 d20", Chance("dice", 1, 20, 3)),
        ("pick a number between one and ten", Chance("number", 1, 10)),
        ("give me a random number from 5 to 50", Chance("number", 5, 50)),
        ("give me a random number", Chance("number", 1, 100)),
        ("choose between tea, coffee or cocoa", Chance("choice", options=("tea", "coffee", "cocoa"))),
    ],
)
def test_what_is_left_to_chance(text: str, asked: Chance) -> None:
    assert left_to_chance(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "I flipped a coin yesterday",
        "roll down the blinds",
        "roll a thousand dice",
        "what number is my bus",
        "give me a number",
        "pick the pasta timer",
        "put a coin on the shopping list",
    ],
)
def test_other_texts_leave_nothing_to_chance(text: str) -> None:
    assert left_to_chance(text) is None
