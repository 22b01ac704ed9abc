"""Questions about things that exist, read as the query of the skill that holds them.

A question whose words name a timer, an alarm, a reminder or a list is about it, whatever intent the
classifier guessed, unless that intent answers it. Knows no skill.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from assistant.conversation import fallbacks
from assistant.conversation.leftovers import TIME_SLOTS
from assistant.conversation.outcome import Outcome
from assistant.conversation.rereading import SURE
from assistant.skills.api import HeldThing
from models.text.lemmas import content_words, lemmas
from models.text.parse import scan
from models.text.things_asked import asks_of, means_the_only_one, names_with_more, naming_words
from models.types import Command, Modifiers, Slot

ALIKE = 88
"""Least likeness, of 100, of two words that a recognizer may confuse."""
Words = Mapping[str, frozenset[str]]
"""Words with their dictionary forms."""


def about_things(
    command: Command, things: Sequence[HeldThing], before: Command | None = None
) -> Command | None:
    """The question as a query about what it names, or about the only thing that it can mean.

    None where it asks nothing of the kind, or where its words mean things of several kinds.

    Arguments:
        before: the last command that was carried out, whose question a follow-up may repeat.
    """
    if command.dialogue_act != "question":
        return None
    asked = asks_of(command.text)
    repeated = before.intent if before and before.dialogue_act == command.dialogue_act else None
    fitting = [
        thing
        for thing in things
        if thing.asked in asked or (command.relation == "follow_up" and thing.query == repeated)
    ]
    words = naming_words(command.text)
    if (found := _named(words, fitting, more=names_with_more(command.text))) is not None:
        named, held = found
        return _query(command, named[0], _naming(command, named, held))
    if (days := _days(command)) and not naming_words(command.text, days):
        for thing in fitting:
            if thing.asked == "day":
                return _query(command, thing, [])
    if not means_the_only_one(command.text):
        return None
    meant = [thing for thing in fitting if thing.asked == "time" and not _others(words, thing)]
    return _query(command, meant[0], []) if len(meant) == 1 else None


def answers_nothing(
    command: Command, outcome: Outcome | None, meant: Command, things: Sequence[HeldThing]
) -> bool:
    """Whether a question of the classifier's intent is unanswered, so that it may mean another.

    Arguments:
        outcome: what its own intent led to.
        meant: the question as one about things.
    """
    unsure = command.decision != "act" or (command.intent_confidence or 0.0) < SURE
    if outcome is None:
        return unsure or not fallbacks.is_talk(command)
    if outcome.done is None:
        return True
    if outcome.done.touched:
        told_by_name = command.intent == meant.intent and command.slots
        return command.decision == "confirm" and bool(meant.slots) and not told_by_name
    return command.decision == "confirm" or command.intent in {thing.query for thing in things}


def answers(outcome: Outcome | None, meant: Command, things: Sequence[HeldThing]) -> bool:
    """Whether an outcome tells of a thing, or that a day holds none."""
    if outcome is None or outcome.done is None:
        return False
    of_days = {thing.query for thing in things if thing.asked == "day"}
    return bool(outcome.done.touched) or (meant.intent in of_days and "day" in asks_of(meant.text))


def _named(
    words: Words, things: Sequence[HeldThing], *, more: bool
) -> tuple[list[HeldThing], list[str]] | None:
    """The things of one kind that hold most of the words, and these words.

    A thing is named by words that are all of its name's, or by its whole name beside no more others: "the
    sauna session" is the sauna, and "the full moon" no moon walk.

    Arguments:
        more: whether there may be others.
    """
    found: list[tuple[list[str], HeldThing]] = []
    for thing in things:
        own = list(content_words(thing.name).values())
        held = [word for word, forms in words.items() if any(_alike(forms, one) for one in own)]
        beside = set(_others(words, thing)) - set(held)
        whole = all(any(_alike(words[word], one) for word in held) for one in own)
        by_name = more and whole and thing.asked == "time" and len(beside) <= len(held)
        if held and (by_name or not beside):
            found.append((held, thing))
    if not found:
        return None
    most = max(len(held) for held, _ in found)
    best = [(held, thing) for held, thing in found if len(held) == most]
    if len({thing.query for _, thing in best}) > 1:
        return None
    return [thing for _, thing in best], best[0][0]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) or any(fuzz.ratio(a, b) >= ALIKE for a in one for b in other)


def _others(words: Words, thing: HeldThing) -> list[str]:
    """The words beside the noun of its kind."""
    return [word for word, forms in words.items() if not forms & lemmas(thing.kind)]


def _naming(command: Command, named: Sequence[HeldThing], held: Sequence[str]) -> list[Slot]:
    """Slots with the names of things over the words that mean them."""
    text = command.text.lower().replace("’", "'")
    spans = [found.span() for word in held for found in re.finditer(rf"\b{re.escape(word)}\b", text)]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    said = command.text[first:last]
    names = dict.fromkeys((thing.slot, thing.name) for thing in named)
    return [Slot(slot, name, said, command.start + first, command.start + last) for slot, name in names]


def _days(command: Command) -> list[tuple[int, int]]:
    """The spans of words for days and times."""
    marked = [
        (slot.start - command.start, slot.end - command.start)
        for slot in command.slots
        if slot.name in TIME_SLOTS and slot.start < slot.end
    ]
    return marked or scan.covers(command.text)


def _query(command: Command, thing: HeldThing, naming: Sequence[Slot]) -> Command:
    """The question as one of a skill, with the times that it says."""
    days = [slot for slot in command.slots if slot.name in TIME_SLOTS and slot.start < slot.end]
    if not days and not naming:
        days = [
            Slot("date", words, words, command.start + start, command.start + end)
            for start, end in _days(command)
            if (words := command.text[start:end])
        ]
    days = [slot for slot in days if not any(slot.start < one.end and one.start < slot.end for one in naming)]
    return replace(
        command,
        intent=thing.query,
        relation="new",
        decision="act",
        slots=(*naming, *days),
        modifiers=Modifiers(),
    )
