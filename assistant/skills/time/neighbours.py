"""Times that are told by that of the command before: "ten minutes before that", "the same the day after"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from assistant.skills.api import Reading
from assistant.skills.parameters import context
from assistant.skills.time.changing import is_length
from assistant.skills.time.reading import length_of, time_parts
from models.text.parse.reminding import wakes
from models.text.parse.when import When, when
from models.types import Command, Slot

_AFTER_LENGTH = re.compile(
    r"\s*(?:(?P<earlier>before|earlier|sooner)|after|later)(?: than)?"
    r"(?: (?:that|then|it|this|the (?:first|last|other)(?: one)?))?(?: (?:as well|too|please))*\W*$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:another|again|one|also|second|third|before|after)\b", re.IGNORECASE)
_ONE = re.compile(r"^(?:one|ones)\s+(?!half\b)", re.IGNORECASE)
_DAY_AFTER = re.compile(
    r"\bthe (?:(?:day|one) after|(?:next|following) day)\b(?!\s+(?!that\b|at\b|too\b|as\b|please\b|and\b)\w)",
    re.IGNORECASE,
)
_OF_DAY = re.compile(
    r"(?:the )?(?:next |following )?day(?: after)?(?: that)?|(?:the day )?after(?: that)?", re.IGNORECASE
)


def next_to(reading: Reading) -> datetime | None:
    """When another rings that is told by how long before or after the one before it; None for any other."""
    command, base = reading.command, _base(reading)
    if base is None or command.relation == "correction" or _ANOTHER.search(command.text) is None:
        return None
    said = [slot for slot in command.slots if slot.name in ("duration", "time") and slot.start < slot.end]
    if len(said) != 1:
        return None
    words, slot = _ONE.sub("", said[0].value), said[0]
    found = _AFTER_LENGTH.match(command.text, slot.end - command.start)
    if found is None or not is_length(Slot("time", words, words, 0, 0), reading.call):
        return None
    moment = _moment(base, reading)
    if moment is None:
        return None
    shift = length_of(words, reading) * (-1 if found["earlier"] else 1)
    due = (moment.astimezone(UTC) + shift).astimezone(moment.tzinfo)
    return due if due > reading.call.now else due + timedelta(days=1)


def with_day_after(parts: Sequence[str], reading: Reading) -> Sequence[str]:
    """The words for a time with the date of "the day after" that of the command before."""
    base = _base(reading)
    if base is None or _DAY_AFTER.search(reading.command.text) is None:
        return parts
    moment = _moment(base, reading)
    if moment is None:
        return parts
    kept = [words for words in parts if not _OF_DAY.fullmatch(words)]
    if not any(_is_time(words, reading) for words in kept):
        kept = [f"{moment:%H:%M}"]
    return [*kept, (moment.date() + timedelta(days=1)).isoformat()]


def _is_time(words: str, reading: Reading) -> bool:
    return isinstance(when([words], context(reading.call)), datetime)


def _base(reading: Reading) -> Command | None:
    """The command that this one goes on from: what it leans on, or the one before it in the sentence."""
    latest = reading.call.dialogue.latest
    before = reading.before or (latest.command if latest is not None else None)
    return before if before is not None and before.intent == reading.command.intent else None


def _moment(base: Command, reading: Reading) -> datetime | None:
    found: When | None = when(time_parts(base), context(reading.call), waking=wakes(base.text))
    return found if isinstance(found, datetime) else None
