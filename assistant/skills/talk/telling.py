"""How the owner's settings are read from a command."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from assistant.skills.api import Parameter, Reading, Unclear
from models.text import places, settings
from models.text.say_lists import join
from models.text.settings import Setting

LIKE = 70
"""Least likeness, of 100, of a habit that is to be forgotten."""
_NAME, _HOME, _UNITS, _HABIT = ("person_name",), ("home_town",), ("unit_system",), ("habit",)
_PLACE = ("place_name", "time_zone", "country")


@dataclass(frozen=True, slots=True)
class Where:
    """A place or zone that was told."""

    setting: Setting
    """home_town, zone or country."""
    value: str
    """As the profile keeps it."""
    said: str
    place: places.Place | None = None


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What is to be forgotten."""

    settings: tuple[Setting, ...]
    habit: str | None = None
    """The one habit, where only this is meant."""


def _name(reading: Reading) -> str | None:
    said = reading.texts(*_NAME)
    if not said:
        return None
    names = [settings.person(words) for words in said]
    if None in names:
        raise Unclear("What should I call you?")
    # "Dana, not Dan" and "from Dan to Dana": the one that is new
    new = [name for name in names if name and name != reading.call.profile.name]
    return (new or names)[-1]


def _answered_name(reading: Reading) -> str | None:
    return _name(reading) or settings.person(reading.command.text)


def _where(reading: Reading) -> Where | None:
    home, place = reading.first(*_HOME), reading.first(*_PLACE)
    said = home or place
    if said is None:
        return None
    found = places.find(said)
    named = settings.settings(reading.command.text)
    if found is not None and (found.is_zone or (place and "zone" in named)):
        return Where("zone", str(found.zone), found.name, found)
    if place and not home and found is not None and (found.region == found.name or "country" in named):
        return Where("country", found.country, found.name, found)
    name = found.name if found else settings.person(said)
    if name is None:
        raise Unclear("Where do you live?")
    return Where("home_town", name, name, found)


def _units(reading: Reading) -> str | None:
    said = reading.first(*_UNITS)
    if said is None or settings.hours(said):
        return None
    found = settings.units(said)
    if found is None:
        raise Unclear("Metric or imperial units?")
    return found


def _hours(reading: Reading) -> int | None:
    said = reading.first(*_UNITS)
    if said is None and not reading.texts(*_NAME, *_HOME, *_HABIT, *_PLACE):
        said = reading.command.text
    return settings.hours(said) if said else None


def _habit(reading: Reading) -> str | None:
    """The habit, with its times, which may be slots of their own."""
    found = next((slot for slot in reading.command.slots if slot.name in _HABIT), None)
    if found is None:
        return None
    own = (*_NAME, *_HOME, *_UNITS, *_PLACE)
    end = max(slot.end for slot in reading.command.slots if slot.name not in own)
    start = reading.command.start
    words = reading.command.text[found.start - start : end - start] if found.start < end else found.value
    return settings.second_person(words.strip(" .!?") or found.value)


def _wanted(reading: Reading) -> tuple[Setting, ...]:
    """The settings that a question is about."""
    return settings.settings(" ".join([reading.command.text, *reading.texts("profile_field")]))


def _unwanted(reading: Reading) -> Forgetting:
    modifiers, call = reading.command.modifiers, reading.call
    kept = {setting for words in modifiers.excluded for setting in settings.settings(words)}
    if (habit := _habit(reading)) and call.profile.told("habit"):
        best = process.extractOne(habit, call.profile.told("habit"), scorer=fuzz.WRatio, score_cutoff=LIKE)
        return Forgetting(("habit",), best[0] if best else habit)
    named: tuple[Setting, ...] = ("name",) if reading.texts(*_NAME) else ()
    if reading.texts(*_HOME):
        named = (*named, "home_town")
    if not named and not modifiers.all:
        named = _wanted(reading)
    if not named and not modifiers.all and call.pointed:
        named = tuple(setting for setting in settings.ALL if setting in call.recent)
    return Forgetting(tuple(setting for setting in named or settings.ALL if setting not in kept))


WORDS: dict[Setting, str] = {
    "name": "your name", "home_town": "where you live", "unit_system": "your units", "hours": "your clock",
    "zone": "your time zone", "country": "your country", "habit": "your habits",
}  # fmt: skip

EVERYTHING = "everything that you told me about yourself"


def said(forgetting: Forgetting) -> str:
    """What is to be forgotten, as a question says it."""
    if forgetting.habit:
        return f"that you {forgetting.habit}"
    if len(forgetting.settings) == len(settings.ALL):
        return EVERYTHING
    return join([WORDS[setting] for setting in forgetting.settings])


NAME = Parameter(_name, (*_NAME, "*"), answer=_answered_name)
WHERE = Parameter(_where, (*_HOME, *_PLACE), say=lambda where: where.said)
UNITS = Parameter(_units, _UNITS)
HOURS = Parameter(_hours, _UNITS)
HABIT = Parameter(_habit, _HABIT)
ASKED = Parameter(_wanted, ("profile_field", "*"), say=lambda asked: ", ".join(WORDS[one] for one in asked))
UNWANTED = Parameter(_unwanted, ("profile_field", "*"), modifiers=("all", "except"), say=said)
