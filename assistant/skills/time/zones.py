"""The same moment in two places, and how far their clocks are apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.skills.api import Question, Request, Result, SkillContext
from assistant.spoken import places, times
from assistant.spoken.numbers import digits
from models.text.say_lists import capital
from models.text import say

_HERE = re.compile(
    r"\b(here|my (location|time zone|place|city|current zone)|our (time|time zone)|my time|this location"
    r"|local time)\b"
)
_APART = re.compile(
    r"\bdifferen\w*\b|\bdistance\b|\bhow (many|much) (hours|later|earlier|ahead|behind)\b"
    r"|\bahead\b|\bbehind\b"
    r"|\btime (zone )?between\b|\bcompared\b"
)
_SETS = re.compile(r"\b(change|switch|set|adjust)\b.*\b(time ?zones?|clock|time)\b")


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    place: places.Place | None
    """None for here."""
    wanted: bool = False
    """A "to" before it says that the time is asked for there."""


class Zones:
    """Time zone arithmetic."""

    name = "zones"
    intents = frozenset({"datetime_convert"})
    summary = "compare time zones"

    def __init__(self, context: SkillContext) -> None:
        pass

    def warm(self) -> None:
        """Loads the tables of places."""
        places.warm()

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        return "convert a time between time zones"

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        text = digits(request.text)
        if unknown := _unknown(request):
            return Result({"place": unknown}, f"I don't know the time zone of {unknown}.", "failed")
        mentions = _mentions(request, text)
        clock = times.find(text)
        if _APART.search(text) and clock is None:
            return _difference(mentions, request.now)
        if not any(mention.place for mention in mentions):
            return Result({}, "Which place do you want the time for?", "asked", Question(on_answer=_named))
        if clock is None:
            target = next(mention.place for mention in reversed(mentions) if mention.place)
            if _SETS.search(text) and not re.search(r"\bconvert\b", text):
                there = say.clock(request.now.astimezone(target.zone))
                sentence = f"I don't change the computer's time zone, but it's {there} {target.where}."
                return Result({"time": there, "place": target.name}, sentence)
            return _now(target, request.now)
        source, target_ = _direction(mentions, clock.start)
        zone = source.zone if source else request.now.tzinfo
        then = clock.on(request.now.astimezone(zone).date(), request.now.astimezone(zone))
        there_ = then.astimezone(target_.zone if target_ else request.now.tzinfo)
        day = (there_.date() - then.date()).days
        shifted = {1: " the next day", -1: " the day before"}.get(day, "")
        facts = {"source_time": say.clock(then), "time": say.clock(there_)}
        facts |= {"source": source.name} if source else {}
        facts |= {"place": target_.name} if target_ else {}
        when = f"When it's {say.clock(then)} {source.where if source else 'here'}"
        return Result(
            facts, f"{when}, it's {say.clock(there_)}{shifted} {target_.where if target_ else 'here'}."
        )


def _mentions(request: Request, text: str) -> list[_Mention]:
    """Places in the order of the text, here among them."""
    found: list[_Mention] = []
    for slot in request.understanding.slots or ():
        if slot.name in ("place_name", "time_zone") and (place := places.find(slot.value)) is not None:
            taken = {mention.start for mention in found}
            words = rf"\b{re.escape(digits(slot.text))}\b"
            at = next((m.start() for m in re.finditer(words, text) if m.start() not in taken), len(text))
            found.append(_Mention(at, place))
    covered = {mention.place.name for mention in found if mention.place}
    for start, _, place in places.mentioned(text):
        if place.name not in covered:
            found.append(_Mention(start, place))
    found += [_Mention(match.start(), None) for match in _HERE.finditer(text)]
    found = [
        replace(m, wanted=re.search(r"\b(to|into)$", text[: m.start].rstrip()) is not None) for m in found
    ]
    return sorted(found, key=lambda mention: mention.start)


def _unknown(request: Request) -> str | None:
    """A named place that no table knows."""
    for slot in request.understanding.slots or ():
        if slot.name == "place_name" and places.find(slot.value) is None and not _HERE.search(slot.value):
            return slot.value
    return None


def _direction(mentions: list[_Mention], at: int) -> tuple[places.Place | None, places.Place | None]:
    """Where the named time holds, and where it is asked for: the first is the place said nearest to the
    time."""
    # a place follows its time more often than it goes before it: "9 am in Manila"
    nearest = min(
        [mention for mention in mentions if not mention.wanted] or mentions,
        key=lambda mention: mention.start - at if mention.start >= at else 1.5 * (at - mention.start),
    )
    others = [mention for mention in mentions if mention is not nearest and mention.place != nearest.place]
    if others:
        return nearest.place, others[-1].place
    return (None, nearest.place)


def _difference(mentions: list[_Mention], now: datetime) -> Result:
    named = [mention.place for mention in mentions if mention.place]
    if not named:
        return Result({}, "Tell me the two places to compare, both of them by name.", "failed")
    first = named[0]
    second = named[1] if len(named) > 1 else None
    here = now.utcoffset() or timedelta()
    there = now.astimezone(first.zone).utcoffset() or timedelta()
    other = (now.astimezone(second.zone).utcoffset() or timedelta()) if second else here
    subject, than = (first.name, second.name) if second else (first.name, "here")
    facts = {"place": subject} | ({"other": second.name} if second else {})
    apart = there - other
    if not apart:
        return Result(
            facts,
            f"It's the same time in {subject} and {than}."
            if second
            else f"{subject} has the same time as here.",
        )
    said = say.duration(abs(apart))
    direction = "ahead of" if apart > timedelta() else "behind"
    return Result(facts | {"difference": said}, f"{capital(subject)} is {said} {direction} {than}.")


def _named(request: Request) -> Result | None:
    place = places.find(request.text)
    return _now(place, request.now) if place else None


def _now(place: places.Place, now: datetime) -> Result:
    there = say.clock(now.astimezone(place.zone))
    return Result({"time": there, "place": place.name}, f"It's {there} {place.where}.")
