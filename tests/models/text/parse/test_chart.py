"""Readings of stretches by a small grammar."""

from __future__ import annotations

from typing import Any

from models.text.parse.chart import IMPOSSIBLE, UNKNOWN, Grammar, ParseChart

GRAMMAR = Grammar(
    r"""
    sum: _term ("+" _term)*
    _term: number | pair
    number: DIGITS
    pair: number number
    DIGITS: /\d/
    %import common.WS
    %ignore WS
    """,
    ["sum"],
)


def compute(name: str, parts: tuple[Any, ...]) -> Any:
    match name:
        case "number":
            return IMPOSSIBLE if parts[0] == "9" else UNKNOWN if parts[0] == "8" else int(parts[0])
        case "pair":
            return 10 * parts[0] + parts[1]
    return sum(parts)


def readings(text: str, start: int = 0) -> dict[int, list[Any]]:
    found = ParseChart(GRAMMAR, text, compute).readings("sum", start)
    return {end: [value for (value,) in each] for end, each in found.items()}


def test_every_stretch_from_a_place_is_read() -> None:
    assert readings("1 + 2+3") == {1: [1], 5: [3], 7: [6]}
    assert readings("1 + 2+3", 4) == {5: [2], 7: [5]}
    assert readings("4 2 + 1") == {1: [4], 3: [42], 7: [43]}
    assert readings("x") == {}


def test_an_impossible_part_makes_the_whole_impossible_and_an_unknown_one_drops_it() -> None:
    assert readings("1 + 9") == {1: [1], 5: [IMPOSSIBLE]}
    assert readings("1 + 8") == {1: [1]}


def test_different_readings_are_kept_and_equal_ones_are_one() -> None:
    grammar = Grammar(
        """
        top: left | right | same
        left: "a"
        right: "a"
        same: "a"
        """,
        ["top"],
    )

    def value(name: str, parts: tuple[Any, ...]) -> Any:
        return parts[0] if parts else {"left": 1, "right": 2, "same": 2}[name]

    found = ParseChart(grammar, "a", value).readings("top", 0)
    assert found == {1: [(1,), (2,)]}
