"""Distances of days and moments as they are said, and the next change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dateutil.relativedelta import relativedelta

from models.text import say
from models.text.say_lists import count, join

_SECONDS = {"hour": 3600, "minute": 60, "second": 1}
_LONGEST_YEAR_DAYS = 366


def elapsed(first: datetime, last: datetime) -> timedelta:
    """The time between two moments, counted in UTC."""
    return last.astimezone(UTC) - first.astimezone(UTC)


def between(first: datetime, last: datetime, unit: str) -> str:
    """The time between two moments: "4 hours and 35 minutes", in one unit where one is asked for."""
    apart = abs(elapsed(first, last))
    if unit not in _SECONDS:
        # seconds are of no interest before a time of day
        return say.duration(timedelta(minutes=round(apart.total_seconds() / 60)))
    if unit == "hour":
        hours, minutes = divmod(round(apart.total_seconds() / 60), 60)
        return _parts((hours, "hour"), (minutes, "minute"))
    amount = apart.total_seconds() / _SECONDS[unit]
    said = say.number(amount, 1)
    return f"{said} {unit}{'' if said == '1' else 's'}"


def apart(first: date, last: date, unit: str) -> str:
    """The distance of two days: "33 days", "8 weeks and 2 days", "3 months and 5 days"."""
    first, last = min(first, last), max(first, last)
    days = (last - first).days
    if unit == "week":
        return _parts((days // 7, "week"), (days % 7, "day"))
    if unit in ("month", "year"):
        distance = relativedelta(last, first)
        if unit == "month":
            return _parts((12 * distance.years + distance.months, "month"), (distance.days, "day"))
        return _parts((distance.years, "year"), (distance.months, "month"), (distance.days, "day"))
    return count(days, "day")


def _parts(*parts: tuple[int, str]) -> str:
    said = [count(amount, unit) for amount, unit in parts if amount]
    return join(said) if said else count(0, parts[0][1])


def midnight(day: date, zone: tzinfo | None) -> datetime:
    """The beginning of a day."""
    return datetime.combine(day, time(), zone)


def clock_change(now: datetime) -> tuple[date, timedelta] | None:
    """The next day on which the clocks change, and how far forward; None where they do not within a year."""
    for ahead in range(_LONGEST_YEAR_DAYS):
        day = now.date() + timedelta(days=ahead)
        before = midnight(day, now.tzinfo).utcoffset()
        after = midnight(day + timedelta(days=1), now.tzinfo).utcoffset()
        if before is not None and after is not None and before != after:
            return day, after - before
    return None
