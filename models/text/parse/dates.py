"""Dates. One without a year is the next one, today included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from models.text.parse.numbers import whole
from models.text.parse.reader import Context, Nonsense, Unknown, rule, rule_in_context

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAME = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
STEPS = {"this": 0, "coming": 0, "on": 0, "the": 0, "next": 1, "following": 1, "last": -1, "past": -1}
"""What "this", "next" and "last" add to the current week, month or year."""
_RELATIVE = {
    "today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1,
    "day after tomorrow": 2, "day before yesterday": -2,
}  # fmt: skip
_YEARS_AHEAD = 9
"""How far the next 29th of February is looked for: over a century that is no leap year."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month, in a year where one was named."""

    month: int
    year: int | None = None
    current: bool = False
    """ "the month": a day of it that is past is meant in the next one."""


@dataclass(frozen=True, slots=True)
class AnyYear:
    """A day of a month from which others are counted, its year being left open."""

    month: int
    day: int


def weekday_number(name: str) -> int:
    """0 for Monday."""
    return _WEEKDAYS.index(name[:3])


def month_start(month: Month, year: Fraction | None, today: date) -> date:
    """The first day of a month; without a year, of the current or next one."""
    found = int(year) if year is not None else month.year
    if found is None:
        found = today.year + (month.month < today.month)
    return day_of(found, month.month, 1)


def month_end(start: date) -> date:
    """The last day of the month that begins on `start`."""
    end: date = start + relativedelta(months=1, days=-1)
    return end


def day_of(year: int | str, month: int | str, day: int | str) -> date:
    """A date.

    Raises:
        Nonsense: the calendar has no such day.
    """
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Nonsense from error


def _next(month: int, day: int, today: date) -> date:
    """The next day of that name; one that comes every fourth year alone may be years ahead."""
    for year in range(today.year, today.year + _YEARS_AHEAD):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise Nonsense


@rule_in_context
def relative_day(context: Context, words: str) -> date:
    return context.today + timedelta(days=_RELATIVE[words.removeprefix("the ")])


@rule_in_context
def weekday(context: Context, name: str) -> date:
    """The next one; a week from today where it is today's."""
    return which_weekday(context, "next", name)


@rule_in_context
def which_weekday(context: Context, which: str, name: str) -> date:
    ahead = (weekday_number(name) - context.today.weekday()) % 7
    if STEPS[which] < 0:
        return context.today - timedelta(days=-ahead % 7 or 7)
    return context.today + timedelta(days=ahead or 7)


@rule
def weekday_and_date(name: str, day: date) -> date:
    if day.weekday() != weekday_number(name):
        raise Nonsense
    return day


@rule_in_context
def calendar_date(
    context: Context, number: Fraction, month: Month | None = None, year: Fraction | None = None
) -> date:
    """ "the third of March 2027", "the 7th of next month", "the fifteenth"."""
    day = whole(number, 1, 31)
    if month is None:
        return _next_day_of_month(day, context.today)
    if year is not None or month.year is not None:
        found = day_of(month.year if year is None else int(year), month.month, day)  # type: ignore[arg-type]
        return _next_day_of_month(day, context.today) if month.current and found < context.today else found
    return _next(month.month, day, context.today)


def _next_day_of_month(day: int, today: date) -> date:
    for months in range(12):
        first: date = today.replace(day=1) + relativedelta(months=months)
        if day <= month_end(first).day and (found := first.replace(day=day)) >= today:
            return found
    raise Nonsense


@rule_in_context
def month_first(context: Context, name: str, number: Fraction, year: Fraction | None = None) -> date:
    """ "March 3rd, 2027"."""
    return calendar_date(context, number, month(name), year)


@rule
def month(name: str) -> Month:
    return Month(_MONTHS.index(name[:3]) + 1)


@rule_in_context
def relative_month(context: Context, which: str = "the") -> Month:
    if which == "on":
        raise Unknown
    found = context.today.replace(day=1) + relativedelta(months=STEPS[which])
    return Month(found.month, found.year, current=which == "the")


@rule
def year_figures(text: str) -> Fraction:
    return Fraction(text)


@rule_in_context
def relative_year(context: Context, which: str = "the") -> Fraction:
    return Fraction(context.today.year + STEPS[which])


@rule
def stretch(count: Fraction, unit: str) -> relativedelta:
    """ "three weeks", as a distance on the calendar."""
    name = unit.rstrip("s")
    number = whole(count, 1, 100_000)
    if name == "fortnight":
        return relativedelta(weeks=2 * number)
    return relativedelta(**{f"{name}s": number})


@rule_in_context
def distance(context: Context, *stretches: relativedelta) -> date:
    return _moved((*stretches, context.today), 1)


@rule_in_context
def ago_days(context: Context, *stretches: relativedelta) -> date:
    return _moved((*stretches, context.today), -1)


@rule
def any_year(number: Fraction, month_: Month) -> AnyYear:
    """ "the first of May" in "seventy days after the first of May"."""
    return AnyYear(month_.month, whole(number, 1, 31))


@rule
def any_year_month_first(name: str, number: Fraction) -> AnyYear:
    return any_year(number, month(name))


@rule_in_context
def later_than(context: Context, *said: relativedelta | date | AnyYear) -> date:
    """ "two weeks from Friday": the stretches, then the day that they are counted from."""
    return _counted(said, 1, context.today)


@rule_in_context
def earlier_than(context: Context, *said: relativedelta | date | AnyYear) -> date:
    return _counted(said, -1, context.today)


def _counted(said: tuple[relativedelta | date | AnyYear, ...], sign: int, today: date) -> date:
    """The day at a distance from another; from one in any year, the first such day to come."""
    *stretches, start = said
    if not isinstance(start, AnyYear):
        return _moved((*stretches, start), sign)
    for year in range(today.year, today.year + _YEARS_AHEAD):
        try:
            found = _moved((*stretches, date(year, start.month, start.day)), sign)
        except ValueError:
            continue
        if found >= today:
            return found
    raise Nonsense


def _moved(said: tuple[relativedelta | date, ...], sign: int) -> date:
    *stretches, start = said
    try:
        for stretch_ in stretches:
            start = start + sign * stretch_  # type: ignore[operator]
    except (ValueError, OverflowError) as error:
        raise Nonsense from error
    assert isinstance(start, date)
    return start


@rule_in_context
def day_before(context: Context, day: date | AnyYear) -> date:
    return _counted((relativedelta(days=1), day), -1, context.today)


@rule_in_context
def day_after(context: Context, day: date | AnyYear) -> date:
    return _counted((relativedelta(days=1), day), 1, context.today)


@rule
def week_later(day: date) -> date:
    """ "Friday week"."""
    return day + timedelta(weeks=1)


@rule_in_context
def edge(context: Context, period: Month | Fraction, year: Fraction | None = None) -> date:
    """ "the last day of February", "the end of the year"."""
    if isinstance(period, Fraction):
        return date(int(period), 12, 31)
    return month_end(month_start(period, year, context.today))


@rule_in_context
def day_of_week_span(context: Context, name: str, which: str) -> date:
    """ "Tuesday of next week"; "Wednesday this week" is the coming one where this week's is past."""
    if which == "on":
        raise Unknown
    monday = context.today - timedelta(days=context.today.weekday())
    found = monday + timedelta(days=weekday_number(name), weeks=STEPS[which])
    return found + timedelta(weeks=STEPS[which] == 0 and found < context.today)


@rule_in_context
def week_and_day(context: Context, which: str, name: str) -> date:
    """ "next week on Wednesday"."""
    return day_of_week_span(context, name, which)


@rule_in_context
def after_next(context: Context, name: str) -> date:
    """ "the Friday after next"."""
    return weekday(context, name) + timedelta(weeks=1)


@rule_in_context
def in_next_month(context: Context, month_: Month, number: Fraction) -> date:
    """ "next month on the 5th"."""
    return calendar_date(context, number, month_)


@rule
def last() -> Fraction:
    return Fraction(-1)


@rule_in_context
def nth_weekday(
    context: Context, nth: Fraction, name: str, month_: Month, year: Fraction | None = None
) -> date:
    """ "the last Thursday of January"."""
    start = month_start(month_, year, context.today)
    found = _nth_in_month(nth, name, start)
    if found < context.today and year is None and month_.year is None:
        found = _nth_in_month(nth, name, start.replace(year=start.year + 1))
    return found


def _nth_in_month(nth: Fraction, name: str, start: date) -> date:
    if nth == -1:
        end = month_end(start)
        return end - timedelta(days=(end.weekday() - weekday_number(name)) % 7)
    ahead = (weekday_number(name) - start.weekday()) % 7
    found = start + timedelta(days=ahead, weeks=whole(nth, 1, 5) - 1)
    if found.month != start.month:
        raise Nonsense
    return found


@rule
def iso_date(text: str) -> date:
    return day_of(*text.split("-"))


@rule
def slashed_date(text: str) -> date:
    """ "25/12/2026" and "12/25/2026"; "3/4/2026" may be either and is neither."""
    first, second, year = (int(figure) for figure in text.split("/"))
    if first > 12 or first == second:
        return day_of(year, second, first)
    if second > 12:
        return day_of(year, first, second)
    raise Unknown


@rule
def dotted_date(text: str) -> date:
    """ "24.12.2026": the day comes first."""
    day, month_, year = text.split(".")
    return day_of(year, month_, day)
