"""What the skills for devices share: the connection to Home Assistant, and finding what a sentence names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.home_assistant import Entity, HomeAssistant, match
from assistant.skills import Request, Result, SkillContext
from assistant.spoken import durations, times
from assistant.spoken.phrases import join

UNAVAILABLE = Result({}, "Home Assistant isn't set up on this assistant.", "unavailable")

_GENERIC_PLACE = re.compile(
    r"\b(house|home|room|here|flat|apartment|this room|my room|entire house|whole house)\b"
)
_LATER = re.compile(
    r"\b(after|later|from now|when i|every|daily|tomorrow|tonight|until|between|everyday|each)\b|\bin \d"
    r"|\bin an? (hour|minute)"
)


@dataclass(frozen=True, slots=True)
class Target:
    """Devices that a sentence names."""

    entities: list[Entity]
    words: str
    """How to say them: "kitchen lights"."""
    place: str
    """Empty where none was named."""


def connect(context: SkillContext) -> HomeAssistant | None:
    """The configured Home Assistant; None where there is none."""
    return HomeAssistant(context.config.home_assistant) if context.config.home_assistant else None


def place_of(request: Request) -> str:
    """The place that was named, without its article; empty where it is the whole house, or none."""
    place = (request.slot("house_place") or "").lower()
    place = re.sub(r"^(?:the|my|our|this|in the|in) ", "", place).removesuffix("'s").strip()
    return "" if _GENERIC_PLACE.fullmatch(place) else place


def device_of(request: Request) -> str:
    """The device that was named, without its article; empty where none was."""
    device = (request.slot("device_type") or "").lower()
    return re.sub(r"^(?:the|my|our|this|all|all the) ", "", device).strip()


def scheduled(request: Request) -> Result | None:
    """The refusal of a request for later: doing it at once would be wrong. None where it is for now."""
    text = request.text.lower()
    later = request.slot("time", "date", "general_frequency") and not re.fullmatch(
        r"now|right now|today|immediately|tonight", request.slot("time", "date", "general_frequency") or ""
    )
    if later or durations.find(text) or times.find(text) or _LATER.search(text):
        return Result({}, "I can only switch devices at once, not at a later time.", "failed")
    return None


def find(home: HomeAssistant, entities: list[Entity], place: str, words: str) -> list[Entity]:
    """The devices whose names hold the words and the place; where no name holds the place, those of the
    area."""
    chosen = match(entities, f"{place} {words}")
    if place and not chosen:
        chosen = match(home.in_area(place, entities), words)
    return chosen


def none_found(place: str, words: str) -> Result:
    """The reply where Home Assistant knows no such device."""
    facts = {"device": words} | ({"place": place} if place else {})
    return Result(
        facts, f"I found no {words}{f' for the {place}' if place else ''} in Home Assistant.", "failed"
    )


def several(entities: list[Entity]) -> Result:
    """The reply where a sentence may mean more than one device."""
    names = join([entity.name for entity in entities[:4]], "or")
    return Result({"devices": names}, f"Tell me which one: {names}.", "failed")
