"""Sentences that correct themselves: "on Thursday at eight, sorry, Friday" → "on Friday at eight".

The later of two values of one kind replaces the earlier. The understanding of the mended text is told in
offsets of what was said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from assistant.conversation.asides import begun_again, without_asides
from assistant.conversation.mended import Mended
from assistant.conversation.repair_words import FILLER, HESITATION, MARK, REPAIR
from assistant.conversation.retracting import forbidden_and_wanted, refused_and_wanted, without_refused
from models.text.parse import ANY_TIME, Kind, scan, value
from models.types import Command, Slot, Understanding, Unresolved

_WEAK = rf"(?:{HESITATION}|or|i said|to say)"
_MARKER = re.compile(
    rf"{MARK}(?:{_WEAK}{MARK})*{REPAIR}\b(?:{MARK}(?:{REPAIR}|{_WEAK})\b)*{MARK}", re.IGNORECASE
)
_HESITATES = re.compile(
    rf"\b(?P<said>(?:[\w']+ ){{0,3}}[\w']+){MARK}{FILLER}{MARK}(?=(?P=said)\b)", re.IGNORECASE
)
_BEFORE_VALUE = re.compile(r"(?:(?:at|on|for|to|in|by)\s+)*", re.IGNORECASE)
_ONLY_MARKER = re.compile(
    _MARKER.pattern + _BEFORE_VALUE.pattern + r"(?:(?:an?|the|my|some)\s+)?", re.IGNORECASE
)
_MARKED = re.compile(rf"(?:{_ONLY_MARKER.pattern})\Z", re.IGNORECASE)
_ALL_OF = re.compile(r"(?P<all>(?:all|both|every|each|everything)\b[\w' -]*)[\s.!?]*", re.IGNORECASE)
_ARTICLE_BEFORE = re.compile(r"\b(?:the|my|our|an?)\s+$", re.IGNORECASE)
_NOUN_BEHIND = re.compile(r"\s+(?!(?:on|off|up|down|to|at|in|for)\b)[a-z]+\b", re.IGNORECASE)
_REFUSED = re.compile(r",?\s+not\s+(?:(?:at|on|for|to|in)\s+)?", re.IGNORECASE)
_DENIES = re.compile(
    rf"(?P<opening>\W*(?:(?:{HESITATION}|{REPAIR}){MARK})*)not{MARK}(?:(?:at|on|for|to|in|the|an?|my){MARK})*",
    re.IGNORECASE,
)
_DENIED_WORDS = re.compile(rf"[\w']+(?: [\w']+){{0,3}}?(?:{_MARKER.pattern})(?=\S)", re.IGNORECASE)
_SUM_GOES_ON = re.compile(
    r"\s*(?:[-+*/x×÷]|times|plus|minus|divided|multiplied|over|percent of)\b", re.IGNORECASE
)
_KINDS: tuple[Kind, ...] = (
    "moment",
    "duration",
    "clock",
    "date",
    "part",
    "percent",
    "money",
    "unit",
    "number",
)
_LONGEST = 6
"""Words of a value."""
_MOST = 3
"""Corrections of one sentence."""
_VALUES = frozenset({"duration", "time", "date", "timeofday", "general_frequency", "amount", "change_amount"})


def understood(text: str, classify: Callable[[str], Understanding]) -> tuple[Mended, Understanding]:
    """The mended text and its understanding.

    A text whose slots correct each other ("pears, sorry, peaches") is classified a second time.
    """
    mended = mend(text)
    found = classify(mended.text)
    for _ in range(_MOST):
        stretches = (
            _right_slot(found, mended.text)
            or _right_words(found, mended.text)
            or _all_instead(found, mended.text)
        )
        if stretches is None:
            break
        mended = mended.rearranged(*stretches)
        found = classify(mended.text)
    mended, found = without_asides(mended, found, classify)
    return mended, _both(mended.text, found, classify)


def _both(text: str, found: Understanding, classify: Callable[[str], Understanding]) -> Understanding:
    """What a text forbids or refuses and what it asks for as two commands, where the classifier saw one."""
    refused = refused_and_wanted(text)
    stretches = refused or forbidden_and_wanted(text)
    if stretches is None or len(found.commands) != 1:
        return found
    commands: list[Command] = []
    for start, end in stretches:
        alone = classify(text[start:end]).commands
        if len(alone) != 1:
            return found
        commands.append(shifted(alone[0], start))
    sure = refused is not None or all(one.decision != "reject" for one in commands)
    acts = {one.dialogue_act for one in commands if one is not commands[0] or refused is None}
    if not sure or acts != ({"request"} if refused else {"prohibition", "request"}):
        return found
    first = commands[0]
    return replace(found, intent=first.intent, slots=first.slots, commands=tuple(commands))


def shifted(command: Command, by: int) -> Command:
    """The command of a stretch of a text that begins at a place of it."""
    slots = tuple(replace(slot, start=slot.start + by, end=slot.end + by) for slot in command.slots)
    rest = tuple(replace(one, start=one.start + by, end=one.end + by) for one in command.unresolved)
    return replace(command, start=command.start + by, end=command.end + by, slots=slots, unresolved=rest)


def mend(text: str) -> Mended:
    """A text with the later of two values of one kind in the place of the earlier.

    Of words that are said twice around a hesitation or an aside ("add um add marmalade") one remains.
    """
    mended = Mended(text, tuple(range(len(text))), text)
    for _ in range(_MOST):
        said = mended.text
        stretches = next(chain(_repetitions(said), _corrections(said)), None)
        if stretches is None:
            return mended
        mended = mended.rearranged(*stretches)
    return mended


def as_said(understanding: Understanding, mended: Mended) -> Understanding:
    """The understanding of a mended text in the words and offsets of what was said."""
    if mended.text == mended.said:
        return understanding

    def moved(slot: Slot) -> Slot:
        start, end = mended.span(slot.start, slot.end)
        return replace(slot, text=mended.said[start:end], start=start, end=end)

    def unresolved(one: Unresolved) -> Unresolved:
        start, end = mended.span(one.start, one.end)
        return replace(one, text=mended.said[start:end], start=start, end=end)

    def told(command: Command) -> Command:
        start, end = mended.whole_span(command.start, command.end)
        slots, rest = tuple(map(moved, command.slots)), tuple(map(unresolved, command.unresolved))
        return replace(
            command, text=mended.said[start:end], start=start, end=end, slots=slots, unresolved=rest
        )

    return replace(
        understanding,
        text=mended.said,
        slots=None if understanding.slots is None else tuple(map(moved, understanding.slots)),
        unresolved=tuple(map(unresolved, understanding.unresolved)),
        commands=tuple(map(told, understanding.commands)),
    )


def _repetitions(text: str) -> Iterator[list[tuple[int, int]]]:
    """The stretches of a text without what it begins again."""
    if (refused := without_refused(text)) is not None:
        yield refused
    for again in _HESITATES.finditer(text):
        yield [(0, again.start()), (again.end(), len(text))]
    if (start := begun_again(text)) is not None:
        yield [(start, len(text))]


def _corrections(text: str) -> Iterator[list[tuple[int, int]]]:
    """The stretches of a text that its corrections leave, in their new order."""
    if (wanted := _behind_denied(text)) is not None:
        yield wanted
    for refused in _REFUSED.finditer(text):
        for kind, start, end in _values(text[: refused.start()]):
            later = _longest(kind, text, refused.end()) if end == refused.start() else None
            later = later or (_longest("number", text, refused.end()) if end == refused.start() else None)
            if later is not None and text[start:end] != text[refused.end() : later]:
                yield [(0, end), (later, len(text))]
    for marker in _MARKER.finditer(text):
        for kind, start, end in _values(text[: marker.start()]):
            new = _new_value(kind, text, marker.end())
            if new is None and kind == "duration" and (number := _longest("number", text, start)):
                # "five minutes, make that seven"
                new, end = _new_value("number", text, marker.end()), number
            if new is None or _SUM_GOES_ON.match(text, new[1]):
                continue
            kept, rest = text[end : marker.start()], text[new[1] :]
            after = new[1] + len(kept) if kept.strip() and rest.startswith(kept) else new[1]
            yield [(0, start), new, (end, marker.start()), (after, len(text))]
            break


def _behind_denied(text: str) -> list[tuple[int, int]] | None:
    """The stretches of "no not six I meant seven" without what was wrong before."""
    denies = _DENIES.match(text)
    if denies is None:
        return None
    kept, begin = (0, denies.end("opening")), denies.end()
    denied = _DENIED_WORDS.match(text, begin)
    # "not bad actually" denies nothing
    if denied is not None and (denies["opening"].strip() or "mean" in denied[0].lower()):
        return [kept, (denied.end(), len(text))]
    if any(value(kind, text[begin:].strip(" .!?"), ANY_TIME) is not None for kind in _KINDS):
        # "not twenty five" is one value
        return None
    for kind in _KINDS[:-1]:
        for mark in re.compile(MARK).finditer(text, begin):
            wrong = value(kind, text[begin : mark.start()], ANY_TIME)
            if wrong is not None and _longest(kind, text, mark.end()) is not None:
                return [kept, (mark.end(), len(text))]
    return None


def _new_value(kind: Kind, text: str, start: int) -> tuple[int, int] | None:
    """The value of a kind after a marker, with its preposition where that is a part of it."""
    before = _BEFORE_VALUE.match(text, start)
    for begin in (start, before.end() if before else start):
        end = _longest(kind, text, begin)
        # "7:30" corrects the time of "7 tomorrow" alone
        parts: tuple[Kind, ...] = ("clock", "date", "duration") if kind == "moment" else ()
        if end is not None and not any(value(part, text[begin:end], ANY_TIME) for part in parts):
            return begin, end
    return None


def _values(text: str) -> list[tuple[Kind, int, int]]:
    """The values of a text and their places, the last and of those the longest first."""
    found = [(kind, one.start, one.end) for kind in _KINDS for one in scan.find(kind, text, ANY_TIME)]
    return sorted(found, key=lambda one: (-one[2], one[1]))


def _longest(kind: Kind, text: str, start: int) -> int | None:
    """The end of the longest value of a kind that begins at a place of a text."""
    ends = [start + word.end() for word in re.finditer(r"[^\s,;.!?]+(?:\.\d+)?", text[start:])][:_LONGEST]
    for end in reversed(ends):
        if value(kind, text[start:end], ANY_TIME) is not None:
            return end
    return None


def _marked(understanding: Understanding) -> list[Slot]:
    """The slots that mark words, in the order of the commands."""
    return [slot for command in understanding.commands for slot in command.slots if slot.start < slot.end]


def _right_slot(understanding: Understanding, text: str) -> list[tuple[int, int]] | None:
    """The stretches of a text that has a name in the place of one of its kind that it corrects.

    Both may have their noun: "a rice timer, sorry, a pasta timer"; what is between them stays: "put pears on
    the list, no, peaches".
    """
    by_place = sorted(_marked(understanding), key=lambda slot: slot.start)
    for number, one in enumerate(by_place):
        other = next((slot for slot in by_place[number + 1 :] if slot.name == one.name), None)
        if other is None or one.name in _VALUES or one.end > other.start:
            continue
        between = text[one.end : other.start]
        noun = re.match(r"\s+[a-z]+\b", text[other.end :], re.IGNORECASE)
        if _ONLY_MARKER.fullmatch(between.removeprefix(noun[0] if noun else "")):
            return [(0, one.start), (other.start, len(text))]
        marker = _MARKED.search(between)
        if marker is not None and not text[other.end :].strip(" .!?"):
            return [(0, one.start), (other.start, other.end), (one.end, one.end + marker.start())]
    return None


def _all_instead(understanding: Understanding, text: str) -> list[tuple[int, int]] | None:
    """The stretches of a text that ends in all of something in the place of one thing.

    "Turn off the sofa lamp, no, all the lights in the den"; what follows the one thing stays: "lamp on".
    """
    marked = _marked(understanding)
    for marker in _MARKER.finditer(text):
        wanted = _ALL_OF.fullmatch(text, marker.end())
        one = max((slot for slot in marked if slot.end <= marker.start()), key=lambda s: s.end, default=None)
        if wanted is None or one is None or one.name in _VALUES:
            continue
        thing = _ARTICLE_BEFORE.search(text[: one.start])
        noun = _NOUN_BEHIND.match(text, one.end)
        kept = (noun.end() if noun else one.end, marker.start())
        return [(0, thing.start() if thing else one.start), wanted.span("all"), kept]
    return None


def _right_words(understanding: Understanding, text: str) -> list[tuple[int, int]] | None:
    """The stretches of a text that mends the end of a name by saying it again from one of its words.

    "ring the timber yard, no, the ironmongers"; what follows the marker is all that is left, and no slot.
    """
    last = max(_marked(understanding), key=lambda slot: slot.end, default=None)
    marker = _MARKER.match(text, last.end) if last is not None else None
    if last is None or marker is None or last.name in _VALUES:
        return None
    first, *more = text[marker.end() :].split() or [""]
    said = list(re.finditer(rf"\b{re.escape(first)}\b", text[last.start : last.end], re.IGNORECASE))
    if not said or not 0 < len(more) < _LONGEST:
        return None
    return [(0, last.start + said[-1].start()), (marker.end(), len(text))]
