"""Variations of a training sentence: punctuation, slot values, a conversation before it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from models.manifest import CommandLabel, Example, SlotLabel
from models.nlu.words import MARKS, Word
from models.types import Message
from training.data.commands import commands_of, modifier_spans, modifiers_of, slots_of

_QUESTION = frozenset(
    """what what's who who's when where where's why how how's which is are am do does did can could will would
    should has have was""".split()  # noqa: SIM905
)
_MARK_ADDED, _MARKS_DROPPED, _EXCLAIMED = 0.4, 0.3, 0.05
_EXCHANGED = 0.6
"""Chance of each slot to get another value, in a sentence whose values are exchanged."""


def repunctuate(spoken: Sequence[Word], draw: random.Random) -> list[Word]:
    """Vary the punctuation, in which recognizers and typists differ."""
    bare = [w for w in spoken if w.text not in MARKS]
    if not bare:
        return list(spoken)
    if len(bare) < len(spoken):
        return bare if draw.random() < _MARKS_DROPPED else list(spoken)
    end, chance = bare[-1].end, draw.random()
    if bare[0].text in _QUESTION and chance < _MARK_ADDED:
        return [*bare, Word("?", end, end)]
    return [*bare, Word("!", end, end)] if chance < _EXCLAIMED else bare


def exchange(example: Example, values: Mapping[str, Sequence[str]], draw: random.Random) -> Example:
    """Replace some slots' values, so that a slot is learned by its place and not by its value.

    Commands and modifiers move along. An example with a context keeps its values, which the context may name;
    so does one whose modifiers' words are not found.

    Arguments:
        values: each slot's values, repeated by their frequency.
    """
    slots, original = slots_of(example), example.text or ""
    if not slots or example.context:
        return example
    text, moves, last = "", list[_Move](), 0
    for slot in slots:
        if slot.start < last:
            return example
        text += original[last : slot.start]
        value = original[slot.start : slot.end]
        if draw.random() < _EXCHANGED:
            value = draw.choice(values.get(slot.name, (value,)))
        moves.append(_Move(slot.start, slot.end, len(text), len(text) + len(value)))
        text, last = text + value, slot.end
    text += original[last:]
    moved = tuple(
        SlotLabel(slot.name, text[move.to : move.to_end], move.to, move.to_end)
        for slot, move in zip(slots, moves, strict=True)
    )
    if example.commands is None:
        return replace(example, text=text, slots=moved)
    commands = [_moved(command, original, text, moves, moved) for command in example.commands]
    known = tuple(command for command in commands if command is not None)
    return replace(example, text=text, commands=known) if len(known) == len(commands) else example


@dataclass(frozen=True, slots=True)
class _Move:
    """The old place of a slot and its new one."""

    start: int
    end: int
    to: int
    to_end: int


def _moved(
    command: CommandLabel, original: str, text: str, moves: Sequence[_Move], slots: Sequence[SlotLabel]
) -> CommandLabel | None:
    """The command in the new text; None where its modifiers have no place there."""
    start, end = _place(command.start, moves), _place(command.end, moves)
    own = tuple(slot for slot in slots if start <= slot.start and slot.end <= end)
    moved = replace(command, start=start, end=end, slots=own)
    if command.modifiers is None:
        return moved
    spans = modifier_spans(original, command)
    if spans is None or any(m.start < at < m.end for _, *ends in spans for at in ends for m in moves):
        return None
    placed = [(name, _place(first, moves), _place(last, moves)) for name, first, last in spans]
    return replace(moved, modifiers=modifiers_of(text, placed))


def _place(offset: int, moves: Sequence[_Move]) -> int:
    """The new place of an offset outside of the slots."""
    shift = 0
    for move in moves:
        if move.end <= offset:
            shift = move.to_end - move.end
    return offset + shift


def with_context(example: Example, contexts: Sequence[tuple[Message, ...]], draw: random.Random) -> Example:
    """The example after an unrelated exchange, where it has none of its own and needs none."""
    relations = {command.relation for command in commands_of(example)}
    if example.context or not contexts or not relations <= {None, "new"}:
        return example
    return replace(example, context=draw.choice(contexts))
