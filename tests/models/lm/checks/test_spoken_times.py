"""Spoken times and dates among words and numbers."""

import pytest

from models.lm.checks.spoken_times import dates, times
from models.lm.checks.spoken_values import read
from models.lm.checks.values import Value


@pytest.mark.parametrize(
    ("text", "minutes", "sure"),
    [
        ("half past seven", 450, False),
        ("half past seven in the evening", 1170, True),
        ("quarter to six", 345, False),
        ("ten minutes to six", 350, False),
        ("seven thirty pm", 1170, True),
        ("seven o'clock", 420, False),
        ("seven at night", 1140, True),
        ("noon", 720, True),
    ],
)
def test_a_spoken_time(text: str, minutes: int, sure: bool) -> None:
    (value,) = read(text)
    assert (value.kind, value.number, value.sure, value.text) == ("time", minutes, sure, text)


def test_two_numbers_are_no_time_without_a_part_of_the_day() -> None:
    assert [value.kind for value in read("seven thirty")] == ["number", "number"]


def test_the_part_of_a_day_stays_beside_its_day() -> None:
    time, *words = read("at seven tomorrow morning")[1:]
    assert (time.number, time.sure) == (420, True)
    assert [word.word for word in words] == ["tomorrow", "morning"]


@pytest.mark.parametrize(
    "text", ["November 22", "November the 22nd", "the twenty-second of November", "22 November"]
)
def test_a_date_in_any_wording(text: str) -> None:
    assert [value.number for value in read(text) if value.kind == "date"] == [1122]


def test_values_without_times_and_dates_stay() -> None:
    values = [Value("word", "Lamps", word="lamp"), Value("number", "45", number=45)]
    assert times(values) == dates(values) == values
