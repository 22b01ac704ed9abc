"""Questions about dates and times → what is asked: "how many days till easter", "what day is it"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from models.text.parse import calendar_rules  # noqa: F401 - rules
from models.text.parse.asked import (
    CalendarQuestion,
    DayAsked,
    DistanceAsked,
    MoreAsked,
    NowAsked,
    Point,
)
from models.text.parse.chart import IMPOSSIBLE
from models.text.parse.folding import fold
from models.text.parse.reader import LONGEST, Context, chart
from models.text.parse.scan import covers, find

_GRAMMAR = "calendar_questions"
_WORD = re.compile(r"(?<![^\s(\"'\[-])[^\s(\"'\[]|(?<=\w)'?s\b")
_WORD_END = re.compile(r"$|[\s,;:!?)\]\"-]|\.(?!\d)|'s\b|'(?!\w)")
_NOW = {
    "time": re.compile(r"\b(?:times?|clock|hour|o'?clock)\b(?! zone)"),
    "week": re.compile(r"(?<!of the )\bweek(?: number)?\b(?!end|day)"),
    "day_of_year": re.compile(r"\bday (?:number|of the year)\b"),
    "quarter": re.compile(r"\bquarter\b"),
    "date": re.compile(r"\bdate\b|\bday of the month\b"),
    "weekday": re.compile(r"\b(?:day|weekday|today|todays)\b"),
    "month": re.compile(r"\bmonth\b"),
    "year": re.compile(r"\byear\b"),
}
_TODAY = re.compile(r"\b(?:today|tonight)(?:'?s)?\b|\bthe (?:month|year|week)\b")
_OF_DAY = re.compile(
    r"\b(today|tomorrow|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s(?=\s)", re.IGNORECASE
)
_BACK = (timedelta(days=8), timedelta(days=366))
"""How far back a day is looked for that must lie before another, beside the beginning of the year."""
_ASKS = re.compile(
    r"[\s.,;:!?]+(?:(?:so|and|then|but|now|tell me|do you know)\s+)*"
    r"(?=(?:(?:on|in|by) )?(?:how|what|which|when)(?:['’]s)?\b)",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:ago|since|was|were|did|old|been)\b|\b\w+ed\b", re.IGNORECASE)


def read_calendar(text: str, context: Context, *, continued: bool = False) -> CalendarQuestion | None:
    """The question of a text; None where a date or time of it is in no question, or it is impossible.

    Arguments:
        text: without the names of places.
        continued: whether a part of a question is one, after another.
    """
    folded = fold(_OF_DAY.sub(r"\1's", text)).text
    if len(folded) > LONGEST:
        return None
    found = _longest(folded, context, continued)
    if found is None:
        return None if covers(_TODAY.sub(" ", folded), context) else NowAsked(_named(folded))
    start, end, question = found
    if covers(_TODAY.sub(" ", f"{folded[:start]} | {folded[end:]}"), context):
        return None
    if isinstance(question, DayAsked) and question.day == context.today and "time" in _named(folded):
        return NowAsked(("time", "date"))
    if isinstance(question, DistanceAsked):
        question = _in_order(question, folded, context)
    return (
        replace(question, words=_day_words(folded[start:end])) if isinstance(question, DayAsked) else question
    )


def read_told(text: str, context: Context) -> tuple[date, MoreAsked] | None:
    """The one day that a text tells, and what it asks about it: "I sowed on May 1st. How long ago is that?"

    None of any other text.
    """
    for joint in _ASKS.finditer(text):
        before, rest = text[: joint.start()], text[joint.end() :]
        asked = read_calendar(rest, context, continued=True)
        days = [one.value for one in find("date", before, context)]
        if len(days) != 1 or not isinstance(asked, MoreAsked) or not asked.leans:
            continue
        (day,) = days
        if day > context.today and _PAST.search(text):
            back = replace(context, now=context.now - _BACK[-1])
            day = next((one.value for one in find("date", before, back)), day)
        return day, asked
    return None


def _longest(text: str, context: Context, continued: bool) -> tuple[int, int, CalendarQuestion] | None:
    found = chart(text, context, _GRAMMAR)
    best: tuple[int, int, CalendarQuestion] | None = None
    for match in _WORD.finditer(text):
        start = match.start()
        for end, readings in found.readings(_GRAMMAR, start).items():
            questions = [question for (question,) in readings if question is not IMPOSSIBLE]
            if not continued:
                questions = [question for question in questions if not isinstance(question, MoreAsked)]
            if questions and _WORD_END.match(text, end) and (best is None or end - start > best[1] - best[0]):
                whole = [question for question in questions if not isinstance(question, MoreAsked)]
                whole.sort(key=_is_backwards)
                best = start, end, (whole or questions)[0]
    return best


def _is_backwards(question: CalendarQuestion) -> bool:
    """Whether its moments are in the wrong order, as those of "from 9 to 5" each taken alone."""
    if not isinstance(question, DistanceAsked):
        return False
    first, last = question.first, question.last
    return isinstance(first, datetime) and isinstance(last, datetime) and last < first


def _named(text: str) -> tuple[str, ...]:
    named = [part for part, pattern in _NOW.items() if pattern.search(text)]
    if "time" in named and re.search(r"\btime of day\b", text):
        return ("time",)
    if "week" in named or "day_of_year" in named or "quarter" in named:
        return tuple(part for part in named if part in ("week", "day_of_year", "quarter"))[:1]
    if "date" in named:
        named = [part for part in named if part in ("date", "time")]
    if "weekday" in named and ("month" in named or "year" in named):
        named = ["date"]
    return tuple(named)


def _in_order(question: DistanceAsked, text: str, context: Context) -> DistanceAsked:
    """With its first point before its last one: a date without a year is the next one, or the last one."""
    if not _is_reversed(question, context):
        return question
    january = timedelta(days=context.today.timetuple().tm_yday - 1)
    for back in (_BACK[0], january, _BACK[-1]):
        earlier = _longest(text, replace(context, now=context.now - back), False)
        if earlier and isinstance(earlier[2], DistanceAsked) and not _is_reversed(earlier[2], context):
            return earlier[2]
    return question


def _is_reversed(question: DistanceAsked, context: Context) -> bool:
    return as_date(question.first, context) > as_date(question.last, context)


def as_date(point: Point | None, context: Context) -> date:
    """The day of a point; None is now."""
    if point is None:
        return context.today
    return (
        point.astimezone(context.zone or context.now.tzinfo).date() if isinstance(point, datetime) else point
    )


def _day_words(text: str) -> str:
    """A holiday's name, where it is the day that is asked about, and none is counted from it."""
    if re.search(r"\b(?:day|week|fortnight|month|year)s?\b.*\b(?:before|after|from)\b", text):
        return ""
    found = re.search(
        r"\b(?:christmas(?: eve| day)?|boxing day|new year'?s?(?: day| eve)?|valentine'?s?(?: day)?|hallow"
        r"een|thanksgiving|easter(?: sunday| monday)?|good friday|independence day)\b",
        text,
    )
    return found[0] if found else ""
