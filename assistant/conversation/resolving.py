"""A command → the command with what the conversation and its neighbours add. Knows no skill's meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.conversation.done import Done
from assistant.conversation.rewording import refuses, retold, reworded
from assistant.conversation.withdrawing import cancels, forbids_done, restores, without_the_refused
from models.text.parse import ANY_TIME, scan
from models.text.parse.changes import order_in
from models.text.parse.reminding import wakes
from models.text.whole_words import whole
from models.types import Command

_NAMES = frozenset({"house_place", "device_type"})
"""Slots that name devices."""
_RECENT = 3
"""How many of the last things done a command may lean on."""
_POINTING = re.compile(
    r"\b(?:that|this|those|these)(?: (?:last|new|latest))? (?:one|timer|alarm|reminder|light|lamp)s?\b"
    r"|\b(?:it|them)\b(?!['’ ]i?s\b)",
    re.IGNORECASE,
)
"""Words for a thing that was spoken of."""
_MADE = re.compile(
    r"\W*(?:(?:please|and|then|actually|okay|ok|now)\b\W*)*make (?:it|that|this) ", re.IGNORECASE
)
_MEANT = re.compile(r"\W*(?:(?:oh|no|sorry|dear|well)\W+)*i (?:meant|mean)\b(?! to\b)", re.IGNORECASE)
_NOT = re.compile(
    r"\W*(?:(?:but|and|just|please|no|only)\b\W*)*not (?:(?:on|at|in|for)\b\W*)?(?:(?:the|an?|my) )?",
    re.IGNORECASE,
)
_TURNED = re.compile(r"\W*(?:(?:please|and|then|can you|could you)\b\W*)*(?:turn|switch|put) ", re.IGNORECASE)
_WEEKEND = re.compile(r"(?:(?:at|on) )?(?:the )?weekends?", re.IGNORECASE)
_SIBLINGS: tuple[dict[str, str], ...] = (
    {"timer": "timer_change", "alarm": "alarm_change"},
    {"timer": "timer_cancel", "alarm": "alarm_remove", "calendar": "calendar_remove"},
)
"""Intents of the same deed, by the kind of thing that it is done to."""
_KINDS_NAMED = re.compile(r"\b(?:timer|alarm|reminder|countdown|appointment)s?\b", re.IGNORECASE)
_AT = re.compile(r"\b(?:at|by|until|till|til|to)\s*$", re.IGNORECASE)
_ONE_OF = re.compile(r"^(?:(?:another|a second) )?ones? (?:of|for) ", re.IGNORECASE)
"""The thing itself before its length: "one of 35"."""
_ONE = re.compile(r"\bone\b", re.IGNORECASE)
Carried = Callable[[Command, str], bool]
"""Whether a follow-up of a command's intent takes over a slot of this name."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A command with the slots that it leaves out."""

    command: Command
    before: Done | None = None
    """What it leans on; None for a command of its own."""
    replaces: bool = False
    """Whether it takes the place of `before`, which is undone first."""

    @property
    def pointed(self) -> bool:
        """Whether "it" means what `before` touched."""
        return self.before is not None and not self.replaces


def resolve(command: Command, done: Sequence[Done], carried: Carried, latest: Done | None = None) -> Resolved:
    """Complete a correction or a follow-up from what was done before.

    Arguments:
        latest: what the last utterance had carried out, which this one may take back.
    """
    command = _of_sibling(command, done)
    if (taken_back := _taken_back(command, done, carried, latest)) is not None:
        return taken_back
    if done and _only_words_are_wrong(command):
        last = done[-1].command
        again = reworded(command, last) or (
            retold(command, last) if command.relation == "correction" else None
        )
        if again is not None:
            return Resolved(again, done[-1], replaces=done[-1].undo is not None)
        if done[-1].undo is not None and refuses(command, done[-1].command):
            return Resolved(_undo(command), done[-1])
    if done and command.relation == "answer" and _MEANT.match(command.text):
        # no question was open that it could have answered
        command = replace(command, relation="correction")
    if command.relation not in ("correction", "follow_up") or not done:
        return Resolved(command, _pointed_at(command, done))
    command = _changes_the_latest(command, done)
    before = _leaned_on(command, done)
    if command.intent is None or (_is_guess(command) and not before.changes):
        command = replace(command, intent=before.command.intent, decision="act")
    leaving_out = _leaving_out(command, before.command)
    if leaving_out is not None:
        command = leaving_out
    elif command.relation == "correction":
        command = _without_the_wrong(command)
    anew = command.relation == "correction" or _is_repeated(command, before)
    replaces = leaving_out is not None or (anew and command.dialogue_act == "request")
    if _makes_asked_for(command, before):
        return Resolved(merge(command, before.command, _all))
    if command.intent != before.command.intent:
        return Resolved(command, before)
    merged = merge(command, before.command, carried if command.relation == "follow_up" else _all)
    return Resolved(merged, before, replaces)


def _makes_asked_for(command: Command, before: Done) -> bool:
    """Whether a request makes what a question asked for: "make one then" after "is there an alarm at 5"."""
    makes = command.dialogue_act == "request" and (command.intent or "").endswith("_set")
    asked = before.command.dialogue_act == "question" and _kind(before.command) == _kind(command)
    return makes and asked and not command.slots and _ONE.search(command.text) is not None


def _is_guess(command: Command) -> bool:
    """Whether a follow-up question was guessed to be about help: "what about Tuesday"."""
    return command.intent == "general_help" and command.decision == "confirm"


def _taken_back(
    command: Command, done: Sequence[Done], carried: Carried, latest: Done | None
) -> Resolved | None:
    """A command that takes back all or a part of what was done; None for any other."""
    undoable = latest if latest is not None and latest.undo is not None else None
    if undoable and (forbids_done(command, undoable) or restores(command.text, undoable)):
        return Resolved(_undo(command), undoable)
    left = without_the_refused(command, done[-_RECENT:])
    if left is None and cancels(command):
        return resolve(replace(command, dialogue_act="request", decision="act"), done, carried)
    if left is None:
        return None
    kept, before = left
    if kept is not None:
        return Resolved(replace(kept, relation="correction"), before, replaces=True)
    return Resolved(_undo(command), before)


def _undo(command: Command) -> Command:
    undo = replace(command, intent="general_undo", dialogue_act="request", decision="act", slots=())
    # its words are surer than the classifier
    return replace(undo, unsure=False)


def _only_words_are_wrong(command: Command) -> bool:
    """Whether a correction has no more than one value of its own, which takes the wrong one's place."""
    if command.intent is None or command.decision == "reject":
        return True
    own = [slot for slot in command.slots if slot.text not in command.modifiers.excluded]
    return command.relation == "correction" and len(own) <= 1


def _leaving_out(command: Command, before: Command) -> Command | None:
    """A request that takes days out of a repetition, "but not on Friday"; None where it is none."""
    repeats = before.modifiers.repeat or any(slot.name == "general_frequency" for slot in before.slots)
    if not repeats or command.dialogue_act != "request" or _kind(command) != _kind(before):
        return None
    only = _excepted(command)
    return replace(only, intent=before.intent) if only.modifiers.excluded and not only.slots else None


def _excepted(command: Command) -> Command:
    """The command with its one value, after a "not", as an exception."""
    if len(command.slots) != 1:
        return command
    (slot,) = command.slots
    if _NOT.fullmatch(command.text[: slot.start - command.start]) is None:
        return command
    return replace(command, slots=(), modifiers=replace(command.modifiers, excluded=(slot.text,)))


def _is_repeated(command: Command, before: Done) -> bool:
    """Whether what was just set is to be repeated: "make that every day"."""
    sets = (command.intent or "").endswith("_set") and before.undo is not None
    return sets and command.modifiers.repeat is not None and _MADE.match(command.text) is not None


def _changes_the_latest(command: Command, done: Sequence[Done]) -> Command:
    """ "Make it twenty" after a question about what was just changed changes it again."""
    changed = [one for one in done[-_RECENT:] if one.changes and _kind(one.command) == _kind(command)]
    if command.dialogue_act != "question" or not changed or _MADE.match(command.text) is None:
        return command
    return replace(command, dialogue_act="request", intent=changed[-1].command.intent, decision="act")


def _pointed_at(command: Command, done: Sequence[Done]) -> Done | None:
    """What a command of its own points at: "at ten, cancel that alarm"; the latest thing of its kind."""
    points = command.dialogue_act == "request" and _POINTING.search(command.text)
    if command.intent is None or not points:
        return None
    kind = _kind(command)
    same = [one for one in done[-_RECENT:] if _kind(one.command) == kind and one.touched]
    return same[-1] if same else None


def _of_sibling(command: Command, done: Sequence[Done]) -> Command:
    """The command as one about the kind of thing that was spoken of, where it names none and points at one.

    "Postpone the earlier of the two" is about alarms after alarms, whatever the classifier makes of it.
    """
    points = _POINTING.search(command.text) is not None or order_in(command.text) is not None
    kind, last = _kind(command), _kind(done[-1].command) if done else ""
    deed = next((names for names in _SIBLINGS if command.intent in names.values()), None)
    if not points or deed is None or command.dialogue_act != "request" or last not in deed:
        return command
    if _KINDS_NAMED.search(command.text) or any(_kind(one.command) == kind for one in done[-_RECENT:]):
        return command
    return replace(command, intent=deed[last])


def _kind(command: Command) -> str:
    """The beginning of an intent: "timer" of timer_set."""
    return (command.intent or "").partition("_")[0]


def _without_the_wrong(command: Command) -> Command:
    """A correction without what was wrong: "not the kitchen, the den"; its words are blanks."""
    text, slots = command.text, list(command.slots)
    for words in command.modifiers.excluded:
        # the "Dan" of "it's Dana, not Dan" is no part of Dana
        found = re.search(whole(words), text)
        if found is None:
            continue
        at = found.start()
        text = f"{text[:at]}{' ' * len(words)}{text[at + len(words) :]}"
        start, end = command.start + at, command.start + at + len(words)
        slots = [slot for slot in slots if not (start <= slot.start < slot.end <= end)]
    return replace(command, text=text, slots=tuple(slots), modifiers=replace(command.modifiers, excluded=()))


def share(commands: Sequence[Command], carried: Carried) -> list[Command]:
    """Complete commands of one intent from each other: "the kitchen" and "the hall to 50 %"."""
    shared = _with_exceptions(_with_particle(_with_lengths(commands)))
    commands = tuple(shared)
    for i, command in enumerate(shared):
        # what was said before counts more than what comes after
        for other in [*reversed(shared[:i]), *commands[i + 1 :]]:
            if other.dialogue_act != command.dialogue_act:
                continue
            if other.intent == command.intent:
                shared[i] = with_units(merge(shared[i], other, carried), other)
                if command.modifiers.all and _of_the_house(command):
                    # "all the lights in the den and in the hall, but not the lamp"
                    shared[i] = _also_without(shared[i], other.modifiers.excluded)
            elif _of_the_house(command) and _of_the_house(other):
                # "turn off the lights and the heater in the den"
                shared[i] = merge(shared[i], other, lambda _, name: name == "house_place")
    return shared


def _with_particle(commands: Sequence[Command]) -> list[Command]:
    """Commands without "on" or "off" with that of the last one: "turn the radio and the towel rail off"."""
    made = list(commands)
    for i in range(len(made) - 2, -1, -1):
        first, then = made[i], made[i + 1]
        ends = re.search(r"\b(on|off)\W*$", then.text.lower())
        bare = _TURNED.match(first.text) and not re.search(r"\b(?:on|off)\b", first.text.lower())
        intent = re.sub(r"(?:on|off)$", ends[1] if ends else "", first.intent or "")
        if ends and bare and _of_the_house(first) and _of_the_house(then) and intent.endswith(("on", "off")):
            made[i] = replace(first, intent=intent)
    return made


def _with_exceptions(commands: Sequence[Command]) -> list[Command]:
    """Requests without what a prohibition of the same kind keeps: "all lights off but leave the hall on"."""
    kept = list(commands)
    for i, command in enumerate(kept):
        if command.dialogue_act != "request" or not _of_the_house(command):
            continue
        for other in commands:
            if other.dialogue_act == "prohibition" and other.intent == command.intent:
                named = " ".join(slot.value for slot in other.slots if slot.name in _NAMES)
                kept[i] = _also_without(kept[i], (*other.modifiers.excluded, *filter(None, [named])))
    return kept


def _also_without(command: Command, excluded: Sequence[str]) -> Command:
    """The command with further exceptions."""
    both = tuple(dict.fromkeys((*command.modifiers.excluded, *excluded)))
    return replace(command, modifiers=replace(command.modifiers, excluded=both))


def denied(command: Command) -> Command:
    """A request all of whose values are excepted is none: "my name is not Bob"."""
    excluded, texts = set(command.modifiers.excluded), {slot.text for slot in command.slots}
    if command.dialogue_act != "request" or command.modifiers.all or not texts or not texts <= excluded:
        return command
    return replace(command, dialogue_act="prohibition")


def _of_the_house(command: Command) -> bool:
    return command.intent is not None and command.intent.startswith("iot_")


def with_units(command: Command, other: Command) -> Command:
    """Bare values with what a neighbour says: "for one and two minutes", "at 6 and 6:30 am"."""
    command = _repeated_too(command, other)
    slots = list(command.slots)
    morning = ["am"] if wakes(other.text) and not wakes(command.text) else []
    of_a_day = any(slot.name == "timeofday" and slot.start < slot.end for slot in slots)
    for i, slot in enumerate(slots):
        halves = [*(_half(near.value) for near in other.slots if near.name == slot.name), *morning]
        if slot.name == "time" and not of_a_day and _half(slot.value) is None and any(halves):
            whole = f"{slot.value} {next(filter(None, halves))}"
            if scan.read("clock", whole, ANY_TIME) is not None:
                slots[i] = replace(slot, value=whole)
            continue
        units = [_unit(near.value) for near in other.slots if near.name == slot.name]
        if slot.name == "duration" and (bare := _ONE_OF.sub("", slot.value)) != slot.value:
            slots[i] = slot = replace(slot, value=bare)
        if slot.name == "duration" and scan.read("number", slot.value, ANY_TIME) is not None and any(units):
            slots[i] = replace(slot, value=f"{slot.value} {next(filter(None, units))}")
    return replace(command, slots=tuple(slots))


def _with_lengths(commands: Sequence[Command]) -> list[Command]:
    """The commands with bare numbers marked as times as lengths beside one: "another for the buns for 25"."""
    lengths = {
        command.intent
        for command in commands
        if {slot.name for slot in command.slots} & {"duration", "time"} == {"duration"}
    }
    return [_with_length(command) if command.intent in lengths else command for command in commands]


def _with_length(command: Command) -> Command:
    if any(slot.name == "duration" for slot in command.slots):
        return command
    slots = tuple(
        replace(slot, name="duration")
        if slot.name == "time"
        and scan.read("number", slot.value, ANY_TIME) is not None
        and not _AT.search(command.text[: slot.start - command.start])
        else slot
        for slot in command.slots
    )
    return replace(command, slots=slots)


def _repeated_too(command: Command, other: Command) -> Command:
    """A weekend beside what is repeated is every one: "at 7 on weekdays and 9 at the weekend"."""
    repeats = other.modifiers.repeat or any(slot.name == "general_frequency" for slot in other.slots)
    if not repeats or command.modifiers.repeat:
        return command
    if not any(_WEEKEND.fullmatch(slot.value) for slot in command.slots):
        return command
    own = (slot for slot in command.slots if slot.start < slot.end or slot.name != "general_frequency")
    slots = tuple(replace(s, value="every weekend") if _WEEKEND.fullmatch(s.value) else s for s in own)
    return replace(command, slots=slots)


def _unit(words: str) -> str | None:
    """The last word of a length of time; None of a bare number."""
    return words.split()[-1] if scan.read("duration", words, ANY_TIME) is not None else None


def _half(words: str) -> str | None:
    """Which half of the day a time is said to be in: "am"; None where it is left open."""
    found = re.search(r"(?:\b|\d)([ap])\.?m\b", words.lower())
    return f"{found[1]}m" if found else None


def merge(command: Command, before: Command, carried: Carried) -> Command:
    """The command with the slots of `before` whose names it has none of, as far as they carry over."""
    named = {slot.name for slot in command.slots}
    # an empty stretch: their words stand in another text, or elsewhere in this one
    added = tuple(
        replace(slot, start=command.start, end=command.start)
        for slot in before.slots
        if slot.name not in named and carried(command, slot.name)
    )
    return replace(command, slots=(*command.slots, *added))


def _leaned_on(command: Command, done: Sequence[Done]) -> Done:
    """The latest of the same intent, if it is recent, else the latest; of several the one with its words.

    An only value may be the new one, and tells nothing.
    """
    recent = done[-_RECENT:]
    same = [one for one in recent if one.command.intent == command.intent] or recent
    own = _said(command)
    if len(own) < 2:
        return same[-1]
    return max(reversed(same), key=lambda one: len(own & _said(one.command)))


def _said(command: Command) -> set[tuple[str, str]]:
    """The names and values of slots."""
    return {(slot.name, slot.value.lower()) for slot in command.slots}


def _all(command: Command, name: str) -> bool:
    return True
