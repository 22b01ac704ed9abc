"""Commands that only the names of the house make clear: "start Rosie", "switch to Cosy Evening".

The classifier knows no names. A command that it is unsure of and that is nothing but a verb and the whole
name of a device is read by the device's kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.skills.home.amounts import SLOT
from assistant.skills.home.house import Area, Entity, Floor, House
from assistant.skills.home.matching import names_of
from assistant.skills.home.naming import EACH, KINDS, Words, kinds, words
from models.text.parse import ANY_TIME
from models.text.parse.levels import level
from models.types import Command, Slot

_COURTESY_WORDS = """
    please can could would will you hey ok okay now then just i we want to like let lets us me for up mode her
    him his it its go and some time away
"""
_ON_WORDS = "turn switch put on start activate run enable begin launch trigger execute set play use"
_NOUNS = frozenset({"scene", "script", "routine", "mood"})
_CLEANING_WORDS = "clean cleaning vacuum vacuuming hoover hoovering resume out send"
_HOMEWARD_WORDS = """
    stop pause halt dock home back return base charge charger charging station send bring call come end cancel
"""
_SENT_HOME = frozenset({"send", "bring", "call", "come"})
"""Verbs that stop nothing alone."""
_ASKING_WORDS = """
    is are what where how doing state status cleaning docked charging running working still on off open closed
    shut battery level busy active ha has been locked unlocked moving
"""
_COURTESY = frozenset(_COURTESY_WORDS.split())
_CLEANING = frozenset(_CLEANING_WORDS.split())
_ON = frozenset(_ON_WORDS.split())
_OFF = frozenset({"turn", "switch", "put", "off", "deactivate", "disable", "stop", "shut", "down"})
_ENDING = frozenset({"off", "deactivate", "disable", "stop"})
_SWITCHING = frozenset({"turn", "switch", "put"})
"""Verbs that say nothing without "on" or "off"."""
_OPEN = frozenset({"open", "raise", "lift", "extend", "roll"})
_CLOSE = frozenset({"close", "shut", "lower", "retract", "roll", "down"})
_HOMEWARD = frozenset(_HOMEWARD_WORDS.split())
_ASKING = frozenset(_ASKING_WORDS.split())
_STATES = frozenset({"off", "open", "closed", "shut", "locked", "unlocked", "running"})
_WHOLE = EACH | {"anything", "downstair", "upstair"}
"""Words for all of a house or of a storey."""
_THERE = frozenset({"there", "something", "which", "do", "have", "still"})
_MOST_WORDS = 9
_VERBS = _ON | _OFF | _CLEANING | _HOMEWARD | _OPEN | _CLOSE | {"is", "what", "where", "how"} | _NOUNS
_LOCKED = frozenset({"lock", "unlock"})
_AIMED = re.compile(r"\s+(?P<level>(?:at|to)\s+\S.*?)(?:,?\s+please)?[\s.!?]*$", re.IGNORECASE)
"""The level behind a device's name."""
_LEVELLED = {"light": "iot_hue_lightchange", "fan": "iot_fan_set", "cover": "iot_cover_set"}
LOCKING = "iot_lock"
"""Name of what no skill does, for the refusal."""


def may_name(command: Command) -> bool:
    """Whether a command is so short and plain that the names of the house may make it clear."""
    spoken = {*words(command.text), *re.findall(r"\bon\b", command.text.lower())}
    verbs = bool(spoken & (_VERBS | _LOCKED | {"on"}))
    return len(spoken) <= _MOST_WORDS and (verbs or _AIMED.search(command.text) is not None)


def recognized(entities: Iterable[Entity], command: Command) -> Command | None:
    """The command as the device that its text names makes it; None where it names none.

    Its words say the rest: no word may be left that is neither the name nor a verb for the kind of device.
    """
    spoken = words(command.text)
    named = [(name, entity) for entity in entities for name in names_of(entity) if _holds(spoken, name)]
    asked, on = command.dialogue_act == "question", re.search(r"\bon\b", command.text.lower()) is not None
    for name, entity in sorted(named, key=lambda pair: -len(pair[0])):
        if not asked and (levelled := _levelled(command, entity)) is not None:
            return levelled
        rest = _without(spoken, name) - _COURTESY - {*words(entity.area)}
        if (intent := _intent(entity, rest, asked=asked, on=on)) is not None:
            return replace(command, intent=intent, decision="act", slots=_slots(command, entity))
    return None


def asks_of_state(house: House, command: Command) -> Command | None:
    """A question about the state of a kind of device or of a place: "what's open downstairs"."""
    spoken = frozenset(words(command.text)) - _COURTESY
    spots: tuple[Area | Floor, ...] = (*house.areas, *house.floors)
    places = {word for spot in spots for name in names_of(spot) if set(name) <= spoken for word in name}
    rest = spoken - places - _WHOLE - _THERE
    states = rest & _STATES or re.search(r"\bon\b", command.text.lower())
    if command.dialogue_act != "question" or not states:
        return None
    if not (places or spoken & _WHOLE or kinds(tuple(spoken))):
        return None
    return replace(command, intent="iot_query", decision="act") if rest <= _ASKING | KINDS.keys() else None


def _levelled(command: Command, entity: Entity) -> Command | None:
    """A name and a level, "stall 3 at 45 percent", as the command for a device that has levels."""
    aimed, slots = _AIMED.search(command.text), _slots(command, entity)
    if aimed is None or not slots or slots[0].end != command.start + aimed.start():
        return None
    before = {*words(command.text[: slots[0].start - command.start])}
    if command.dialogue_act != "request" or not before <= _COURTESY | _SWITCHING | {"set", "make"}:
        return None
    if entity.domain not in _LEVELLED or level(aimed["level"], ANY_TIME) is None:
        return None
    start, end = (command.start + at for at in aimed.span("level"))
    wanted = Slot(SLOT, aimed["level"], aimed["level"], start, end)
    return replace(command, intent=_LEVELLED[entity.domain], decision="act", slots=(*slots, wanted))


def _slots(command: Command, entity: Entity) -> tuple[Slot, ...]:
    """The device's name as it was said; empty where it was said in other words."""
    found = re.search(re.escape(entity.name), command.text, re.IGNORECASE)
    if found is None:
        return ()
    start, end = (command.start + at for at in found.span())
    return (Slot("device_type", found[0], found[0], start, end),)


def _intent(entity: Entity, rest: frozenset[str], *, asked: bool, on: bool) -> str | None:
    if asked:
        return "iot_query" if rest and rest <= _ASKING else None
    if entity.domain == "lock":
        return LOCKING if rest and rest <= _LOCKED else None
    if entity.domain in ("scene", "script"):
        return "iot_scene" if rest and rest <= _ON | _NOUNS else None
    if entity.domain == "vacuum":
        if rest & (_HOMEWARD - _SENT_HOME) and rest <= _HOMEWARD | _CLEANING | _OFF:
            return "iot_cleaning_stop"
        return "iot_cleaning" if rest and rest <= _ON | _CLEANING else None
    if entity.domain == "cover":
        if rest & (_OPEN - {"roll"}) and rest <= _OPEN:
            return "iot_cover_open"
        return "iot_cover_close" if rest & (_CLOSE - {"roll", "down"}) and rest <= _CLOSE else None
    if rest & _ENDING and rest <= _OFF:
        return "iot_wemo_off"
    return "iot_wemo_on" if rest <= _ON and (rest - _SWITCHING or on) else None


def _holds(text: Words, name: Words) -> bool:
    return any(text[at : at + len(name)] == name for at in range(len(text) - len(name) + 1))


def _without(text: Words, name: Words) -> frozenset[str]:
    """The words of a text outside the first place of a name."""
    at = next(at for at in range(len(text)) if text[at : at + len(name)] == name)
    return frozenset((*text[:at], *text[at + len(name) :]))
