"""What a command says of its devices: places, devices, all, all but; as a parameter of operations."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial

from assistant.skills.api import Parameter, Reading
from assistant.skills.home.colours import colour
from assistant.skills.home.naming import EACH, is_plural, words
from assistant.skills.parameters import context
from models.text.parse.levels import level
from models.text.say_lists import join
from models.types import Command

PLACES = ("house_place", "place_name")
DEVICES = ("device_type", "player_setting")
LIGHT_WORDS = frozenset({"light", "lighting", "lamp", "bulb"})
"""Words for devices that no slot marks."""
_ARTICLES = ("the ", "my ", "our ", "your ", "this ", "that ", "a ", "an ", "these ", "those ")


@dataclass(frozen=True, slots=True)
class Wish:
    """The words for the devices of a command."""

    places: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    kind: str = ""
    """Word for the kind of device that was said outside the slots: "lamps"."""
    everything: bool = False
    excluded: tuple[str, ...] = ()
    lent: bool = False
    """Whether the places come from another command, so that they need not be meant."""

    @property
    def vague(self) -> bool:
        """Whether no device and no place is named."""
        return not (self.places or self.devices or self.everything or self.excluded)

    def phrases(self) -> tuple[str, ...]:
        """The words for devices."""
        return self.devices or ((self.kind,) if self.kind else ())

    def of(self, places: tuple[str, ...]) -> Wish:
        """The same for other places."""
        return replace(self, places=places, lent=False)


def wish(noun: str, kinds: Collection[str] = (), say: Callable[[Wish, str], str] | None = None) -> Parameter:
    """The words for the devices of a command.

    Arguments:
        noun: plural name of what is meant where no device is named: "lights".
        kinds: words for devices that are read where no slot marks them.
        say: the devices as an object, from the wish and the noun; `said` where None.
    """
    phrase = say or said
    return Parameter(
        partial(_read, kinds=frozenset(kinds)),
        (*PLACES, *DEVICES),
        ("all", "except"),
        say=lambda wished: phrase(wished, noun),
    )


def said(wished: Wish, noun: str) -> str:
    """The devices as an object: "the kitchen lights", "all the lights except the hall"."""
    places = [bare(place) for place in wished.places]
    devices = [bare(device) for device in wished.devices] or [wished.kind or noun]
    head = "all the" if wished.everything and len(places) < 2 else "the"
    if places and all(devices):
        named = f"{head} {join(places)} {join(devices)}" if not wished.devices else ""
        named = named or f"{head} {join(devices)} in the {join(places)}"
    else:
        named = f"{head} {join(devices)}"
    but = f" except the {join([bare(one) for one in wished.excluded])}" if wished.excluded else ""
    return named + but


def _read(reading: Reading, kinds: frozenset[str]) -> Wish:
    command = reading.command
    devices = tuple(reading.texts(*DEVICES))
    places = tuple(reading.texts(*PLACES))
    kind = "" if devices else _kind_said(command, kinds)
    excluded = tuple(said for said in command.modifiers.excluded if not _is_value(said, reading))
    spoken = [*devices, kind] if kind else list(devices)
    # "each lamp" is marked by its word, whether or not the modifier was found
    each = any(phrase.lower().split()[:1] and phrase.lower().split()[0] in EACH for phrase in spoken)
    lent = all(slot.start == slot.end for slot in command.slots if slot.name in PLACES)
    return Wish(places, devices, kind, command.modifiers.all or each, excluded, bool(places) and lent)


def _is_value(text: str, reading: Reading) -> bool:
    """Whether an exception only says which value is not meant: "fifty, not twenty"."""
    return level(text, context(reading.call)) is not None or colour(text, context(reading.call)) is not None


def _kind_said(command: Command, kinds: frozenset[str]) -> str:
    """The last word for a kind of device that stands outside the slots and exceptions, as said."""
    found, at = "", command.start
    marked = [(slot.start, slot.end) for slot in command.slots]
    for phrase in command.modifiers.excluded:
        if (place := command.text.find(phrase)) >= 0:
            marked.append((command.start + place, command.start + place + len(phrase)))
    for word in command.text.split():
        start = command.start + command.text.index(word, at - command.start)
        at = start + len(word)
        known = words(word)
        if known and known[0] in kinds and not any(first < at and start < last for first, last in marked):
            # "the light" after "the lights" says no less
            found = found if is_plural(found) else word.strip(".,!?").lower()
    return found


def bare(phrase: str) -> str:
    """A phrase without its article."""
    phrase = phrase.strip()
    for article in _ARTICLES:
        if phrase.lower().startswith(article):
            return phrase[len(article) :]
    return phrase
