"""The commands of an example, and where their slots and modifiers stand in the text. Knows no network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.manifest import CommandLabel, Example, SlotLabel
from models.nlu.bio import bio_encode
from models.nlu.words import MARKS, Word
from models.types import Modifiers

Span = tuple[str, int, int]
"""Name, start, end."""

# in this order: an "any" or a "whole" may be no modifier where an "all" is one
_ALL = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        "all|every|each|everything|everyone|everywhere|both",
        "the lot|the rest|the others?|whole|entire|any",
    )
)


def commands_of(example: Example) -> tuple[CommandLabel, ...]:
    """The marked commands; without marks, one for the whole text with the example's own labels."""
    if example.commands is not None:
        return example.commands
    return (
        CommandLabel(
            0, len(example.text or ""), dialogue_act=example.dialogue_act, relation=example.relation,
            intent=example.intent, out_of_scope=example.out_of_scope, slots=example.slots,
        ),
    )  # fmt: skip


def slots_of(example: Example) -> tuple[SlotLabel, ...] | None:
    """The slots of all commands, in the order of the text; None where some are unknown."""
    found: list[SlotLabel] = []
    for command in commands_of(example):
        if command.slots is None:
            return None
        found += command.slots
    return tuple(sorted(found, key=lambda slot: slot.start))


def modifier_spans(text: str, command: CommandLabel) -> list[Span] | None:
    """The words of the command's modifiers, offsets into `text`; None where unknown or not all in the text.

    A modifier is found as whole words of the command, the first time that it stands there.
    """
    modifiers, spans = command.modifiers, list[Span]()
    if modifiers is None:
        return None
    for name, pattern in _patterns(modifiers):
        for match in pattern.finditer(text, command.start, command.end):
            if _is_free(match, spans):
                spans.append((name, match.start(), match.end()))
                break
        else:
            return None
    if modifiers.all:
        matches = (m for words in _ALL for m in words.finditer(text, command.start, command.end))
        everything = [m for m in matches if _is_free(m, spans)]
        if not everything:
            return None
        spans.append(("all", everything[0].start(), everything[0].end()))
    return sorted(spans, key=lambda span: span[1])


def _is_free(match: re.Match[str], spans: Sequence[Span]) -> bool:
    return all(match.end() <= start or end <= match.start() for _, start, end in spans)


def _patterns(modifiers: Modifiers) -> Iterator[tuple[str, re.Pattern[str]]]:
    said = [("except", excluded) for excluded in modifiers.excluded]
    said += [
        (name, words)
        for name, words in (("at", modifiers.at), ("repeat", modifiers.repeat), ("for", modifiers.lasting))
        if words
    ]
    # longest first: "the hall" must not take the place of "the hall upstairs"
    for name, words in sorted(said, key=lambda pair: -len(pair[1])):
        yield name, re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)


def modifiers_of(text: str, spans: Sequence[Span]) -> Modifiers:
    """The modifiers whose words stand at `spans`."""
    said = {name: text[start:end] for name, start, end in spans}
    return Modifiers(
        all="all" in said,
        excluded=tuple(text[start:end] for name, start, end in spans if name == "except"),
        at=said.get("at"), repeat=said.get("repeat"), lasting=said.get("for"),
    )  # fmt: skip


def command_words(commands: Sequence[CommandLabel], spoken: Sequence[Word]) -> list[tuple[int, int]]:
    """The first word of each command and the word after its last; a single command has all words.

    Punctuation marks and words without a place in the text belong to the command of the word before.
    """
    if len(commands) == 1:
        return [(0, len(spoken))]
    owners: list[int | None] = []
    for word in spoken:
        if word.start == word.end or word.text in MARKS:
            owners.append(owners[-1] if owners else None)
        else:
            inside = (n for n, c in enumerate(commands) if word.start < c.end and c.start < word.end)
            owners.append(next(inside, None))
    places = [[i for i, owner in enumerate(owners) if owner == n] for n in range(len(commands))]
    return [(found[0], found[-1] + 1) if found else (0, 0) for found in places]


def word_tags(spoken: Sequence[Word], spans: Sequence[Span]) -> list[str]:
    """A BIO tag for each word, from spans of characters; a span without words of its own is left out."""
    placed: list[Span] = []
    for name, start, end in sorted(spans, key=lambda span: span[1]):
        inside = [i for i, w in enumerate(spoken) if w.start < end and start < w.end]
        if inside and (not placed or inside[0] >= placed[-1][2]):
            placed.append((name, inside[0], inside[-1] + 1))
    return bio_encode(len(spoken), placed)
