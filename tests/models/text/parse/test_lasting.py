from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from models.text.parse import Context
from models.text.parse.asked import DistanceAsked, MomentAsked
from models.text.parse.lasting import read_lasting

NOW = Context(datetime(2026, 11, 26, 17, 0, tzinfo=UTC), UTC)


@pytest.mark.parametrize(
    ("text", "begins", "lasts", "asked"),
    [
        (
            "if I put them on at half past five for forty minutes when would they be done",
            "17:30",
            40,
            "18:10",
        ),
        ("the roast goes in at noon and needs two and a half hours when is it ready", "12:00", 150, "14:30"),
        ("I put the bread in at ten past four. It needs 35 minutes. When is it done?", "16:10", 35, "16:45"),
        ("if I start now when will I be done if it takes 3 hours", "17:00", 180, "20:00"),
        ("I have to be there at nine and it takes 45 minutes. When should I leave?", "21:00", -45, "20:15"),
        ("dinner's at seven and it takes an hour so when do I need to put it in", "19:00", -60, "18:00"),
    ],
)
def test_what_lasts_ends_or_begins(text: str, begins: str, lasts: int, asked: str) -> None:
    found = read_lasting(text, NOW)

    assert isinstance(found, MomentAsked)
    assert found.start.strftime("%H:%M") == begins
    assert found.moment - found.start == timedelta(minutes=lasts)
    assert found.moment.strftime("%H:%M") == asked


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("how much sleep do I get if I go to bed at ten and get up at six", 8),
        (
            "if I set my alarm for three in the morning and go to bed at nine tonight how much sleep is that",
            6,
        ),
        ("I work from nine till half past five, how many hours is that", 8.5),
        ("my shift is from 7 pm to 3:30 am how long is that", 8.5),
    ],
)
def test_how_long_it_is_between_two_times(text: str, hours: float) -> None:
    found = read_lasting(text, NOW)

    assert isinstance(found, DistanceAsked)
    assert isinstance(found.first, datetime)
    assert isinstance(found.last, datetime)
    assert found.last - found.first == timedelta(hours=hours)


@pytest.mark.parametrize(
    "text",
    [
        "when is my 20 minute timer done",
        "set a timer for 20 minutes and an alarm for six",
        "when do I have to leave",
        "how long is left on the six o'clock alarm",
        "what time is it at ten",
    ],
)
def test_other_questions_are_none_of_it(text: str) -> None:
    assert read_lasting(text, NOW) is None
