"""What a command for devices excepts: whole phrases behind a word of exception, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from models.types import Command, Slot

_EXCEPTING = re.compile(
    r"(?:\b(?:except(?:ing|ion)?|apart from|aside from|but|bar|barring|save|excluding|other than|minus"
    r"|without|besides|not|leav(?:e|ing)|keep(?:ing)?|spar(?:e|ing)|ignor(?:e|ing)|omit(?:ting)?"
    r"|skip(?:ping)?|exclude)\b|n['’]t\b)(?P<between>(?:\W+\w+){0,5}?)\W*$",
    re.IGNORECASE,
)
"""A word that an exception follows, at most five words in front of it."""
_PLACED = re.compile(r"\b(?:in|on|at|of|inside|from|for)\s+(?:(?:the|my|our)\s+)?$", re.IGNORECASE)
_JOINT = re.compile(r"[\s,]*(?:\b(?:and|or|nor|plus)\b)?[\s,]*(?:\b(?:the|my|our)\b)?\s*", re.IGNORECASE)

Span = tuple[int, int]


def separated(command: Command) -> Command:
    """The command with its exceptions told from its places.

    Neighbouring pieces are one exception ("right" and "bedside lamp"). A place in front of the word of
    exception is where the command holds: the kitchen of "everything in the kitchen but the fan". What is
    excepted has no slot.
    """
    text = command.text
    spans = _spans(text, command.modifiers.excluded)
    kept: list[Span] = []
    others: list[Span] = []
    for start, end in spans:
        joined = bool(kept) and _JOINT.fullmatch(text[kept[-1][1] : start]) is not None
        if joined or _EXCEPTING.search(text[kept[-1][1] if kept else 0 : start]):
            kept.append((start, end))
        else:
            others.append((start, end))
    if not kept:
        # without a word of exception only what is said to be a place is one
        kept = [(start, end) for start, end in others if not _PLACED.search(text[:start])]
        others = [span for span in others if span not in kept]
    if not spans or (kept == spans and not _marked(command, kept)):
        excluded = tuple(text[start:end] for start, end in kept) if spans else command.modifiers.excluded
        return replace(command, modifiers=replace(command.modifiers, excluded=excluded))
    slots = [slot for slot in command.slots if slot not in _marked(command, kept)]
    for start, end in others:
        first, last = command.start + start, command.start + end
        if not any(slot.start < last and first < slot.end for slot in slots):
            slots.append(Slot("house_place", text[start:end], text[start:end], first, last))
    return replace(
        command,
        slots=tuple(sorted(slots, key=lambda slot: slot.start)),
        modifiers=replace(command.modifiers, excluded=tuple(text[start:end] for start, end in kept)),
    )


def _spans(text: str, phrases: Iterable[str]) -> list[Span]:
    """Where the phrases stand, in the order of the text; those with nothing between them are one.

    Empty where one of them stands nowhere, as those of a neighbouring command.
    """
    spans: list[Span] = []
    for phrase in phrases:
        start = text.find(phrase, spans[-1][1] if spans else 0)
        if start < 0:
            return []
        end = start + len(phrase)
        if spans and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _marked(command: Command, spans: Iterable[Span]) -> list[Slot]:
    """The slots inside these stretches of the command's text."""
    places = [(command.start + start, command.start + end) for start, end in spans]
    return [
        slot
        for slot in command.slots
        if slot.start < slot.end and any(start <= slot.start and slot.end <= end for start, end in places)
    ]
