"""What the skills for devices share: the connection to Home Assistant, and finding what a sentence names."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.skills.api import Question, Request, Result, SkillContext
from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.house import Entity
from assistant.spoken.numbers import digits
from models.text.say_lists import join

UNAVAILABLE = Result({}, "Home Assistant isn't set up on this assistant.", "unavailable")

_GENERIC_PLACE = re.compile(
    r"(this |my |the |entire |whole |every )?(house|home|room|rooms|here|flat|apartment|place)"
)
_ROOM = (
    r"(?:(?:living|dining|guest|kids|game|play|media|sitting|drawing|laundry|utility|bed|bath|sun) ?rooms?"
    r"|kitchen"
    r"|lounge|hall(?:way)?|corridor|garage|garden|yard|office|basement|cellar|attic|loft|porch|patio|terrace|balcony"
    r"|study|nursery|den|stair(?:s|case)|upstairs|downstairs|toilet|closet|pantry|workshop|gym|library|shed)"
)
_PLACE = re.compile(
    rf"\b({_ROOM})\b|\b(?:in|inside) (?:the |my |our )([a-z']+(?: rooms?)?)(?: (?:please|now))*$"
)
_LATER = re.compile(
    r"\b(after|later|from now|when|if|every|daily|tomorrow|tonight|until|between|everyday|each)\b|\b(in"
    r"|for) \d"
    r"|\bin an? (hour|minute|second)|\bat \d|\d (am|pm|o'?clock)\b|\b(noon|midnight)\b"
)

_NOISE = re.compile(
    r"the|my|an?|all|of|in|on|this|that|our|your|please|every|smart|wemo|switch|house|home|now"
)


def connect(context: SkillContext) -> HomeAssistant | None:
    """The configured Home Assistant; None where there is none."""
    return HomeAssistant(context.config.home_assistant) if context.config.home_assistant else None


def place_of(request: Request) -> str:
    """The place that was named, without its article; empty where it is the whole house, or none.

    The words are read too: a room that the classifier did not tag must not become every room.
    """
    place = (request.slot("house_place") or "").lower()
    if not place:
        text = re.sub(r"[^a-z' ]", "", request.text.lower().replace("’", "'")).strip()
        found = _PLACE.search(text)
        place = (found[1] or found[2]) if found else ""
    place = re.sub(r"^(?:the|my|our|this|in the|in|on|off|up|down) ", "", place).removesuffix("'s").strip()
    return "" if _GENERIC_PLACE.fullmatch(place) else place.replace("bed room", "bedroom")


def device_of(request: Request) -> str:
    """The device that was named, without its article; empty where none was."""
    device = (request.slot("device_type") or "").lower()
    return re.sub(r"^(?:the|my|our|this|all|all the) ", "", device).strip()


def scheduled(request: Request) -> Result | None:
    """The refusal of a request for later: doing it at once would be wrong. None where it is for now."""
    named = request.slot("time", "date", "general_frequency") or ""
    now = re.fullmatch(
        r"(right )?now|today|tonight|immediately|at once|this (morning|evening|afternoon)", named
    )
    if (named and not now) or _LATER.search(digits(request.text)):
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
    place = "" if place in words else place
    facts = {"device": words} | ({"place": place} if place else {})
    return Result(
        facts, f"I found no {words}{f' for the {place}' if place else ''} in Home Assistant.", "failed"
    )


def several(entities: list[Entity], act: Callable[[list[Entity]], Result]) -> Result:
    """The question where a sentence may mean more than one device; `act` switches the one that is named."""

    def pick(reply: Request) -> Result | None:
        chosen = match(entities, reply.text)
        return act(chosen) if len(chosen) == 1 else None

    names = join([entity.name for entity in entities[:4]], "or")
    return Result({}, f"Which one: {names}?", "asked", Question(on_answer=pick))


def asks_about(request: Request) -> bool:
    """Whether the sentence asks something about a device ("how do I start it") and so starts nothing."""
    return (
        re.match(r"(how|does|do|did|what|why|when|where|which|is there|are there)\b", request.text.lower())
        is not None
    )


def match(entities: list[Entity], words: str) -> list[Entity]:
    """The entities whose names hold every word of `words`, singular or plural; all of them where it has no
    telling word."""
    wanted = [_stem(word) for word in re.findall(r"[a-z0-9]+", words.lower()) if not _NOISE.fullmatch(word)]
    together = "".join(wanted)
    kept = []
    for entity in entities:
        name = entity.name.lower() + " " + entity.id.partition(".")[2].replace("_", " ")
        known = {_stem(word) for word in re.findall(r"[a-z0-9]+", name)}
        joined = "".join(re.findall(r"[a-z0-9]+", name))
        # "bed room" is the bedroom
        if all(word in known for word in wanted) or (len(together) > 4 and together in joined):
            kept.append(entity)
    return kept


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word
