"""Floors by name, by "upstairs", and by numbers as the house itself counts."""

from __future__ import annotations

import pytest

from assistant.skills.home.floors import floors_named
from assistant.skills.home.house import Floor
from assistant.skills.home.naming import words

BRITISH = ["Ground Floor", "First Floor", "Second Floor", "Cellar"]
AMERICAN = ["Basement", "1st Floor", "2nd Floor"]
PLAIN = ["Downstairs", "Upstairs", "Attic"]


@pytest.mark.parametrize(
    ("house", "phrase", "expected"),
    [
        (BRITISH, "the ground floor", ["Ground Floor"]),
        (BRITISH, "first floor", ["First Floor"]),
        (BRITISH, "downstairs", ["Ground Floor"]),
        (BRITISH, "upstairs", ["First Floor", "Second Floor"]),
        (BRITISH, "top floor", ["Second Floor"]),
        (BRITISH, "basement", ["Cellar"]),
        (BRITISH, "third floor", []),
        (AMERICAN, "first floor", ["1st Floor"]),
        (AMERICAN, "ground floor", ["1st Floor"]),
        (AMERICAN, "upstairs", ["2nd Floor"]),
        (AMERICAN, "floor two", ["2nd Floor"]),
        (PLAIN, "ground floor", ["Downstairs"]),
        (PLAIN, "first floor", []),
        (PLAIN, "loft", ["Attic"]),
        (PLAIN, "upstairs", ["Upstairs"]),
        (PLAIN, "floor", []),
        (PLAIN, "top", []),
        (PLAIN, "kitchen", []),
        ([], "upstairs", []),
    ],
)
def test_a_phrase_means_floors(house: list[str], phrase: str, expected: list[str]) -> None:
    floors = [Floor(name.lower(), name) for name in house]
    assert [floor.name for floor in floors_named(words(phrase), floors)] == expected


def test_an_alias_is_a_name() -> None:
    floors = [Floor("a", "Wing", aliases=("East Side",))]
    assert floors_named(words("the east side"), floors) == floors
