"""Answers of the clock and the calendar, as sentences."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from assistant.skills.time.telling import told
from models.text import places
from models.text.parse.asked import CheckAsked, DayAsked, DistanceAsked, NowAsked
from models.text.parse.clock import TimeOfDay

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=ZoneInfo("Europe/London"))


def test_now_here_and_elsewhere() -> None:
    tokyo = places.find("tokyo")
    assert tokyo is not None

    assert told(NowAsked(()), NOW, None, hours24=True).sentence == "It's 14:45."
    there = NOW.astimezone(tokyo.zone)
    assert told(NowAsked(("date",)), there, tokyo, hours24=False).sentence == (
        "It's Sunday, November 22, 2026 in Tokyo."
    )
    assert told(NowAsked(("day_of_year",)), NOW, None, hours24=False).sentence == (
        "It's the 326th day of the year."
    )
    assert told(NowAsked(("quarter",)), NOW, None, hours24=False).sentence == "It's the 4th quarter."


def test_days_past_and_to_come() -> None:
    easter = DayAsked(date(2026, 4, 5), "any", "easter")

    assert told(easter, NOW, None, hours24=False).sentence == "Easter was on Sunday, April 5."
    past = DistanceAsked(None, date(2026, 11, 2), "day")
    assert told(past, NOW, None, hours24=False).sentence == "Monday, November 2 was 20 days ago."


def test_checks() -> None:
    quarter_to_three = CheckAsked(TimeOfDay(2, 45))

    assert told(quarter_to_three, NOW, None, hours24=False).sentence == "Yes, it's 2:45 PM."
    assert told(CheckAsked((5, 6)), NOW, None, hours24=False).sentence == "Yes, it's Sunday, November 22."
