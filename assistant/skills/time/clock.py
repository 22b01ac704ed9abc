"""The clock and the calendar: what time and day it is, here or elsewhere, and how far days are apart."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated, Any

from assistant.skills.api import INTERFACE, Call, Parameter, Reading, Result, SkillContext, Unclear, operation
from assistant.skills.time.place_names import named, place_said
from assistant.skills.time.telling import told
from models.text import places
from models.text.parse import Context, scan
from models.text.parse.asked import (
    CalendarQuestion,
    DayAsked,
    DistanceAsked,
    MoreAsked,
    NowAsked,
    Point,
)
from models.text.parse.calendar_questions import read_calendar
from models.text.place_mentions import PLACE_SLOTS, UnknownPlace, is_there, mentions, without
from models.text.places import Place

_NOT_UNDERSTOOD = "I didn't get which day or time you mean. Could you say it another way?"


def _place(reading: Reading) -> Place | None:
    """The place that is asked about; None for here."""
    try:
        found = mentions(reading.command.text, reading.command.slots, reading.command.start)
    except UnknownPlace as unknown:
        raise Unclear(f"I don't know where {unknown} is. Which city do you mean?") from None
    named_places = [mention.place for mention in found if mention.place is not None]
    if not named_places and is_there(reading.command.text) and (before := _before(reading.call)):
        return places.find(before["place"]) if before["place"] else None
    # "on the east coast of the united states"
    zones = [place for place in named_places if place.is_zone]
    return named((zones or named_places)[-1]) if named_places else None


def _question(reading: Reading) -> CalendarQuestion:
    """The question of a command, what a follow-up leaves out filled in."""
    text, call = reading.command.text, reading.call
    try:
        found = mentions(text, reading.command.slots, reading.command.start)
    except UnknownPlace as unknown:
        found = mentions(text.replace(str(unknown), " " * len(str(unknown))))
    named_places = [mention.place for mention in found if mention.place is not None]
    place = named_places[-1] if named_places else None
    where = _context(call, place)
    before = _before(call)
    bare = without(text, found)
    question = read_calendar(bare, where, continued=before is not None)
    for event in reading.texts("event_name"):
        blank = read_calendar(bare.replace(event, " "), where, continued=before is not None)
        unused = isinstance(question, NowAsked) or question is None or question == blank
        if unused and scan.read("date", event, where) is None:
            raise Unclear(f"I don't know when {event} is. Which date do you mean?")
    if question is None:
        if impossible := scan.find_impossible("date", bare, where):
            start, end = impossible[0]
            said = bare[start:end].strip()
            raise Unclear(f"I can't find {said} in the calendar. Which day do you mean?")
        raise Unclear(_NOT_UNDERSTOOD)
    if before is not None and (isinstance(question, MoreAsked) or question == NowAsked(())):
        return _resumed(question, before)
    return question


def _context(call: Call, place: Place | None) -> Context:
    zone = place.zone if place else call.now.tzinfo
    return Context(call.now.astimezone(zone), zone)


def _before(call: Call) -> dict[str, Any] | None:
    return json.loads(call.recent[0]) if len(call.recent) == 1 else None


def _resumed(question: CalendarQuestion, before: dict[str, Any]) -> CalendarQuestion:
    """A follow-up as a whole question: "and until easter", "and in weeks", "and in Paris"."""
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
    if question.unit:
        first = _point(before["first"])
        return DistanceAsked(first, day, question.unit)
    if question.later is not None:
        return DayAsked((day or date.fromisoformat(before["today"])) + question.later, "any")
    assert question.day is not None
    if question.since:
        return DistanceAsked(question.day, day, before["unit"])
    if isinstance(question.day, datetime):
        return DistanceAsked(None, question.day) if question.until else DayAsked(question.day, "any")
    if question.until or before["asked"] == "distance":
        return DistanceAsked(None, question.day, before["unit"])
    part: Any = before["parts"][0] if before["asked"] == "day" else "any"
    return DayAsked(question.day, part)


def _point(text: str) -> Point | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


_PLACE = Parameter(_place, PLACE_SLOTS, answer=place_said)
_ASKED = Parameter(_question, ("*",), ask=_NOT_UNDERSTOOD)


class Clock:
    """Time and date."""

    name = "clock"
    interface = INTERFACE
    title = "the time and the date"

    def __init__(self, context: SkillContext) -> None:
        pass

    def warm(self) -> None:
        """Load the tables of places and the grammar."""
        places.warm()
        read_calendar("what day is it tomorrow", Context(datetime.now(UTC)))

    @operation(
        "datetime_query",
        does="tell you the time and the date",
        examples=(
            "what time is it in Tokyo",
            "how many days until Christmas",
            "what day is the 15th of March",
            "is 2028 a leap year",
        ),
    )
    def tell(
        self,
        call: Call,
        place: Annotated[Place | None, _PLACE] = None,
        *,
        asked: Annotated[CalendarQuestion, _ASKED],
    ) -> Result:
        """Answer a question about the time or the calendar."""
        here = call.now.astimezone(place.zone) if place else call.now
        result = told(asked, here, place, hours24=call.profile.hours24)
        kept = _kept(asked, place, here.date())
        facts = dict(result.facts) | (
            {"place": place.name} if place and place.name in result.sentence else {}
        )
        return replace(result, facts=facts, touched=(json.dumps(kept),))


def _kept(asked: CalendarQuestion, place: Place | None, today: date) -> dict[str, Any]:
    """What a follow-up may need of the question."""
    kept: dict[str, Any] = dict.fromkeys(("day", "first", "unit"), "")
    kept |= {"today": today.isoformat()}
    kept |= {"asked": "other", "parts": [], "place": place.name if place else ""}
    match asked:
        case NowAsked():
            kept |= {"asked": "now", "parts": list(asked.parts)}
        case DayAsked():
            kept |= {"asked": "day", "parts": [asked.part], "day": asked.day.isoformat()}
        case DistanceAsked():
            points = {"day": asked.last, "first": asked.first}
            kept |= {"asked": "distance", "unit": asked.unit}
            kept |= {name: point.isoformat() if point else "" for name, point in points.items()}
    return kept
