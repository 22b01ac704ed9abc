"""Two wordings of a value read as equal values."""

import pytest

from models.lm.checks.spoken_values import read


def values(text: str) -> list[str | float]:
    return [value.word if value.kind == "word" else value.number for value in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eight", [8]),
        ("1,000", [1000]),
        ("a thousand", [1000]),
        ("two hundred and five lamps", [205, "lamp"]),
        ("twenty five", [25]),
        ("five twenty", [5, 20]),
        ("three point one four", [3.14]),
        ("-3 degrees", [-3, "degree"]),
        ("20%", [20, "percent"]),
        ("the 3rd lamp", ["the", 3, "lamp"]),
        ("", []),
    ],
)
def test_numbers(text: str, expected: list[str | float]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "minutes", "sure"),
    [("7:30 PM", 1170, True), ("7 p.m.", 1140, True), ("07:30", 450, True), ("7:30", 450, False)],
)
def test_clock_times(text: str, minutes: int, sure: bool) -> None:
    (value,) = read(text)
    assert (value.kind, value.number, value.sure) == ("time", minutes, sure)


def test_an_iso_date_and_its_time() -> None:
    date, time = read("2026-11-22T19:30:00")
    assert (date.kind, date.number) == ("date", 1122)
    assert (time.kind, time.number, time.at) == ("time", 1170, 11)
