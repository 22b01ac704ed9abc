"""What a command says of its devices: places, devices, all, all but; as a parameter of operations."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import partial

from assistant.skills.api import Parameter, Reading
from assistant.skills.home.colours import colour
from assistant.skills.home.exceptions import separated
from assistant.skills.home.naming import EACH, KINDS, is_plural, kinds, words
from assistant.skills.home.switching import PLUGS, STARTED
from assistant.skills.parameters import context
from models.text.parse import ANY_TIME, scan
from models.text.parse.levels import level
from models.text.say_lists import join
from models.types import Command

PLACES = ("house_place", "place_name")
DEVICES = ("device_type", "player_setting")
LIGHT_WORDS = frozenset({"light", "lighting", "lamp", "bulb"})
"""Words for devices that no slot marks."""
APPLIANCE_WORDS = frozenset(word for word, kind in KINDS.items() if kind.domains & (PLUGS | STARTED))
"""Words for what is switched or started."""
_VERBS = frozenset({"switch"})
"""Words for devices that alone are verbs."""
_BESIDE = re.compile(
    r"\b(\w+) (?:by|near|beside|next to|close to|above|over|under|underneath|below|behind|opposite"
    r"|in front of|on top of) (?:the|my|our|that) (\w+)",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\bthe (?!other|same|last|first|next|second|only|wrong)(\w+) ones?\b(?! (?:by|in|at|of|on the)\b)",
    re.IGNORECASE,
)
_CLAUSE = frozenset({"is", "are", "was", "were", "s", "that", "which", "left", "still", "being", "what"})
"""Words of a clause about a state, which no command gives."""
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
    words: tuple[str, ...] = ()
    """Words for days and ranks outside the slots, which are to be part of a name: "night"."""
    on: bool | None = field(default=None, compare=False)
    """True for a command that ends in "on", False for one that ends in "off"."""
    text: str = field(default="", compare=False)
    """The command's words, for names that no slot marks; empty where the words lean on another command."""

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


def wish(
    noun: str,
    *kinds: Collection[str],
    slots: tuple[str, ...] = (),
    say: Callable[[Wish, str], str] | None = None,
) -> Parameter:
    """The words for the devices of a command.

    Arguments:
        noun: plural name of what is meant where no device is named: "lights".
        kinds: words for devices that are read where no slot marks them; earlier ones count more.
        slots: further slots with names of devices.
        say: the devices as an object, from the wish and the noun; `said` where None.
    """
    phrase = say or said
    return Parameter(
        partial(_read, kinds=tuple(map(frozenset, kinds)), slots=(*DEVICES, *slots)),
        (*PLACES, *DEVICES, *slots),
        ("all", "except"),
        uses=_time_words,
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


def _read(reading: Reading, kinds: tuple[frozenset[str], ...], slots: tuple[str, ...]) -> Wish:
    command = source = separated(reading.command)
    reading = replace(reading, command=command)
    places, devices = _named(reading, slots)
    own = any(slot.start < slot.end for slot in command.slots if slot.name in (*PLACES, *slots))
    if not own and command.relation == "correction" and reading.before is not None:
        # "no, green" is about what was named before, whole
        source = reading.before
    found = (_kind_said(source, words_of) for words_of in kinds)
    named = next(filter(None, found), "")
    if named and all(slot.start == slot.end for slot in command.slots if slot.name in slots):
        # "the TV and the hall light": the device of the neighbour is none of this command
        devices = ()
    kind = "" if devices else named
    excluded = tuple(said for said in command.modifiers.excluded if not _is_value(said, reading))
    spoken = [*devices, kind] if kind else list(devices)
    # "each lamp" is marked by its word, whether or not the modifier was found
    each = any(phrase.lower().split()[:1] and phrase.lower().split()[0] in EACH for phrase in spoken)
    of_places = [slot for slot in command.slots if slot.name in PLACES]
    lent = bool(of_places) and all(slot.start == slot.end for slot in of_places)
    everything = command.modifiers.all or each
    text = _unmodified(source)
    slots_said = [(slot.start - command.start, slot.end - command.start) for slot in command.slots]
    beside = tuple(
        command.text[first:last]
        for first, last in _time_words(command.text)
        if command.text[first:last] in _unmodified(command)
        and not any(start < last and first < end for start, end in slots_said)
    )
    return Wish(
        places, devices, kind, everything, excluded, lent, beside, _particle(command), text
    )  # fmt: skip


def _named(reading: Reading, slots: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words for places and for devices."""
    command = reading.command
    places, devices = tuple(reading.texts(*PLACES)), tuple(reading.texts(*slots))
    lent = all(slot.start == slot.end for slot in command.slots if slot.name in (*PLACES, *slots))
    one = _ONE.search(_unmodified(command))
    if lent and one is not None:
        # "the left curtain to 30 percent and the right one to 60": the kind alone is the neighbour's
        kinds_of = [" ".join(kinds(words(device))) for device in devices]
        devices = tuple(f"{one[1]} {kind}" for kind in kinds_of if kind)
        places = () if devices else (one[1],)
    elif not devices and (near := _landmark(command)):
        places = (near,)
    return places, devices


def _particle(command: Command) -> bool | None:
    """Whether an elliptic command ends in "on" or "off"; None for one with neither, and for a full one."""
    said = re.findall(r"[a-z]+", _unmodified(command).lower().removesuffix(" please"))
    elliptic = command.relation != "new" and not _CLAUSE & set(said)
    particles = [word for word in said if word in ("on", "off")]
    return said[-1] == "on" if elliptic and len(particles) == 1 and said[-1] == particles[0] else None


def _landmark(command: Command) -> str | None:
    """What tells a device and has no slot: the piano of "the lamp by the piano"."""
    found = _BESIDE.search(command.text)
    marked = any(slot.start < slot.end for slot in command.slots if slot.name in PLACES)
    known = found is not None and bool({*words(found[1])} & (LIGHT_WORDS | APPLIANCE_WORDS))
    return found[2] if found is not None and known and not marked else None


def _time_words(text: str) -> list[tuple[int, int]]:
    """Where words for days, parts of the day and ranks stand, as in "night light" and "first floor"."""
    found = [(start, end) for start, end in scan.covers(text) if not any(map(str.isdigit, text[start:end]))]
    return [(start, end) for start, end in found if scan.read("number", text[start:end], ANY_TIME) is None]


def _unmodified(command: Command) -> str:
    """The text without the words of modifiers."""
    text, modifiers = command.text, command.modifiers
    for said in (*modifiers.excluded, modifiers.at, modifiers.repeat, modifiers.lasting):
        text = text.replace(said, " , ") if said else text
    return text


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
        meant = known and known[0] in kinds and (known[0] not in _VERBS or is_plural(word))
        if meant and not any(first < at and start < last for first, last in marked):
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
