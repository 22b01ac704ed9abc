"""The table's rows of date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from models.text.parse import Context, value
from tests.models.text.value_rows import check, rows


@pytest.mark.parametrize("row", rows("date"))
def test_the_whole_text_is_read(row: dict[str, Any]) -> None:
    check(row)


JUNE = Context(datetime(2026, 6, 20, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("two weeks after the last day of February 2028", date(2028, 3, 14)),
        ("ten days before the end of March 2027", date(2027, 3, 21)),
        ("three weeks after the first Monday of August", date(2026, 8, 24)),
        ("seventy days after the first of May", date(2026, 7, 10)),
        ("90 days after March 3", date(2027, 6, 1)),
        ("a week before 4 July 2027", date(2027, 6, 27)),
    ],
)
def test_days_are_counted_from_any_date(text: str, day: date) -> None:
    assert value("date", text, JUNE) == day
