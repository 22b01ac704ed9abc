"""What is said about lists and their items."""

from __future__ import annotations

import pytest

from assistant.skills.lists import telling

KEPT = ["glue", "red paint", "nails"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "You have no lists yet."),
        (["diy"], "You have 1 list: diy."),
        (["diy", "pet"], "You have 2 lists: diy and pet."),
    ],
)
def test_lists(names: list[str], said: str) -> None:
    assert telling.lists(names).sentence == said


def test_contents() -> None:
    def of(kept: list[str], out: list[str], place: int | None = None) -> str:
        return telling.contents("diy", kept, out, place).sentence

    assert of(KEPT, []) == "You have 3 things on your diy list: glue, red paint and nails."
    assert of(KEPT, ["glue"]) == "You have 2 things on your diy list: red paint and nails."
    assert of(["glue"], ["glue"]) == "Nothing else is on your diy list."
    assert of([], []) == "Your diy list is empty."
    assert of(KEPT, [], 1) == "Number 2 on your diy list is red paint."


@pytest.mark.parametrize(
    ("things", "removed", "said"),
    [
        (["paint"], False, "Yes, red paint is on your diy list."),
        (["paint"], True, "No, red paint is still on your diy list."),
        (["tape"], False, "No, tape is not on your diy list."),
        (["tape"], True, "Yes, tape is not on your diy list."),
        (["glue", "tape"], False, "Glue is on your diy list, but tape is not on it."),
    ],
)
def test_whether(things: list[str], removed: bool, said: str) -> None:
    assert telling.whether(things, KEPT, "diy", removed=removed).sentence == said


def test_a_place_behind_the_end() -> None:
    result = telling.at_place(KEPT, 3, "diy")

    assert (result.sentence, result.status) == ("Your diy list has only 3 things.", "failed")
    assert telling.at_place(KEPT, -1, "diy").facts["item"] == "nails"
