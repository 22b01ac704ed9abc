"""Repeats: days of the week, intervals, days of the month or year, with exceptions and times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from models.text.parse.clock import TimeOfDay, clock_in_part
from models.text.parse.dates import weekday_number
from models.text.parse.numbers import whole
from models.text.parse.reader import Context, Nonsense, Unknown, rule, rule_in_context
from models.text.parse.spans import Span

EVERY_DAY = tuple(range(7))
_GROUPS = {
    "weekday": (0, 1, 2, 3, 4),
    "workday": (0, 1, 2, 3, 4),
    "working day": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
}
_WORDS = {
    "hourly": (1, "hour"), "weekly": (1, "week"), "fortnightly": (2, "week"), "biweekly": (2, "week"),
    "monthly": (1, "month"), "quarterly": (3, "month"), "yearly": (1, "year"), "annually": (1, "year"),
}  # fmt: skip


Day = date | tuple[int, int]
"""A date once, or (month, day) every year."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When something happens again and again."""

    days: tuple[int, ...] = ()
    """Days of the week as named, 0 for Monday; empty where the interval alone counts."""
    interval: int = 1
    unit: str = "week"
    """minute, hour, day, week, month or year."""
    day: int | None = None
    """Of the month; -1 for the last."""
    nth: int | None = None
    """Which of those weekdays in the month; -1 for the last."""
    day_of_year: tuple[int, int] | None = None
    """Month and day."""
    times: tuple[TimeOfDay, ...] = ()
    """Of the day, each certain."""
    except_days: tuple[int, ...] = ()
    """Days of the week left out."""
    except_dates: tuple[Day, ...] = ()
    """Dates left out, once or (month, day) every year."""
    start: date | None = None
    until: date | None = None
    """The last day on which it may happen."""
    part: str = ""
    """The part of the day that its times lie in: "every morning at seven"."""


@dataclass(frozen=True, slots=True)
class Times:
    """Times of day at which it happens."""

    clocks: tuple[TimeOfDay, ...]


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What is left out."""

    days: tuple[int, ...] = ()
    dates: tuple[Day, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """Its first or its last day."""

    start: date | None = None
    until: date | None = None


Clause = Times | Exceptions | Limit


@rule
def repeat(pattern: Recurrence, *clauses: Clause) -> Recurrence:
    """The pattern with its exceptions, limits and times; one that leaves no day makes no sense."""
    for clause in clauses:
        match clause:
            case Exceptions(days, dates):
                pattern = without(pattern, days, dates)
            case Limit(start, until):
                pattern = replace(pattern, start=start or pattern.start, until=until or pattern.until)
            case Times(clocks):
                certain = tuple(_certain(clock, pattern.part) for clock in clocks)
                pattern = replace(pattern, times=certain, part="")
    return pattern


def without(pattern: Recurrence, days: tuple[int, ...], dates: tuple[Day, ...]) -> Recurrence:
    """The pattern without days, as far as it has them: weekdays are "not at the weekend" anyway.

    Raises:
        Nonsense: no day is left.
    """
    left_out = tuple(day for day in days if not pattern.days or day in pattern.days)
    pattern = replace(
        pattern,
        except_days=tuple(dict.fromkeys(pattern.except_days + left_out)),
        except_dates=tuple(dict.fromkeys(pattern.except_dates + dates)),
    )
    if pattern.days and set(pattern.days) <= set(pattern.except_days):
        raise Nonsense
    return pattern


@rule
def repeat_times_first(times: Times, pattern: Recurrence, *clauses: Clause) -> Recurrence:
    """ "at seven every weekday"."""
    return repeat(pattern, *clauses, times)


def _certain(clock: TimeOfDay, part: str) -> TimeOfDay:
    found = clock_in_part(clock, part) if part else clock
    if not found.half:
        raise Unknown
    return found


@rule
def every_day() -> Recurrence:
    return Recurrence(EVERY_DAY)


@rule
def day_part(part: str) -> Recurrence:
    return Recurrence(EVERY_DAY, part=part)


@rule
def day_group(name: str) -> tuple[int, ...]:
    return _GROUPS.get(name.rstrip("s")) or (weekday_number(name),)


@rule
def day_range(first: str, last: str) -> tuple[int, ...]:
    start, length = weekday_number(first), (weekday_number(last) - weekday_number(first)) % 7
    return tuple((start + ahead) % 7 for ahead in range(length + 1))


@rule
def week_days(*groups: tuple[int, ...]) -> Recurrence:
    return Recurrence(_together(groups))


@rule
def week_days_part(pattern: Recurrence, part: str) -> Recurrence:
    """ "every Friday evening", "weekday mornings"."""
    return replace(pattern, part=part.rstrip("s"))


def _together(groups: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(day for group in groups for day in group))


@rule
def every_nth_day_of_week(which: Fraction | str, name: str) -> Recurrence:
    """ "every other Tuesday", "every third Sunday"."""
    return Recurrence((weekday_number(name),), _every(which))


def _every(which: Fraction | str) -> int:
    return 2 if isinstance(which, str) else whole(which, 1, 1000)


@rule
def every_unit(*said: Fraction | str) -> Recurrence:
    """ "every two hours", "monthly", "once a week"."""
    name = str(said[-1])
    if name in _WORDS:
        return Recurrence((), *_WORDS[name])
    if name.startswith("once"):
        return Recurrence((), 1, name.split()[-1])
    interval = _every(said[0]) if len(said) > 1 else 1
    match name.rstrip("s"):
        case "fortnight":
            return Recurrence((), 2 * interval, "week")
        case "quarter":
            return Recurrence((), 3 * interval, "month")
        case unit:
            return Recurrence((), interval, unit) if (unit, interval) != ("day", 1) else every_day()


@rule
def every_fraction(part: Fraction, unit: str) -> Recurrence:
    """ "every half hour"."""
    if unit.rstrip("s") != "hour":
        raise Unknown
    return Recurrence((), whole(60 * part, 1, 59), "minute")


@rule
def interval_days(pattern: Recurrence, *groups: tuple[int, ...]) -> Recurrence:
    """ "every two weeks on Monday"."""
    if pattern.unit != "week":
        raise Unknown
    return replace(pattern, days=_together(groups))


@rule
def last_day() -> Fraction:
    return Fraction(-1)


@rule
def monthly_day(*said: Recurrence | Fraction) -> Recurrence:
    """ "on the 15th of every month", "every other month on the 3rd"."""
    *patterns, day = said
    pattern = patterns[0] if patterns else Recurrence((), 1, "month")
    assert isinstance(pattern, Recurrence)
    assert isinstance(day, Fraction)
    if pattern.unit != "month":
        raise Unknown
    return replace(pattern, day=-1 if day == -1 else whole(day, 1, 31))


@rule
def monthly_nth(nth: Fraction, name: str) -> Recurrence:
    """ "the first Monday of every month"."""
    return Recurrence((weekday_number(name),), 1, "month", nth=-1 if nth == -1 else whole(nth, 1, 5))


@rule
def yearly(day: date) -> Recurrence:
    """ "every year on the 12th of October", "every Christmas Eve"."""
    return Recurrence((), 1, "year", day_of_year=(day.month, day.day))


@rule
def times(*clocks: TimeOfDay) -> Times:
    return Times(clocks)


@rule
def exception(left_out: tuple[int, ...] | date) -> Exceptions:
    return Exceptions(dates=(left_out,)) if isinstance(left_out, date) else Exceptions(days=left_out)


@rule
def yearly_exception(day: date) -> Exceptions:
    """ "except on Christmas Day"."""
    return Exceptions(dates=((day.month, day.day),))


@rule
def until(day: date) -> Limit:
    return Limit(until=day)


@rule
def starting(day: date) -> Limit:
    return Limit(start=day)


@rule_in_context
def within(context: Context, period: Span) -> Limit:
    """ "every day this week", "every Monday in December"."""
    assert isinstance(period.start, date)
    assert isinstance(period.end, date)
    return Limit(period.start if period.start > context.today else None, period.end)
