"""One example → tokens and label indices. Unknown labels become `IGNORED`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.manifest import CommandLabel, Example
from models.nlu.bio import bio_encode
from models.nlu.labels import ACTS, COMMAND, MODIFIERS, RELATIONS, Labels
from models.nlu.tokens import Tokens, WordTokenizer
from models.nlu.words import Word
from models.types import Modifiers
from training.data.commands import command_words, commands_of, modifier_spans, slots_of, word_tags

IGNORED = -100
"""An unknown label."""


@dataclass(frozen=True, slots=True)
class SoftLabel:
    """Another network's logits of a sentence; None for a missing head."""

    intents: NDArray[np.float32] | None = None
    """(intents,) of the first command."""
    sentiments: NDArray[np.float32] | None = None
    """(sentiments,)"""


@dataclass(frozen=True, slots=True)
class EncodedCommand:
    """One command's tokens and its known labels."""

    first: int
    """Its first token."""
    last: int
    """The token after its last."""
    intent: int = IGNORED
    out_of_scope: int = IGNORED
    act: int = IGNORED
    relation: int = IGNORED


@dataclass(frozen=True, slots=True)
class EncodedSentence:
    """One sentence's tokens and its known labels."""

    tokens: Tokens
    commands: tuple[EncodedCommand, ...]
    """At least one."""
    tags: tuple[int, ...] | None = None
    """A slot tag per word within the token limit, as the two below."""
    boundaries: tuple[int, ...] | None = None
    modifiers: tuple[int, ...] | None = None
    sentiment: int = IGNORED
    danger: int = IGNORED
    auxiliary: int = IGNORED
    """Intent of the auxiliary head."""
    soft: SoftLabel = SoftLabel()
    """Used beside known labels only."""
    distilled: bool = False
    """Whether the teacher labels the sentence, beside the labels that it has."""

    @property
    def intent(self) -> int:
        """The intent of the first command."""
        return self.commands[0].intent

    @property
    def out_of_scope(self) -> int:
        """Whether the first command is out of scope."""
        return self.commands[0].out_of_scope


def unlabelled(tokens: Tokens) -> tuple[EncodedCommand, ...]:
    """The whole utterance as one command without labels."""
    return (EncodedCommand(*tokens.span(0, len(tokens.word_starts))),)


def collect_labels(examples: Sequence[Example]) -> Labels:
    """The examples' labels of each head, in alphabetical order.

    Acts, relations and modifiers are all or none, since they are common to all classifiers.
    """
    commands = [command for e in examples for command in commands_of(e)]
    return Labels(
        intents=tuple(sorted({c.intent for c in commands if c.intent})),
        slots=tuple(sorted({s.name for c in commands for s in c.slots or ()})),
        sentiments=tuple(sorted({e.sentiment for e in examples if e.sentiment})),
        out_of_scope=any(c.out_of_scope for c in commands),
        acts=ACTS if any(c.dialogue_act for c in commands) else (),
        relations=RELATIONS if any(c.relation for c in commands) else (),
        danger=any(e.danger for e in examples),
        boundaries=any(len(e.commands or ()) > 1 for e in examples),
        modifiers=MODIFIERS if any(c.modifiers not in (None, Modifiers()) for c in commands) else (),
    )


def encode(
    example: Example, spoken: Sequence[Word], labels: Labels, tokenizer: WordTokenizer
) -> EncodedSentence:
    """An example whose text is the words `spoken`; labels that the heads lack are unknown.

    The text is known to be one command where it has no marked ones and an intent, a relation, or none of the
    intents.
    """
    tokens = tokenizer.encode([w.text for w in spoken], example.context)
    room, marked = len(tokens.word_starts), commands_of(example)
    places = [(first, min(last, room)) for first, last in command_words(marked, spoken)]
    commands = tuple(
        _command(command, tokens.span(first, last), labels)
        for command, (first, last) in zip(marked, places, strict=True)
        if first < last
    )
    whole = example.commands is not None or example.intent or example.out_of_scope or example.relation
    return EncodedSentence(
        tokens,
        commands or (_command(marked[0], tokens.span(0, room), labels),),
        tags=_slot_tags(example, spoken, labels, room),
        boundaries=_boundary_tags(places, labels, room) if whole and labels.boundaries else None,
        modifiers=_modifier_tags(example, marked, spoken, labels, room),
        sentiment=_index(labels.sentiments, example.sentiment),
        danger=IGNORED if example.danger is None or not labels.danger else int(example.danger),
    )


def _command(command: CommandLabel, span: tuple[int, int], labels: Labels) -> EncodedCommand:
    intent = _index(labels.intents, command.intent)
    scoped = labels.out_of_scope and (intent != IGNORED or command.out_of_scope)
    return EncodedCommand(
        *span,
        intent=intent,
        out_of_scope=int(command.out_of_scope) if scoped else IGNORED,
        act=_index(labels.acts, command.dialogue_act),
        relation=_index(labels.relations, command.relation),
    )


def _index(names: Sequence[str], name: str | None) -> int:
    return names.index(name) if name in names else IGNORED


def _slot_tags(example: Example, spoken: Sequence[Word], labels: Labels, room: int) -> tuple[int, ...] | None:
    slots = slots_of(example)
    if slots is None or not labels.slots:
        return None
    known = [(slot.name, slot.start, slot.end) for slot in slots if slot.name in labels.slots]
    return _numbers(word_tags(spoken, known), labels.tags, room)


def _boundary_tags(places: Sequence[tuple[int, int]], labels: Labels, room: int) -> tuple[int, ...]:
    spans = [(COMMAND, first, last) for first, last in places if first < last]
    return _numbers(bio_encode(room, spans), labels.boundary_tags, room)


def _modifier_tags(
    example: Example, commands: Sequence[CommandLabel], spoken: Sequence[Word], labels: Labels, room: int
) -> tuple[int, ...] | None:
    found = [modifier_spans(example.text or "", command) for command in commands]
    if not labels.modifiers or any(spans is None for spans in found):
        return None
    spans = [span for of_command in found for span in of_command or ()]
    return _numbers(word_tags(spoken, spans), labels.modifier_tags, room)


def _numbers(tags: Sequence[str], names: Sequence[str], room: int) -> tuple[int, ...]:
    index = {name: i for i, name in enumerate(names)}
    return tuple(index[tag] for tag in tags[:room])
