"""Questions about dates that go on from another: "and next year", "how long ago is that"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from models.text.parse import Context, value
from models.text.parse.asked import CalendarQuestion, DayAsked, DistanceAsked, MoreAsked, NowAsked, Point
from models.text.parse.dates import MONTH_NAME
from models.text.places import Place

_YEAR = re.compile(r"\b\d{4}\b|\byear\b", re.IGNORECASE)


def kept(asked: CalendarQuestion, place: Place | None, today: date) -> dict[str, Any]:
    """What a follow-up may need of a question."""
    found: dict[str, Any] = dict.fromkeys(("day", "first", "unit", "words"), "")
    found |= {"today": today.isoformat()}
    found |= {"asked": "other", "parts": [], "place": place.name if place else ""}
    match asked:
        case NowAsked():
            found |= {"asked": "now", "parts": list(asked.parts)}
        case DayAsked():
            found |= {"asked": "day", "parts": [asked.part], "day": asked.day.isoformat()}
            found |= {"words": asked.words}
        case DistanceAsked():
            points = {"day": asked.last or asked.first, "first": asked.first if asked.last else None}
            found |= {"asked": "distance", "unit": asked.unit}
            found |= {name: point.isoformat() if point else "" for name, point in points.items()}
    return found


def resumed(question: CalendarQuestion, before: dict[str, Any], context: Context) -> CalendarQuestion:
    """A follow-up as a whole question: "and until easter", "and in weeks", "and in Paris".

    Arguments:
        before: what was kept of the question before.
    """
    day = _point(before["day"])
    if not isinstance(question, MoreAsked):
        match before["asked"]:
            case "now":
                return NowAsked(tuple(before["parts"]))
            case "day" if day is not None:
                return DayAsked(day, before["parts"][0])
        return question
    if question.part:
        return DayAsked(day, question.part) if day else NowAsked((question.part,))
    if question.far and day is not None:
        first = _point(before["first"])
        return DistanceAsked(first, day, question.unit) if first else _far(day, question.unit, context)
    if question.unit:
        first = _point(before["first"])
        return DistanceAsked(first, day, question.unit)
    if question.year is not None:
        return _another_time(relativedelta(year=question.year), before, context)
    if question.later is not None:
        if question.later == relativedelta(years=1):
            return _another_time(question.later, before, context)
        return DayAsked((day or date.fromisoformat(before["today"])) + question.later, "any")
    return _another_day(question, before)


def _another_day(question: MoreAsked, before: dict[str, Any]) -> CalendarQuestion:
    """The question before about the day that a follow-up names."""
    assert question.day is not None
    day, first = _point(before["day"]), _point(before["first"])
    if question.since:
        return DistanceAsked(question.day, day, before["unit"])
    if question.until and first is not None:
        return DistanceAsked(first, question.day, before["unit"])
    if isinstance(question.day, datetime):
        return DistanceAsked(None, question.day) if question.until else DayAsked(question.day, "any")
    if question.until or before["asked"] == "distance":
        return DistanceAsked(None, question.day, before["unit"])
    part: Any = before["parts"][0] if before["asked"] == "day" else "any"
    return DayAsked(question.day, part)


def _another_time(step: relativedelta, before: dict[str, Any], context: Context) -> CalendarQuestion:
    """The question before about its day in another year; a holiday may be on another date then."""
    day = _point(before["day"]) or date.fromisoformat(before["today"])
    other = day + step
    if words := before["words"]:
        other = value("date", f"{words} {other.year}", context) or other
    if before["asked"] == "distance":
        return DistanceAsked(_point(before["first"]), other, before["unit"])
    return DayAsked(other, before["parts"][0] if before["asked"] == "day" else "any", words)


def _far(day: Point, unit: str, context: Context) -> DistanceAsked:
    past = isinstance(day, date) and not isinstance(day, datetime) and day < context.today
    return DistanceAsked(day, None, unit) if past else DistanceAsked(None, day, unit)


def in_its_year(question: CalendarQuestion, before: dict[str, Any], text: str) -> CalendarQuestion:
    """The follow-up with the day that it names without a year on the right side of the one before.

    "and to July 15" after "from March 3, 2025 to June 30" is the one that follows that March.
    """
    if not isinstance(question, MoreAsked) or not (question.until or question.since):
        return question
    beside = _point(before["first"] if question.until else before["day"])
    day = question.day
    if type(day) is not date or type(beside) is not date or _YEAR.search(text) or not MONTH_NAME.search(text):
        return question
    if question.until:
        day = day + relativedelta(year=beside.year)
        day += relativedelta(years=day < beside)
    elif day > beside:
        day = day + relativedelta(year=beside.year)
        day -= relativedelta(years=day > beside)
    return replace(question, day=day)


def _point(text: str) -> Point | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
