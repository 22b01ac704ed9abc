"""The next moment of a repetition."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from models.text.parse import Context, Recurrence, value
from models.text.parse.occurrences import following, from_json, to_json

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 22, 14, 45, tzinfo=LONDON)  # a Sunday


def read(words: str) -> Recurrence:
    found = value("repeat", words, Context(NOW, LONDON))
    assert isinstance(found, Recurrence), words
    return found


def moments(words: str, n: int, anchor: datetime = NOW) -> list[str]:
    found: list[str] = []
    after: datetime | None = NOW
    for _ in range(n):
        assert after is not None
        after = following(read(words), after, anchor)
        found.append("never" if after is None else f"{after:%a %d %b %H:%M}")
        if after is None:
            break
    return found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("every day at 7 am", ["Mon 23 Nov 07:00", "Tue 24 Nov 07:00"]),
        ("every day at 6 pm", ["Sun 22 Nov 18:00", "Mon 23 Nov 18:00"]),
        ("every weekday at 6:30 am", ["Mon 23 Nov 06:30", "Tue 24 Nov 06:30"]),
        ("every day except weekends at 7 am", ["Mon 23 Nov 07:00", "Tue 24 Nov 07:00"]),
        ("every other day at 8 am", ["Tue 24 Nov 08:00", "Thu 26 Nov 08:00"]),
        ("every monday and thursday at 9 am", ["Mon 23 Nov 09:00", "Thu 26 Nov 09:00"]),
        ("every month on the 31st at noon", ["Thu 31 Dec 12:00", "Sun 31 Jan 12:00"]),
        ("the first monday of every month at 9 am", ["Mon 07 Dec 09:00", "Mon 04 Jan 09:00"]),
        ("every hour", ["Sun 22 Nov 15:45", "Sun 22 Nov 16:45"]),
    ],
)
def test_next_moments(words: str, expected: list[str]) -> None:
    assert moments(words, 2) == expected


def test_a_time_of_day_stays_when_the_clocks_change() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=LONDON)
    found = following(read("every day at 7 am"), before, before)

    assert found is not None
    assert (found.hour, found.utcoffset()) == (7, datetime(2026, 7, 1, tzinfo=LONDON).utcoffset())


def test_a_skipped_time_is_an_hour_later_on_that_day() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=LONDON)
    found = following(read("every day at 1:30 am"), before, before)

    assert found is not None
    assert f"{found:%d %H:%M}" == "29 02:30"


@pytest.mark.parametrize(
    "words",
    ["every day except weekends at 7 am", "the first monday of every month at 9 am", "every hour"],
)
def test_json(words: str) -> None:
    recurrence = read(words)

    assert from_json(json.loads(json.dumps(to_json(recurrence)))) == recurrence
