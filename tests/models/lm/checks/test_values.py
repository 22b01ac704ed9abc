"""When two values say the same."""

import pytest

from models.lm.checks.values import Value, numbered, same, stem, stems


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("Timers", "timer"), ("Anna's", "anna"), ("glass", "glass"), ("is", "is"), ("a.m", "am")],
)
def test_a_stem_has_neither_case_nor_plural(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_words_become_stems_or_numbers() -> None:
    assert stems("the lights The light") == {"the", "light"}
    assert numbered("one two", 1) == {"one": 1, "two": 2}


def test_a_time_without_its_half_of_the_day_does_not_state_one_with_it() -> None:
    evening = Value("time", "7:30 PM", number=1170)
    unsure = Value("time", "19:30", number=1170, sure=False)
    assert same(evening, evening) and same(evening, unsure)
    assert not same(unsure, evening)


def test_a_number_may_be_rounded_to_its_decimals() -> None:
    root = Value("number", "1.41421", number=1.41421, decimals=5)
    assert same(Value("number", "1.414", number=1.414, decimals=3), root)
    assert not same(Value("number", "1", number=1), root)
    assert not same(Value("number", "1.4", number=1.4, decimals=1), root)  # more than half a percent


def test_different_kinds_differ() -> None:
    assert not same(Value("number", "8", number=8), Value("time", "0:08", number=8))
