"""Spoken dates → date, and back. The future is meant where the year is left out."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Protocol

from dateutil import easter

from assistant.spoken.numbers import digits

WEEKDAYS = tuple(day.lower() for day in calendar.day_name)
_MONTHS = "|".join(name.lower() for name in calendar.month_name[1:])
_DAY = "|".join(WEEKDAYS)
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
_NTH_WEEKDAY = re.compile(
    rf"\b(last|{_ORDINAL}) ({_DAY})s? (?:of|in) (?:(this|next|the|last) month"
    rf"|(?:the month of )?({_MONTHS}))(?: (\d{{4}}))?"
)
_MONTH_DAY = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)? (?P<m1>{_MONTHS})"
    rf"|(?P<m2>{_MONTHS})(?: the)? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)\b(?!:)(?:(?: of)? (?P<year>(?:19"
    rf"|20)\d\d))?"
)
_DAY_OF_MONTH = re.compile(r"\b(?:the |on )?(\d{1,2})(?:st|nd|rd|th)\b(?! week)")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DISTANCE = re.compile(
    r"\b(?:(?P<in>in|after) )?(?P<n>\d+|an?) (?P<unit>day|week|month|year)s?(?P<after> from (?:now|today)"
    r"| ago| later)?\b"
)
_WEEKDAY = re.compile(rf"\b(?:(next|this|last|coming|on|every) )?({_DAY})(?:'?s)?\b")
_NEAR = {
    "day after tomorrow": 2,
    "day before yesterday": -2,
    "tomorrow": 1,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
}


class _Holiday(Protocol):
    def __call__(self, year: int) -> date: ...


def _nth(year: int, month: int, weekday: int, n: int) -> date | None:
    """The n-th weekday of a month, 1 being the first and -1 the last; None where there is no fifth one."""
    days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    try:
        return date(year, month, days[n - 1 if n > 0 else n])
    except IndexError:
        return None


def _thanksgiving(year: int) -> date:
    found = _nth(year, 11, 3, 4)
    assert found is not None  # every November has four Thursdays
    return found


_HOLIDAYS: dict[str, _Holiday] = {
    r"christmas eve": lambda year: date(year, 12, 24),
    r"christmas|xmas": lambda year: date(year, 12, 25),
    r"new year'?s? eve": lambda year: date(year, 12, 31),
    r"new year(?:'?s)?(?: day)?": lambda year: date(year, 1, 1),
    r"valentine'?s?(?: day)?": lambda year: date(year, 2, 14),
    r"st\.? patrick'?s?(?: day)?|saint patrick'?s?(?: day)?": lambda year: date(year, 3, 17),
    r"halloween": lambda year: date(year, 10, 31),
    r"good friday": lambda year: easter.easter(year) - timedelta(days=2),
    r"easter monday": lambda year: easter.easter(year) + timedelta(days=1),
    r"easter(?: sunday)?": lambda year: easter.easter(year),
    r"thanksgiving": _thanksgiving,
    r"independence day|4th of july": lambda year: date(year, 7, 4),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A date that was named."""

    date: date
    name: str
    """How it was named: "christmas", "tomorrow", "15th of march"."""
    near: bool
    """Named by its distance from today (tomorrow, yesterday, today)."""
    start: int
    """Where it stands in `digits(text)`."""
    holiday: bool = False
    weekday: bool = False
    """Named by its day of the week alone, so that it comes back every seven days."""


def find(text: str, today: date) -> Day | None:
    """The date named in `text`; None where there is none."""
    text = digits(text)
    if (
        (match := _DISTANCE.search(text))
        and match["after"]
        and (found := _distance(match, today)) is not None
    ):
        return Day(found, match[0], False, match.start())
    for name, distance in _NEAR.items():
        if match := re.search(rf"\b{name}\b", text):
            return Day(today + timedelta(days=distance), name, True, match.start())
    for pattern, holiday in _HOLIDAYS.items():
        if match := re.search(rf"\b(?:{pattern})\b", text):
            return Day(_holiday(holiday, text, today), match[0], False, match.start(), holiday=True)
    if match := _NTH_WEEKDAY.search(text):
        nth = _nth_weekday(match, today)
        return Day(nth, match[0], False, match.start()) if nth else None
    for pattern_ in (_ISO, _MONTH_DAY, _DISTANCE, _DAY_OF_MONTH, _WEEKDAY):
        for match in pattern_.finditer(text):
            if (found := _READERS[pattern_](match, today)) is not None:
                return Day(found, match[0].strip(), False, match.start(), weekday=pattern_ is _WEEKDAY)
    return None


def _holiday(holiday: _Holiday, text: str, today: date) -> date:
    year = re.search(r"\b(?:19|20)\d\d\b", text)
    if year:
        return holiday(int(year[0]))
    if "last year" in text:
        return holiday(today.year - 1)
    this = holiday(today.year)
    coming = this >= today or "this year" in text
    return this if coming and "next year" not in text else holiday(today.year + 1)


def _nth_weekday(match: re.Match[str], today: date) -> date | None:
    which, day, relative, month, year = match.groups()
    n = -1 if which == "last" else int(re.sub(r"\D", "", which))
    if month:
        number = [name.lower() for name in calendar.month_name].index(month)
        for candidate in [int(year)] if year else [today.year, today.year + 1]:
            found = _nth(candidate, number, WEEKDAYS.index(day), n)
            if found and (year or found >= today):
                return found
        return None
    months = today.year * 12 + today.month - 1 + {"next": 1, "last": -1}.get(relative or "", 0)
    return _nth(months // 12, months % 12 + 1, WEEKDAYS.index(day), n)


def _iso(match: re.Match[str], today: date) -> date | None:
    try:
        return date.fromisoformat(match[0])
    except ValueError:
        return None


def _month_day(match: re.Match[str], today: date) -> date | None:
    return _parsed(
        f"{match['d1'] or match['d2']} {match['m1'] or match['m2']} {match['year'] or ''}".strip(), today
    )


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    day = int(match[1])
    for ahead in range(3):
        months = today.year * 12 + today.month - 1 + ahead
        year, month = months // 12, months % 12 + 1
        if 1 <= day <= calendar.monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
    return None


def _distance(match: re.Match[str], today: date) -> date | None:
    if not (match["in"] or match["after"]) or match["after"] == " later":
        return None
    amount = "1" if match["n"].startswith("a") else match["n"]
    if len(amount) > 4:
        return None
    back = match["after"] == " ago"
    return _parsed(f"{amount} {match['unit']}s ago" if back else f"in {amount} {match['unit']}s", today)


def _weekday(match: re.Match[str], today: date) -> date | None:
    ahead = (WEEKDAYS.index(match[2]) - today.weekday()) % 7
    if match[1] == "last":
        return today + timedelta(days=ahead - 7 if ahead else -7)
    if match[1] == "next" and ahead == 0:
        ahead = 7
    return today + timedelta(days=ahead)


_READERS = {
    _ISO: _iso,
    _MONTH_DAY: _month_day,
    _DISTANCE: _distance,
    _DAY_OF_MONTH: _day_of_month,
    _WEEKDAY: _weekday,
}


def _parsed(phrase: str, today: date) -> date | None:
    # imported where used: it costs 0.15 s, and its first call as much again
    import dateparser

    settings = {
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": datetime(today.year, today.month, today.day),
        "REQUIRE_PARTS": ["day", "month"],
    }
    found = dateparser.parse(phrase, languages=["en"], settings=settings)
    return found.date() if found else None


@cache
def warm() -> None:
    """Loads the date parser's language data."""
    _parsed("1 march", date(2000, 1, 1))


def repeats(text: str) -> frozenset[int]:
    """The days of the week (Monday 0) that something is to happen on again and again; empty for once."""
    text = digits(text)
    if re.search(
        r"\b(every|each) (single )?(day|morning|evening|night)\b|\bdaily\b|\beveryday\b|\ball (the )?days\b",
        text,
    ):
        return frozenset(range(7))
    if re.search(r"\b(every |each )?(weekdays?|working days?|week days?|workdays?)\b", text):
        return frozenset(range(5))
    if re.search(r"\b(weekends)\b|\b(every|each) weekend\b", text):
        return frozenset({5, 6})
    weekly = re.search(r"\b(every|each)\b|\bweekly\b", text) is not None
    return frozenset(
        index
        for index, day in enumerate(WEEKDAYS)
        if re.search(rf"\b{day}s\b(?!')", text) or (weekly and re.search(rf"\b{day}\b", text))
    )


def said(day: date, today: date, *, year: bool = False) -> str:
    """ "today", "tomorrow", a weekday within the next six days, else "Friday, December 25"."""
    ahead = (day - today).days
    if ahead in (0, 1):
        return ("today", "tomorrow")[ahead]
    if 1 < ahead < 7:
        return f"{calendar.day_name[day.weekday()]}"
    return full(day, year=year or (day.year != today.year and abs(ahead) > 300))


def full(day: date, *, year: bool = False) -> str:
    """ "Friday, December 25", with the year where asked."""
    text = f"{calendar.day_name[day.weekday()]}, {calendar.month_name[day.month]} {day.day}"
    return f"{text}, {day.year}" if year else text


def days_said(days: frozenset[int]) -> str:
    """ "every day", "on weekdays", "every Monday and Friday"."""
    if len(days) == 7:
        return "every day"
    if days == frozenset(range(5)):
        return "on weekdays"
    if days == frozenset({5, 6}):
        return "on weekends"
    return "every " + " and ".join(calendar.day_name[day] for day in sorted(days))
