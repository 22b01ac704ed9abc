"""Parameters of lists: the items and the list that a command names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from assistant.skills.api import Parameter, Reading, Unclear
from models.text import list_words
from models.text.items import apart, core, items, measured
from models.text.list_names import is_vague, list_name, spoken_name
from models.text.parse import ANY_TIME, Kind, scan
from models.types import Command, Slot

TIMES = ("date", "time", "timeofday", "general_frequency", "duration")
NOUNS = (
    "food_type", "drink_type", "coffee_type", "ingredient", "meal_type", "order_type", "device_type",
    "event_name", "person", "relation", "business_name", "business_type", "place_name", "house_place",
    "media_type", "music_genre", "music_descriptor", "music_album", "song_name", "artist_name",
    "audiobook_name", "audiobook_author", "podcast_name", "movie_name", "movie_type", "game_name", "app_name",
    "color_type", "transport_type", "person_name", "definition_word", "personal_info", "note_text",
)  # fmt: skip
"""Slots of other intents that the classifier may see in the words of an item."""
REMARK = "remark"
"""A time that no slot marks: "I'm baking tonight, I need flour"; beside an item it belongs to it."""
LIST_NAMES = ("list_name", "playlist_name")
_BETWEEN = re.compile(r"\s*(?:(?:at|on|for|in|with|by|to|of|from|about|the|an?|my|our|this|next|every)\s+)*")
_ENUMERATED = re.compile(r"\s*(?:,|,?\s*and)\s+(?:(?:the|an?|some|my)\s+)?")
_JOINING = re.compile(r"\s+(?:(?:and|&)\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_OF_IT = re.compile(r"\s+of\s+(?:it|that|this|them|those|these|the same)\b", re.IGNORECASE)
_AFTER_PREPOSITION = re.compile(
    r"\b(?:at|for|in|with|by|of|from|about|to|on)\s+(?:(?:the|an?|my|our|this|that)\s+)?$"
)


@dataclass(slots=True)
class _Group:
    """The words of one item slot and of the slots that belong to it."""

    start: int
    end: int
    value: str


def said_items(reading: Reading, *, times: bool = True) -> list[str]:
    """The words of the slots that hold items, one text for each, with the words of other slots beside them.

    Arguments:
        times: whether the time beside an item belongs to it.

    Raises:
        Unclear: a value stands apart from all items.
    """
    meant = [slot for slot in _meant(reading) if times or slot.name not in (*TIMES, REMARK)]
    groups = [_Group(slot.start, slot.end, _of_it(slot, reading)) for slot in meant if slot.name == "item"]
    if not groups:
        return [slot.value for slot in meant if slot.name in NOUNS and _stands_alone(slot, reading)]
    apart = [slot for slot in meant if slot.name != "item" and not _joined(slot, groups, reading)]
    texts = _whole(sorted(groups, key=lambda group: group.start), reading)
    if len(texts) == len(apart) == 1 and apart[0].name in TIMES:
        # "call mum to my list for today"
        return [f"{texts[0]} ({apart[0].value.removesuffix(chr(39) + 's')})"]
    apart = [slot for slot in apart if slot.name != REMARK]
    if apart:
        raise Unclear(f"I don't know what to do with “{apart[0].text}” there. Which item do you mean?")
    return texts


def _of_it(slot: Slot, reading: Reading) -> str:
    """The words of an item; a measure "of it" with the thing that was spoken of: "two sacks of it"."""
    if slot.start >= slot.end:
        return slot.value
    within = _OF_IT.search(slot.value)
    beyond = _OF_IT.match(reading.command.text, slot.end - reading.command.start)
    if (within is None or within.end() < len(slot.value)) and beyond is None:
        return slot.value
    measure = slot.value[: within.start()] if within else slot.value
    before = reading.before.slots if reading.before else ()
    named = [item for one in before if one.name == "item" for item in items(one.value)]
    heard = reading.call.dialogue.last_heard
    thing = core(named[0]) if len(named) == 1 else measured(heard) if heard else None
    return f"{measure} of {thing}" if thing else slot.value


def _whole(groups: list[_Group], reading: Reading) -> list[str]:
    """The words of the slots, those of one thing together: "salt and vinegar" "crisps"."""
    texts, at = list[str](), 0
    while at < len(groups):
        end = at + 1
        for last in range(len(groups), at + 1, -1):
            between = [_words(reading, one.end, other.start) for one, other in pairwise(groups[at:last])]
            said = _words(reading, groups[at].start, groups[last - 1].end)
            if all(map(_JOINING.fullmatch, between)) and _AND.search(said) and len(items(said)) == 1:
                end = last
                break
        one = end == at + 1
        texts.append(groups[at].value if one else _words(reading, groups[at].start, groups[end - 1].end))
        at = end
    return texts


def _meant(reading: Reading) -> list[Slot]:
    """The slots with words that may name an item, in the order of the text."""
    modifiers = reading.command.modifiers
    later = " ".join(filter(None, (modifiers.at, modifiers.repeat, modifiers.lasting)))
    return [
        slot
        for slot in sorted(reading.command.slots, key=lambda slot: slot.start)
        if slot.name in ("item", *NOUNS, *TIMES, REMARK)
        and not (slot.text in later or is_vague(slot.value) or list_words.place(slot.value) is not None)
    ]


def _joined(slot: Slot, groups: list[_Group], reading: Reading) -> bool:
    """Join the words of a slot to the item beside them, or make them an item where they are enumerated."""
    for group in groups:
        first, last = sorted([(group.start, group.end), (slot.start, slot.end)])
        if first == last or first[1] > last[0]:
            continue
        between = _words(reading, first[1], last[0])
        if slot.name in NOUNS and _ENUMERATED.fullmatch(between):
            groups.append(_Group(slot.start, slot.end, slot.value))
            return True
        if _BETWEEN.fullmatch(between) and not slot.value.endswith("'s"):
            group.start, group.end = first[0], last[1]
            group.value = _words(reading, group.start, group.end)
            return True
    return False


def _stands_alone(slot: Slot, reading: Reading) -> bool:
    """Whether a slot is not the end of a longer name: the person in "every girl life by evelyn mayer" is."""
    return not _AFTER_PREPOSITION.search(_words(reading, reading.command.start, slot.start).lower())


def _words(reading: Reading, start: int, end: int) -> str:
    offset = reading.command.start
    return reading.command.text[start - offset : end - offset]


def rest(reading: Reading) -> str:
    """The words of a command outside its exceptions and the slots that name anything."""
    text, offset = reading.command.text, reading.command.start
    for slot in reading.command.slots:
        if slot.name == "item" and is_vague(slot.value):
            continue
        start, end = slot.start - offset, slot.end - offset
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    for said in reading.command.modifiers.excluded:
        text = text.replace(said, " ")
    return " ".join(text.split())


def _flat(texts: list[str], parted: Callable[[str], list[str]] = items) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(item for text in texts for item in parted(text))) or None


def _answered(reading: Reading) -> tuple[str, ...] | None:
    text = reading.command.text.strip(" .!?")
    return _flat(said_items(reading) or ([] if is_vague(text) else [text]))


def things(*, ask: str = "", times: bool = True) -> Parameter:
    """All items, each as said, without its article.

    Arguments:
        times: whether the time beside an item belongs to it.
    """

    def read(reading: Reading) -> tuple[str, ...] | None:
        parted = apart if list_words.apart_in(reading.command.text) else items
        return _flat(said_items(reading, times=times), parted)

    return Parameter(
        read, ("item", *NOUNS, *TIMES), ask=ask, answer=_answered, uses=list_words.apart_in,
        carries=False, say=", ".join,
    )  # fmt: skip


def asked_things() -> Parameter:
    """The items that a question is about; a time beside them changes no answer."""

    def read(reading: Reading) -> tuple[str, ...] | None:
        texts = [slot.value for slot in _meant(reading) if slot.name == "item"]
        return _flat(texts)

    return Parameter(read, ("item", *TIMES), carries=False, say=", ".join)


def remark() -> Parameter:
    """The time that a remark tells; it changes nothing."""
    return Parameter(lambda reading: None, (REMARK,), find=_time_in, carries=False)


def _time_in(text: str) -> tuple[int, int] | None:
    kinds: tuple[Kind, ...] = ("part", "date", "span")
    found = (stretch for kind in kinds for stretch in scan.find(kind, text, ANY_TIME))
    return next(((stretch.start, stretch.end) for stretch in found), None)


def groups() -> Parameter:
    """The items of each slot: what is replaced, and by what."""

    def read(reading: Reading) -> tuple[tuple[str, ...], ...] | None:
        said = said_items(reading)
        named = any(slot.name in LIST_NAMES for slot in reading.command.slots)
        if len(said) == 1 and not named and (both := list_words.replaced(reading.command.text)):
            said = list(both)
        return tuple(tuple(items(text)) for text in said) or None

    return Parameter(
        read,
        ("item", *NOUNS, *TIMES), carries=False, say=lambda value: " and ".join(map(", ".join, value)),
    )  # fmt: skip


def _named(reading: Reading) -> tuple[str, ...] | None:
    return tuple(name for text in reading.texts(*LIST_NAMES) if (name := spoken_name(text))) or None


def named_list() -> Parameter:
    """The list, by its name in the owner's words."""
    return Parameter(lambda reading: next(iter(_named(reading) or ()), None), LIST_NAMES)


def named_lists() -> Parameter:
    """All lists, in the order said."""
    return Parameter(_named, LIST_NAMES, say=" to ".join)


def hinted_lists() -> Parameter:
    """Names of other kinds that may be those of a list: "at the grocery store"."""
    return Parameter(
        lambda reading: tuple(name for text in reading.texts(*NOUNS) if (name := list_name(text))) or None,
        # reading a list aloud does no harm, whatever else was said
        ("*", *NOUNS), carries=False,
    )  # fmt: skip


def whole() -> Parameter:
    """What is done to a list as a whole, from the words beside items and names."""
    return _of_rest(list_words.whole)


def lists_themselves() -> Parameter:
    """Whether a command is about the lists, not about what is on one."""
    return _of_rest(list_words.names_lists)


def place() -> Parameter:
    """The index of an item by its place: "the last thing on the list" is -1."""

    def read(reading: Reading) -> int | None:
        places = (list_words.place(text) for text in reading.texts("order", "item"))
        return next((place for place in places if place is not None), None)

    return Parameter(read, ("order",), find=list_words.place_in, carries=False)


def counts_named() -> Parameter:
    """Whether a place is one among the items just named, and not on the list."""
    return Parameter(lambda reading: list_words.counts_named(reading.command.text) or None)


def intent_is(intent: str) -> Parameter:
    """Whether the command, a question perhaps, is about what this intent does."""
    return Parameter(lambda reading: reading.command.intent == intent or None)


def reorders() -> Parameter:
    """Whether an item is to change its place on a list."""
    return _of_rest(list_words.reorders)


def renames() -> Parameter:
    """Whether a list is to get another name."""
    return _of_rest(list_words.renames)


def called(command: Command) -> str | None:
    """The name of a list in an answer."""
    named = [slot.value for slot in command.slots if slot.name in LIST_NAMES]
    return spoken_name(named[0] if named else command.text.strip(" .!?"))


def _of_rest(read: Callable[[str], Any]) -> Parameter:
    return Parameter(lambda reading: read(rest(reading)) or None)
