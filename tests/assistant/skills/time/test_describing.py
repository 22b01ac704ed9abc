"""Alarms and reminders as they are said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.skills.time.describing import TIMERS, entry_said, entry_when, reminded
from assistant.skills.time.entries import Entry
from models.text.parse import Recurrence
from tests.fixtures.skills import Chat


def test_entries_of_a_list(chat: Chat) -> None:
    call = chat.responder.call(chat.dialogue)
    due = call.now.replace(hour=20, minute=0)
    alarm = Entry(1, "alarm", "vet", due, call.now, timedelta())
    again = Entry(
        2, "reminder", "to feed the hens", due, call.now, timedelta(), rule=Recurrence((), 3, "hour")
    )

    assert entry_said(alarm, call) == "the vet one at 8 PM today"
    assert entry_when(again, call) == "every 3 hours"
    assert entry_said(again, call) == "feed the hens every 3 hours"


def test_timers_are_named_by_length_where_they_have_no_name(chat: Chat) -> None:
    call = chat.responder.call(chat.dialogue)
    timer = Entry(1, "timer", "", call.now + timedelta(minutes=4), call.now, timedelta(minutes=10))

    assert TIMERS.label(timer, call) == "the 10 minute timer"
    assert TIMERS.names(timer, call)[-1] == "with 4 minutes left"


@pytest.mark.parametrize(("name", "said"), [("to feed the hens", "to feed the hens"), ("choir", "“choir”")])
def test_what_a_reminder_is_about(name: str, said: str) -> None:
    assert reminded(name) == said
