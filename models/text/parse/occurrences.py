"""Repetitions → their next moment, and to and from JSON. Days are those of the owner's calendar.

A time of day stays one when the clocks change: where a day skips it, it is an hour later on that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dateutil import rrule

from models.text.parse.clock import TimeOfDay
from models.text.parse.repeats import Recurrence

_FREQUENCIES = {
    "minute": rrule.MINUTELY, "hour": rrule.HOURLY, "day": rrule.DAILY, "week": rrule.WEEKLY,
    "month": rrule.MONTHLY, "year": rrule.YEARLY,
}  # fmt: skip
_LONGEST = timedelta(days=9 * 366)
"""What does not happen within nine years never happens."""


def following(recurrence: Recurrence, after: datetime, anchor: datetime) -> datetime | None:
    """The first moment of a repetition later than `after`; None where none is left.

    Arguments:
        after: aware, in the owner's zone.
        anchor: the moment from which intervals are counted ("every other day"), aware; its time of day holds
            where the repetition names none.
    """
    zone = after.tzinfo
    if recurrence.unit in ("minute", "hour"):
        step = timedelta(**{f"{recurrence.unit}s": recurrence.interval})
        passed = max(0, (after.astimezone(UTC) - anchor.astimezone(UTC)) // step + 1)
        return (anchor.astimezone(UTC) + passed * step).astimezone(zone)
    clocks = [time(clock.hour, clock.minute) for clock in recurrence.times]
    clocks = clocks or [anchor.astimezone(zone).time().replace(second=0, microsecond=0)]
    for day in _days(recurrence, after.date(), anchor.astimezone(zone).date()):
        moments = [
            datetime.combine(day, clock, zone).astimezone(UTC).astimezone(zone) for clock in sorted(clocks)
        ]
        if later := [moment for moment in moments if moment > after]:
            return later[0]
    return None


def _days(recurrence: Recurrence, first: date, anchor: date) -> Iterator[date]:
    """The days of a repetition from `first` on, exceptions left out."""
    start = recurrence.start or anchor
    rule = rrule.rrule(
        _FREQUENCIES[recurrence.unit],
        # weeks are counted from the anchor's Monday, so that its first days are not skipped
        dtstart=datetime.combine(_counted_from(recurrence, start), time()),
        interval=recurrence.interval,
        **_days_of(recurrence),
    )
    last = datetime.combine(min(recurrence.until or date.max, first + _LONGEST), time())
    for found in rule.xafter(datetime.combine(max(first, start), time()), inc=True):
        if found > last:
            return
        day = found.date()
        dates = recurrence.except_dates
        if (
            day.weekday() not in recurrence.except_days
            and day not in dates
            and (day.month, day.day) not in dates
        ):
            yield day


def _counted_from(recurrence: Recurrence, start: date) -> date:
    return start - timedelta(days=start.weekday()) if recurrence.unit == "week" and recurrence.days else start


def _days_of(recurrence: Recurrence) -> dict[str, Any]:
    """The rule's restriction to days."""
    if recurrence.day_of_year is not None:
        month, day = recurrence.day_of_year
        return {"bymonth": month, "bymonthday": day}
    if recurrence.nth is not None:
        return {"byweekday": recurrence.days, "bysetpos": recurrence.nth}
    if recurrence.day is not None:
        return {"bymonthday": recurrence.day}
    return {"byweekday": recurrence.days} if recurrence.days else {}


def to_json(recurrence: Recurrence) -> dict[str, Any]:
    """A repetition as JSON values."""
    fields = asdict(recurrence)
    for name in ("start", "until"):
        fields[name] = None if fields[name] is None else fields[name].isoformat()
    fields["except_dates"] = [
        one.isoformat() if isinstance(one, date) else list(one) for one in recurrence.except_dates
    ]
    return fields


def from_json(fields: dict[str, Any]) -> Recurrence:
    """The repetition of `to_json`."""
    known = dict(fields)
    for name in ("start", "until"):
        known[name] = None if known[name] is None else date.fromisoformat(known[name])
    known["times"] = tuple(TimeOfDay(**clock) for clock in known["times"])
    known["except_dates"] = tuple(
        date.fromisoformat(one) if isinstance(one, str) else (one[0], one[1]) for one in known["except_dates"]
    )
    for name in ("days", "except_days", "day_of_year"):
        known[name] = None if known[name] is None else tuple(known[name])
    return Recurrence(**known)
