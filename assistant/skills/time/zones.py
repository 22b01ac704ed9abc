"""The same moment in two places, and how far their clocks are apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from assistant.skills.api import INTERFACE, Call, Parameter, Reading, Result, SkillContext, Unclear, operation
from assistant.skills.parameters import context
from assistant.skills.time.place_names import named, place_said
from assistant.skills.time.telling import told
from models.text import places, say, say_dates
from models.text.parse import Context
from models.text.parse.asked import DistanceAsked
from models.text.parse.calendar_questions import read_calendar
from models.text.parse.clock import TimeOfDay
from models.text.parse.moments import on_the_wall
from models.text.parse.reader import Nonsense
from models.text.place_mentions import Mention, UnknownPlace, mentions, without
from models.text.places import Place
from models.text.say_lists import capital
from models.text.zone_questions import ZoneQuestion, read_zones

_WHICH_PLACE = "Which place do you want the time for?"
_NOT_UNDERSTOOD = "I didn't get which time you mean. Could you say it another way?"
_FIRST_MORNING_HOUR = 7
"""An hour without morning or evening is one of the day from here on."""


@dataclass(frozen=True, slots=True)
class Distance:
    """How far two times of one place are apart."""

    asked: DistanceAsked
    place: Place | None
    """None for here."""


def _read(reading: Reading) -> ZoneQuestion | Distance:
    text, slots, start = reading.command.text, reading.command.slots, reading.command.start
    try:
        found = mentions(text, slots, start)
    except UnknownPlace as unknown:
        raise Unclear(f"I don't know where {unknown} is. Which city do you mean?") from None
    question = read_zones(text, found, slots, start, context(reading.call))
    if question is None and (apart := _distance(text, found, reading.call)) is not None:
        return apart
    if question is None:
        raise Unclear(_NOT_UNDERSTOOD)
    before = _before(reading.call)
    if before is not None:
        question = _continued(question, before, said=any(mention.place for mention in found))
    elif question.swaps:
        raise Unclear(_WHICH_PLACE)
    if question.source is None and question.target is None:
        raise Unclear(_WHICH_PLACE)
    return question


def _distance(text: str, found: Sequence[Mention], call: Call) -> Distance | None:
    """The question how far two times of one place are apart: "from 10 pm on Saturday to 6 am in Berlin"."""
    named_places = [mention.place for mention in found if mention.place is not None]
    if len(set(named_places)) > 1:
        return None
    place = next(iter(named_places), None)
    zone = place.zone if place else call.now.tzinfo
    asked = read_calendar(without(text, found), Context(call.now.astimezone(zone), zone))
    return Distance(asked, place) if isinstance(asked, DistanceAsked) else None


def _answer(reading: Reading) -> ZoneQuestion | None:
    """The place that was asked for, in the question before."""
    place = place_said(reading)
    if place is None:
        return None
    before = reading.before
    asked = read_zones(before.text, (), before.slots, before.start, context(reading.call)) if before else None
    return replace(asked, target=place) if asked else ZoneQuestion("time", None, place)


def _continued(question: ZoneQuestion, before: ZoneQuestion, *, said: bool) -> ZoneQuestion:
    """A follow-up with what it leaves out: "and in Paris", "and if it's 5 pm", "the other way round"."""
    if question.swaps:
        return replace(before, source=before.target, target=before.source)
    if question.asked != "time" or (question.clock and said):
        return question
    if question.clock:
        return replace(before, clock=question.clock, day=question.day)
    if question.source is None and before.asked != "setting":
        return replace(before, target=question.target)
    return question


def _before(call: Call) -> ZoneQuestion | None:
    if len(call.recent) != 1:
        return None
    kept = json.loads(call.recent[0])
    clock = TimeOfDay(*kept["clock"]) if kept["clock"] else None
    day = date.fromisoformat(kept["day"]) if kept["day"] else None
    source, target = (places.find(kept[name]) if kept[name] else None for name in ("source", "target"))
    return ZoneQuestion(kept["asked"], source, target, clock, day)


def _kept(question: ZoneQuestion) -> str:
    clock = question.clock
    kept: dict[str, Any] = {
        "asked": question.asked,
        "source": question.source.name if question.source else "",
        "target": question.target.name if question.target else "",
        "clock": [clock.hour, clock.minute, clock.half] if clock else [],
        "day": question.day.isoformat() if question.day else "",
    }
    return json.dumps(kept)


_ASKED = Parameter(_read, ("*",), ask=_WHICH_PLACE, answer=_answer)


class Zones:
    """Time zone arithmetic."""

    name = "zones"
    interface = INTERFACE
    title = "time zones"

    def __init__(self, context: SkillContext) -> None:
        pass

    def warm(self) -> None:
        """Load the tables of places."""
        places.warm()

    @operation(
        "datetime_convert",
        does="compare time zones",
        examples=("when it's noon here, what time is it in Sydney", "how far ahead is Tokyo"),
    )
    def compare(self, call: Call, asked: Annotated[ZoneQuestion | Distance, _ASKED]) -> Result:
        """Say a moment in another place, or how far two places or two times of one are apart."""
        if isinstance(asked, Distance):
            here = call.now.astimezone(asked.place.zone) if asked.place else call.now
            return told(asked.asked, here, asked.place, hours24=call.profile.hours24)
        source = named(asked.source) if asked.source else None
        target = named(asked.target) if asked.target else None
        if asked.asked == "difference":
            result = _difference(source, target, call.now)
        elif asked.asked == "setting":
            result = _setting(target, call)
        else:
            result = _time(asked, source, target, call)
        return replace(result, touched=(_kept(asked),))


def _setting(target: Place | None, call: Call) -> Result:
    assert target
    there = say.clock(call.now.astimezone(target.zone), hours24=call.profile.hours24)
    sentence = f"I don't change the computer's time zone, but it's {there} {target.where}."
    return Result({"time": there, "place": target.name}, sentence)


def _time(asked: ZoneQuestion, source: Place | None, target: Place | None, call: Call) -> Result:
    here, hours24 = call.now.tzinfo, call.profile.hours24
    now = call.now.astimezone(source.zone if source else here)
    if asked.clock is None and source is None and asked.day is None:
        assert target
        said = say.clock(call.now.astimezone(target.zone), hours24=hours24)
        return Result({"time": said, "place": target.name}, f"It's {said} {target.where}.")
    then = now if asked.clock is None else _moment(asked.clock, asked.day or now.date(), now)
    there = then.astimezone(target.zone if target else here)
    first, second = (say.clock(moment, hours24=hours24) for moment in (then, there))
    shifted = {1: " the next day", -1: " the day before"}.get((there.date() - then.date()).days, "")
    day = f" {say_dates.on(asked.day, now.date())}" if asked.day and asked.day != now.date() else ""
    facts = {"source_time": first, "time": second}
    facts |= {"source": source.name} if source else {}
    facts |= {"place": target.name} if target else {}
    places_said = [place.where if place else "here" for place in (source, target)]
    when = f"When it's {first}{day} {places_said[0]}"
    return Result(facts, f"{when}, it's {second}{shifted} {places_said[1]}.")


def _moment(clock: TimeOfDay, day: date, now: datetime) -> datetime:
    if clock.half is None:
        early, late = clock.halves
        clock = late if clock.hour < _FIRST_MORNING_HOUR else early
    try:
        return on_the_wall(day, clock, now.tzinfo)
    except Nonsense:
        raise Unclear("The clocks skip that time on that day.") from None


def _difference(first: Place | None, second: Place | None, now: datetime) -> Result:
    if first is None:
        first, second = second, None
    assert first
    offsets = [now.astimezone(place.zone if place else now.tzinfo).utcoffset() for place in (first, second)]
    apart = (offsets[0] or timedelta()) - (offsets[1] or timedelta())
    than = second.name if second else "here"
    facts = {"place": first.name} | ({"other": second.name} if second else {})
    if not apart:
        if second is None:
            return Result(facts, f"{capital(first.name)} has the same time as here.")
        return Result(facts, f"It's the same time in {first.name} and {than}.")
    said = say.duration(abs(apart))
    direction = "ahead of" if apart > timedelta() else "behind"
    return Result(facts | {"difference": said}, f"{capital(first.name)} is {said} {direction} {than}.")
