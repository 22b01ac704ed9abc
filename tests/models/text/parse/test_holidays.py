"""Holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.text import parse

NOW = parse.Context(datetime(2026, 11, 22, 14, 45, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("boxing day", date(2026, 12, 26)),
        ("next easter monday", date(2027, 3, 29)),
        ("good friday 2028", date(2028, 4, 14)),
        ("last christmas", date(2025, 12, 25)),
        ("thanksgiving", date(2026, 11, 26)),
        ("thanksgiving 2027", date(2027, 11, 25)),
        ("saint patrick's day", date(2027, 3, 17)),
        ("st patrick day", date(2027, 3, 17)),
        ("the day before christmas eve", date(2026, 12, 23)),
    ],
)
def test_a_holiday_is_the_next_one(text: str, day: date) -> None:
    assert parse.value("date", text, NOW) == day
