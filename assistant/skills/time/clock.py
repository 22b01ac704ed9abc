"""What time it is, here or elsewhere, which day it is, and which day a date falls on."""

from __future__ import annotations

import re
from datetime import datetime

from assistant.skills.api import Request, Result, SkillContext
from assistant.spoken import dates, places
from assistant.spoken.numbers import digits
from models.text.say_lists import count
from models.text import say

_ASKS_DAY = re.compile(
    r"\b(what|which)('?s)?( is)?( the)? day\b|\bweekday\b|\bday of the week\b|\bwhat day\b"
)
_ASKS_DATE = re.compile(r"\bdates?\b|\bday\b|\bmonth\b|\bcalendar\b|\byear\b")
_ASKS_TIME = re.compile(r"\btimes?\b|\bclock\b|\bhour\b|\bo'?clock\b")
_UNTIL = re.compile(r"\bhow (many|much|long)\b.*\b(until|till?|to|before|left|away|since|ago)\b")
_PLACE_PHRASE = re.compile(
    r"\b(?:in|at|for|of)\s+(?:the\s+)?([a-z .']+?)(?:\s+(?:right now|now|please|today|at the moment))*$"
)


class Clock:
    """Time and date."""

    name = "clock"
    intents = frozenset({"datetime_query"})
    summary = "tell the time and the date"

    def __init__(self, context: SkillContext) -> None:
        pass

    def warm(self) -> None:
        """Loads the tables of places and the date parser."""
        places.warm()
        dates.warm()

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        text, place = digits(request.text), request.slot("place_name")
        what = "the time" if _ASKS_TIME.search(text) or not _ASKS_DATE.search(text) else "the date"
        return f"tell you {what} in {place}" if place else f"tell you {what}"

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        text = digits(request.text)
        named = _place(request, text)
        if isinstance(named, str):
            return Result({"place": named}, f"I don't know what time it is in {named}.", "failed")
        now = request.now.astimezone(named.zone) if named else request.now
        day = dates.find(text, now.date())
        if day is not None and (_UNTIL.search(text) or day.name not in ("today", "tonight")):
            return _about(day, text, now)
        if day is None and (event := request.slot("event_name")):
            return Result({"event": event}, f"I don't know when {event} is.", "failed")
        wants_time = _ASKS_TIME.search(text) is not None
        wants_date = _ASKS_DATE.search(text) is not None and not re.search(r"\btime of day\b", text)
        if re.search(r"\b(week of the year|week number|(what|which) week)\b", text):
            week = now.isocalendar().week
            return Result({"week": week}, f"It's week {week}.")
        if (wants_date and not wants_time) or (day is not None and not wants_time):
            return _date(text, now, named)
        where = f" {named.where}" if named else ""
        facts = {"time": say.clock(now)} | ({"place": named.name} if named else {})
        if wants_date:
            return Result(
                facts | {"date": dates.full(now.date())},
                f"It's {say.clock(now)}{where} on {dates.full(now.date())}.",
            )
        return Result(facts, f"It's {say.clock(now)}{where}.")


def _place(request: Request, text: str) -> places.Place | str | None:
    """The place asked about, the words of one that is not known, or None for here."""
    slots = [
        slot.value for slot in request.understanding.slots or () if slot.name in ("place_name", "time_zone")
    ]
    for phrase in [" ".join(slots), *slots] if slots else []:
        if (place := places.find(phrase)) is not None:
            return place
    if re.search(r"\b(here|(this|my|our|the current|current) (time zone|location|area|city|zone))\b", text):
        return None
    if (found := places.mentioned(text)) and dates.find(text, request.now.date()) is None:
        return found[0][2]
    if slots and request.slot("place_name"):
        return slots[0]
    return None


def _date(text: str, now: datetime, place: places.Place | None) -> Result:
    where = f" {place.where}" if place else ""
    facts = {"place": place.name} if place else {}
    today = now.date()
    if re.search(r"\byear\b", text) and not re.search(r"\bdate\b|\bday\b", text):
        return Result(facts | {"year": today.year}, f"It's {today.year}{where}.")
    if re.search(r"\bmonth\b", text) and not re.search(r"\bdate\b|\bday\b", text):
        return Result(facts | {"month": f"{now:%B}"}, f"It's {now:%B}{where}.")
    if _ASKS_DAY.search(text) and not re.search(r"\bdate\b|\bmonth\b|\byear\b", text):
        return Result(facts | {"date": dates.full(today)}, f"It's {dates.full(today)}{where}.")
    said = dates.full(today, year=True)
    return Result(facts | {"date": said}, f"Today{where} is {said}." if not where else f"It's {said}{where}.")


def _about(day: dates.Day, text: str, now: datetime) -> Result:
    today = now.date()
    said = dates.full(day.date, year=day.date.year != today.year)
    name = day.name.removeprefix("on ").removeprefix("the ")
    subject = name.title().replace("'S", "'s")
    if _UNTIL.search(text):
        days = (day.date - today).days
        if days < 0:
            return Result({"days": -days, "date": said}, f"{said} was {count(-days, 'day')} ago.")
        if re.search(r"\bweeks\b", text) and days >= 7:
            weeks, rest = divmod(days, 7)
            left = count(weeks, "week") + (f" and {count(rest, 'day')}" if rest else "")
            return Result({"left": left, "date": said}, f"{left} are left until {said}.")
        verb = "is" if days == 1 else "are"
        return Result({"days": days, "date": said}, f"There {verb} {count(days, 'day')} left until {said}.")
    if day.near:
        tense = "was" if day.date < today else "is"
        return Result({"day": name, "date": said}, f"{name.capitalize()} {tense} {said}.")
    if not day.holiday:
        return Result({"date": said}, f"That {'was' if day.date < today else 'is'} {said}.")
    return Result(
        {"day": subject, "date": said}, f"{subject} {'was' if day.date < today else 'is'} on {said}."
    )
