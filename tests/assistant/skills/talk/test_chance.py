"""What chance decides."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.skills.talk.chance import Chances
from tests.fixtures.talk import Table


def test_coins_dice_numbers_and_choices(tmp_path: Path) -> None:
    table = Table(tmp_path, Chances)

    def said(text: str) -> set[str]:
        return {table.ask(text, "general_chance") for _ in range(60)}

    assert said("flip a coin") == {"Heads.", "Tails."}
    assert said("roll a die") == {f"{number}." for number in range(1, 7)}
    assert said("choose between tea and coffee or cocoa") == {"Tea.", "Coffee.", "Cocoa."}
    assert said("pick a number from 3 to 4") == {"3.", "4."}
    for rolled in said("roll two dice"):
        first, second, both = map(int, re.findall(r"\d+", rolled))
        assert first + second == both
