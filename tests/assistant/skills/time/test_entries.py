"""Entries and their rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.skills.time.entries import COLUMNS, Entry, entry_of, next_of, row_of
from models.text.parse import Recurrence, TimeOfDay

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAILY = Recurrence(tuple(range(7)), times=(TimeOfDay(12, 0, "pm"),))
TIMER = Entry(1, "timer", "", NOON + timedelta(minutes=10), NOON, timedelta(minutes=10))
ALARM = Entry(2, "alarm", "swim", NOON, NOON, timedelta(), wall=NOON.replace(tzinfo=None), rule=DAILY)


@pytest.mark.parametrize("entry", [TIMER, ALARM])
def test_an_entry_is_its_row(entry: Entry) -> None:
    row = row_of(entry)

    assert len(row) == len(COLUMNS)
    assert entry_of(row, NOON) == entry


def test_a_timer_is_called_by_its_length_and_tells_what_is_left() -> None:
    assert (TIMER.called, ALARM.called) == ("10 minute", "swim")
    assert TIMER.remaining(NOON + timedelta(minutes=4)) == timedelta(minutes=6)


def test_what_repeats_has_a_next_time() -> None:
    again = next_of(ALARM, NOON)

    assert again is not None
    assert again.due == NOON + timedelta(days=1)
    assert again.wall == again.due.replace(tzinfo=None)


@pytest.mark.parametrize("rule", ["{", "[]", "{}", '{"days": 7}'])
def test_an_alarm_whose_repetition_cannot_be_read_rings_once(rule: str) -> None:
    assert entry_of((*row_of(ALARM)[:-1], rule), NOON) == replace(ALARM, rule=None)
