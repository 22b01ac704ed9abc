"""Where one command of an utterance ends and the next begins, as far as slots and values show it.

The classifier marks boundaries; here those are joined that cut a value in two, and commands divided that
hold the values of several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.conversation.delays import only_time
from assistant.conversation.repair_words import FILLER
from assistant.conversation.set_phrases import holds
from models.text.parse import ANY_TIME, Kind, scan
from models.text.parse.calendar_questions import read_told
from models.text.parse.lasting import read_lasting
from models.text.parse.when import when
from models.types import Command, Slot, Understanding

_SEVERAL: dict[str, Kind] = {"duration": "duration", "time": "clock"}
"""Slots whose words may be several values, and the kind of value."""
_TOGETHER = (("item", "list_name"), ("timer_name", "duration"), ("event_name", "time"))
"""Slots that make one command together: where both come again, another command begins."""
_ON_LISTS = ("lists_createoradd", "lists_remove")
"""Intents whose items may go on several lists."""
_JOINT = re.compile(r"\s*(?:,\s*(?:and\s+)?(?:then\s+)?|\band\b(?: then| also)?|\bthen\b|\bplus\b|&)\s*")
_ONLY_A_LIST = re.compile(
    r"\W*(?:(?:and|also|on|onto|to|off|from|the|my|our|list|please|as well|too)\b\W*)*", re.IGNORECASE
)
_OF_DATES = "datetime_query"
_LEADS = re.compile(r"(?:in|after|at)\b|.*\bfrom now\b", re.IGNORECASE)
_END_OF_TIME = re.compile(
    r"\s*(?:hours|(?:before|after|later than|earlier than) (?:that|then|it|this)|earlier|later)\b",
    re.IGNORECASE,
)
_SEVERAL_THINGS = re.compile(r"\b(?:timers|countdowns|alarms|reminders)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,\s*(?:and\b)?|\band\b)\s*")
_FILLER = re.compile(rf"(?:{FILLER}\b\W*)+", re.IGNORECASE)
_Stretch = tuple[int, int]


def divided(understanding: Understanding) -> Understanding:
    """The understanding with commands that each hold the values of one."""
    spoken = [one for one in understanding.commands if one.decision == "act" or not holds(one.text)]
    # "no, wait a minute" beside a command sets no timer
    kept = [_without_fillers(command) for command in spoken or understanding.commands]
    whole = joined(kept, understanding.text)
    commands = _with_shared_items([part for command in whole for part in parts(command)])
    if commands == understanding.commands or not commands:
        return understanding
    first = commands[0]
    return replace(understanding, commands=commands, intent=first.intent, slots=first.slots)


def _without_fillers(command: Command) -> Command:
    """The command without slots that mark but a hesitation: "a timer for er ten minutes"."""
    slots = tuple(slot for slot in command.slots if not _FILLER.fullmatch(slot.text))
    return replace(command, slots=slots) if len(slots) < len(command.slots) else command


def joined(commands: Sequence[Command], text: str) -> list[Command]:
    """The commands of a text with those made one again whose boundary cuts a time in two, or off."""
    commands = _with_ends(commands, text)
    commands = _with_told_days(_with_leading_times(commands, text), text)
    made: list[Command] = list(commands[:1])
    for command in commands[1:]:
        last = made[-1]
        beside = (*last.slots[-1:], *command.slots[:1])
        bare = any(s.name == "duration" and not _is_length(s.value) for s in beside)
        between = [
            found
            for found in scan.find("duration", text, ANY_TIME)
            if all(found.start <= slot.start and slot.end <= found.end for slot in beside)
        ]
        parted = (bare or _goes_on(last, command)) and between
        if (parted or _is_cut(last, command, text)) and command.intent == last.intent:
            said, slots = text[last.start : command.end], (*last.slots, *command.slots)
            made[-1] = replace(last, text=said, end=command.end, slots=slots)
        else:
            made.append(command)
    return made


def _with_ends(commands: Sequence[Command], text: str) -> list[Command]:
    """The commands with the end of a time that was left outside of them: "ten minutes | after that"."""
    made: list[Command] = []
    for number, command in enumerate(commands):
        last = made[-1] if made else None
        beside = last is not None and not text[last.end : command.start].strip()
        if last is not None and beside and not command.slots and _END_OF_TIME.fullmatch(command.text):
            made[-1] = replace(last, text=text[last.start : command.end], end=command.end)
            continue
        stop = commands[number + 1].start if number + 1 < len(commands) else len(text)
        if command.slots and command.slots[-1].end == command.end:
            rest = _END_OF_TIME.match(text, command.end, stop)
            if rest is not None:
                command = replace(command, text=text[command.start : rest.end()], end=rest.end())
        made.append(command)
    return made


def _goes_on(last: Command, command: Command) -> bool:
    """Whether a command is but the rest of a length: "1 second" after "a timer for 1 hour"."""
    alone = [slot.text for slot in command.slots] == [command.text.strip(" ,.!?")]
    return alone and command.slots[0].name == "duration" and _SEVERAL_THINGS.search(last.text) is None


def _is_cut(last: Command, command: Command, text: str) -> bool:
    """Whether a command is but a name that the next one goes on with: "bedroom" before "ceiling off"."""
    alone = [slot.text for slot in last.slots] == [last.text.strip()]
    return alone and last.end < command.start and not text[last.end : command.start].strip()


def _with_leading_times(commands: Sequence[Command], text: str) -> Sequence[Command]:
    """The commands without those that are but a time: "in an hour" is when the next one is done.

    Further on in a text such a time, or one at the end of a command, belongs to the next where no word parts
    the two: "set a timer, and in an hour put yeast on the list".
    """
    made: list[Command] = []
    for command in commands:
        before = made[-1] if made else None
        if before is not None and (led := _led_by(before, command, text, first=len(made) == 1)) is not None:
            start, at = led
            kept = re.sub(r"[\s,]*(?:\b(?:and|then)[\s,]*)*$", "", text[before.start : start])
            made[-1:] = [_part(before, before.start, before.start + len(kept))] if kept else []
            modifiers = replace(command.modifiers, at=at)
            command = replace(command, text=text[start : command.end], start=start, modifiers=modifiers)
        made.append(command)
    return made


def _led_by(before: Command, command: Command, text: str, *, first: bool) -> tuple[int, str] | None:
    """Where the time begins with which a command ends and the next one begins, and its words."""
    if command.modifiers.at or _only_time(command.text) is not None:
        return None
    adjoining = not text[before.end : command.start].strip(" ,") and command.dialogue_act == "request"
    if (first and before.relation == "new") or adjoining:
        whole = _only_time(before.text)
        if whole is not None:
            return before.start, whole
    at_once = adjoining and not text[before.end : command.start].strip()
    for joint in _BETWEEN.finditer(before.text) if at_once else ():
        rest = before.text[joint.end() :].removeprefix("then ")
        if rest and _LEADS.match(rest) and only_time(rest, ANY_TIME) is not None:
            return before.end - len(rest), rest
    return None


def _only_time(text: str) -> str | None:
    return text if when([text], ANY_TIME) is not None else only_time(text, ANY_TIME)


def _with_told_days(commands: Sequence[Command], text: str) -> Sequence[Command]:
    """The commands with a day that is told and the question about it as one.

    "Our anniversary's the 31st, so how many days is that?"
    """
    made: list[Command] = []
    for number, command in enumerate(commands):
        last = made[-1] if made else None
        end = commands[number + 1].start if number + 1 < len(commands) else len(text)
        if last is not None and last.dialogue_act != "request":
            said = re.sub(r"[\s,]*\b(?:and|but|so)?[\s,]*$", "", text[last.start : end])
            if _asks_of_told(command, last, said):
                whole = replace(command, text=said, start=last.start, end=last.start + len(said))
                made[-1] = replace(
                    whole, intent=_OF_DATES, slots=(), dialogue_act="question", relation="new", decision="act"
                )
                continue
        made.append(command)
    return made


def _asks_of_told(command: Command, last: Command, said: str) -> bool:
    """Whether a command asks about the day or the times that the last one tells."""
    if command.intent == _OF_DATES and read_told(last.text, ANY_TIME) is None and read_told(said, ANY_TIME):
        return True
    if "question" not in (last.dialogue_act, command.dialogue_act) or read_lasting(said, ANY_TIME) is None:
        return False
    return not any(read_lasting(one.text, ANY_TIME) for one in (last, command))


def parts(command: Command) -> list[Command]:
    """One command for each value, pair of values or list: "one and two minutes", "a on b and c on d"."""
    command = _with_joined_values(command)
    for slot in command.slots:
        if (stretches := _values(slot)) is not None:
            bounds = [command.start, *(end for _, end in stretches[:-1]), command.end]
            starts = [command.start, *(start for start, _ in stretches[1:])]
            return [
                _part(command, start, end, {slot: stretch})
                for start, end, stretch in zip(starts, bounds[1:], stretches, strict=True)
            ]
    for names in _TOGETHER:
        groups = _groups([slot for slot in command.slots if slot.name in names and slot.start < slot.end])
        if len(groups) > 1 and all({slot.name for slot in group} == set(names) for group in groups):
            return _cut(command, groups) or [command]
    lists = [slot for slot in command.slots if slot.name == "list_name" and slot.start < slot.end]
    if len(lists) > 1 and command.intent in _ON_LISTS:
        return [_with_items(part, command) for part in _cut(command, [[one] for one in lists]) or [command]]
    return [command]


def _with_joined_values(command: Command) -> Command:
    """The command with one slot for values that only a comma or an "and" parts: "five, ten"."""
    made: list[Slot] = []
    for slot in sorted(command.slots, key=lambda slot: slot.start):
        last = made[-1] if made else None
        if last is not None and slot.name == last.name and slot.name in _SEVERAL and last.end < slot.start:
            words = command.text[last.start - command.start : slot.end - command.start]
            as_said = last.value == last.text and slot.value == slot.text
            if as_said and _BETWEEN.fullmatch(words, last.end - last.start, slot.start - last.start):
                made[-1] = replace(last, text=words, value=words, end=slot.end)
                continue
        made.append(slot)
    return replace(command, slots=tuple(made)) if len(made) < len(command.slots) else command


def _values(slot: Slot) -> list[_Stretch] | None:
    """The places of the values of a slot that holds several; None for a slot of one."""
    kind = _SEVERAL.get(slot.name)
    if kind is None or slot.value != slot.text or scan.read(kind, slot.value, ANY_TIME) is not None:
        return None
    bounds, start = [], 0
    for joint in _BETWEEN.finditer(slot.text):
        bounds.append((start, joint.start()))
        start = joint.end()
    bounds = [(first, last) for first, last in [*bounds, (start, len(slot.text))] if first < last]
    texts = [slot.text[first:last] for first, last in bounds]
    readable = (scan.read(kind, text, ANY_TIME) or scan.read("number", text, ANY_TIME) for text in texts)
    if len(texts) < 2 or not all(readable):
        return None
    return [(slot.start + first, slot.start + last) for first, last in bounds]


def _groups(slots: Sequence[Slot]) -> list[list[Slot]]:
    """Slots of two names in runs that hold both, a run ending where the other name comes again."""
    groups: list[list[Slot]] = []
    for slot in sorted(slots, key=lambda slot: slot.start):
        last = groups[-1] if groups else []
        if not last or (len({one.name for one in last}) == 2 and slot.name != last[-1].name):
            groups.append([slot])
        else:
            last.append(slot)
    return groups


def _cut(command: Command, groups: Sequence[Sequence[Slot]]) -> list[Command] | None:
    """The command cut between groups of its slots; None where no word joins two of them."""
    start, made = command.start, []
    for group, following in pairwise(groups):
        joint = _JOINT.search(command.text, group[-1].end - command.start, following[0].start - command.start)
        if joint is None:
            return None
        made.append(_part(command, start, command.start + joint.start()))
        start = command.start + joint.end()
    return [*made, _part(command, start, command.end)]


def _part(command: Command, start: int, end: int, narrowed: dict[Slot, _Stretch] | None = None) -> Command:
    """A stretch of a command with the slots and modifiers in it.

    Arguments:
        narrowed: the part of a slot that is in the stretch.
    """
    said = command.text[start - command.start : end - command.start]
    slots: list[Slot] = []
    for slot in command.slots:
        first, last = (narrowed or {}).get(slot, (slot.start, slot.end))
        if start <= first and last <= end:
            words = command.text[first - command.start : last - command.start]
            kept = slot if (first, last) == (slot.start, slot.end) else replace(slot, value=words, text=words)
            slots.append(replace(kept, start=first, end=last))
    excluded = tuple(words for words in command.modifiers.excluded if words in said)
    modifiers = replace(command.modifiers, excluded=excluded)
    return replace(command, text=said, start=start, end=end, slots=tuple(slots), modifiers=modifiers)


def _with_shared_items(commands: Sequence[Command]) -> tuple[Command, ...]:
    """The commands; one that only names a further list takes the items of the one before it."""
    made: list[Command] = []
    for command in commands:
        before = made[-1] if made else None
        names = [slot.text for slot in command.slots if slot.name == "list_name"]
        bare = len(names) == 1 and _ONLY_A_LIST.fullmatch(command.text.replace(names[0], "", 1))
        if before is not None and bare and command.intent == before.intent and command.intent in _ON_LISTS:
            command = _with_items(command, before)
        made.append(command)
    return tuple(made)


def _with_items(part: Command, command: Command) -> Command:
    """The part about one list, with the items of the other parts where it names none."""
    if any(slot.name == "item" for slot in part.slots):
        return part
    items = (replace(slot, start=part.start, end=part.start) for slot in command.slots if slot.name == "item")
    return replace(part, slots=(*part.slots, *items))


def _is_length(words: str) -> bool:
    return scan.read("duration", words, ANY_TIME) is not None
