"""The clock and the calendar: what time and day it is, here or elsewhere, and how far days are apart."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

from assistant.skills.api import INTERFACE, Call, Parameter, Reading, Result, SkillContext, Unclear, operation
from assistant.skills.time.place_names import named, place_said
from assistant.skills.time.resuming import in_its_year, kept, resumed
from assistant.skills.time.telling import told
from models.text import places
from models.text.parse import Context, scan
from models.text.parse.asked import (
    CalendarQuestion,
    DayAsked,
    MoreAsked,
    NowAsked,
)
from models.text.parse.calendar_questions import read_calendar, read_told
from models.text.parse.lasting import read_lasting
from models.text.place_mentions import PLACE_SLOTS, UnknownPlace, is_there, mentions, without
from models.text.places import Place

_SAME_YEAR = re.compile(r"\s*\b(?:(?:of|in) )?(?:the same|that) year\b", re.IGNORECASE)
_OF_IT = re.compile(
    r"\b(?:weekday|week day|day of the week) (?:is|was|will) (?:it|that)\b(?! (?:now|today))", re.IGNORECASE
)
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
    if before is not None and before["day"]:
        bare = _SAME_YEAR.sub(f" {before['day'][:4]}", bare)
    question = read_calendar(bare, where, continued=before is not None)
    if question is None or isinstance(question, NowAsked):
        if (told_day := read_told(bare, where)) is not None:
            about = kept(DayAsked(told_day[0], "any"), None, where.today)
            return resumed(told_day[1], about, where)
        question = read_lasting(bare, where) or question
        if before is not None and question == NowAsked(("weekday",)) and _OF_IT.search(bare):
            question = MoreAsked(part="weekday")
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
        return resumed(in_its_year(question, before, bare), before, where)
    return question


def _context(call: Call, place: Place | None) -> Context:
    zone = place.zone if place else call.now.tzinfo
    return Context(call.now.astimezone(zone), zone)


def _before(call: Call) -> dict[str, Any] | None:
    """The question that this one goes on from: what it leans on, or the one before it in the sentence."""
    latest = call.dialogue.latest
    beside = latest.touched if latest is not None and latest.skill == Clock.name else ()
    touched = call.recent or beside
    return json.loads(touched[0]) if len(touched) == 1 else None


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
        after = kept(asked, place, here.date())
        facts = dict(result.facts) | (
            {"place": place.name} if place and place.name in result.sentence else {}
        )
        return replace(result, facts=facts, touched=(json.dumps(after),))
