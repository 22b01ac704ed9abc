"""The table's rows of repeat."""

from __future__ import annotations

from typing import Any

import pytest

from models.text.parse import ANY_TIME, scan
from tests.models.text.value_rows import check, rows


@pytest.mark.parametrize("row", rows("repeat"))
def test_the_whole_text_is_read(row: dict[str, Any]) -> None:
    check(row)


@pytest.mark.parametrize(
    ("text", "same"), [("on all weekdays", "every weekday"), ("all the mondays", "every monday")]
)
def test_all_days_are_every_one(text: str, same: str) -> None:
    assert scan.read("repeat", text, ANY_TIME) == scan.read("repeat", same, ANY_TIME) is not None


def test_all_day_repeats_nothing() -> None:
    assert scan.read("repeat", "all day", ANY_TIME) is None


def test_an_exception_that_leaves_out_nothing_is_none() -> None:
    weekdays = scan.read("repeat", "every weekday", ANY_TIME)
    assert scan.read("repeat", "every weekday but not weekends", ANY_TIME) == weekdays
    assert scan.read("repeat", "every day of the week", ANY_TIME) == scan.read("repeat", "daily", ANY_TIME)
