"""Examples → numbers for the network. An unknown label becomes `IGNORED`."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from models.manifest import Example, SlotLabel
from models.nlu.labels import Labels
from models.nlu.tokens import Tokens, WordTokenizer
from models.nlu.words import MARKS, Word, words
from models.text.normalise import bio_encode
from training.classifier.mishearing import Mishearer

IGNORED = -100
"""A label that is not known."""
NO_WORD = -1
"""In place of a word's first token, from where a sentence has no more words."""
_QUESTION = frozenset(
    """what what's who who's when where where's why how how's which is are am do does did can could will would
    should has have was""".split()  # noqa: SIM905
)
_MARK_ADDED, _MARKS_DROPPED, _EXCLAIMED = 0.4, 0.3, 0.05
_EXCHANGED = 0.6
"""The chance of each slot in a sentence that gets other values."""


@dataclass(frozen=True, slots=True)
class SoftLabel:
    """What another network makes of a sentence: its logits; None where it says nothing."""

    intents: NDArray[np.float32] | None = None
    """(intents,)"""
    sentiments: NDArray[np.float32] | None = None
    """(sentiments,)"""


@dataclass(frozen=True, slots=True)
class EncodedSentence:
    """One sentence and what is known of it."""

    tokens: Tokens
    intent: int = IGNORED
    out_of_scope: int = IGNORED
    tags: tuple[int, ...] | None = None
    """One a word that fitted."""
    sentiment: int = IGNORED
    aside: int = IGNORED
    """Of the intents that are only learned from."""
    soft: SoftLabel = SoftLabel()
    """Counts for the labels that are known."""
    taught: bool = False
    """A teacher says what it is; no label is known."""


def collect_labels(examples: Sequence[Example]) -> Labels:
    """The heads that the examples have labels for, and their labels in alphabetical order."""
    return Labels(
        intents=tuple(sorted({e.intent for e in examples if e.intent})),
        slots=tuple(sorted({s.name for e in examples for s in e.slots or ()})),
        sentiments=tuple(sorted({e.sentiment for e in examples if e.sentiment})),
        out_of_scope=any(e.out_of_scope for e in examples),
    )


def encode(
    example: Example, spoken: Sequence[Word], labels: Labels, tokenizer: WordTokenizer
) -> EncodedSentence:
    """An example, said in these words, as numbers; labels that the heads lack are unknown."""
    tokens = tokenizer.encode([w.text for w in spoken])
    known = example.intent in labels.intents
    scoped = labels.out_of_scope and (known or example.out_of_scope)
    return EncodedSentence(
        tokens,
        intent=labels.intents.index(example.intent) if known and example.intent else IGNORED,
        out_of_scope=int(example.out_of_scope) if scoped else IGNORED,
        tags=_tags(example, spoken, labels)[: len(tokens.word_starts)]
        if example.slots is not None and labels.slots
        else None,
        sentiment=labels.sentiments.index(example.sentiment)
        if example.sentiment in labels.sentiments
        else IGNORED,
    )


def _tags(example: Example, spoken: Sequence[Word], labels: Labels) -> tuple[int, ...]:
    index = {tag: i for i, tag in enumerate(labels.tags)}
    spans: list[tuple[str, int, int]] = []
    for slot in example.slots or ():
        inside = [i for i, w in enumerate(spoken) if w.start < slot.end and slot.start < w.end]
        if inside and slot.name in labels.slots and (not spans or inside[0] >= spans[-1][2]):
            spans.append((slot.name, inside[0], inside[-1] + 1))
    return tuple(index[tag] for tag in bio_encode(len(spoken), spans))


def repunctuate(spoken: Sequence[Word], draw: random.Random) -> list[Word]:
    """The words with marks that somebody else might write: a recognizer puts ? where a typist does not."""
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
    """The example with other values in some of its slots, so that a place and not a name is learnt.

    Arguments:
        values: of each slot, as often as they are said.
    """
    text, slots, last = "", list[SlotLabel](), 0
    original = example.text or ""
    for slot in sorted(example.slots or (), key=lambda s: s.start):
        if slot.start < last:
            return example
        text += original[last : slot.start]
        said = original[slot.start : slot.end]
        if draw.random() < _EXCHANGED:
            said = draw.choice(values.get(slot.name, (said,)))
        slots.append(SlotLabel(slot.name, said, len(text), len(text) + len(said)))
        text, last = text + said, slot.end
    return replace(example, text=text + original[last:], slots=tuple(slots))


@dataclass(frozen=True, slots=True)
class _Line:
    """One sentence of a manifest, in its words."""

    example: Example
    spoken: list[Word]
    soft: SoftLabel


class ClassifierDataset(Dataset[EncodedSentence]):
    """Examples by manifest. Each epoch draws at most `per_epoch` of a manifest's, and their marks, anew.

    Arguments:
        sources: the examples by manifest name.
        per_epoch: the most that an epoch takes of a manifest; all where it is not named.
        augment: redraw the marks, and the values of slots; off for validation.
        exchanged: the share of the examples with slots that get other values.
        misheard: the share of the examples with an intent, or taught, in which some words are misheard.
        soft: soft labels of the manifests that have some, one an example.
        aside: manifests of which only intents are learned, by a head of their own.
        taught: manifests of which a teacher says what they are.
    """

    def __init__(
        self, sources: Mapping[str, Sequence[Example]], labels: Labels, tokenizer: WordTokenizer, *,
        per_epoch: Mapping[str, int] | None = None, augment: bool = False, exchanged: float = 0.0,
        misheard: float = 0.0,
        soft: Mapping[str, Sequence[SoftLabel]] | None = None, aside: Collection[str] = (),
        taught: Collection[str] = (), seed: int = 0,
    ) -> None:  # fmt: skip
        soft = soft or {}
        self._sources = {
            name: [
                _Line(e, words(e.text or ""), label)
                for e, label in zip(examples, soft.get(name, [SoftLabel()] * len(examples)), strict=True)
            ]
            for name, examples in sources.items()
        }
        self._labels, self._tokenizer, self._augment, self._seed = labels, tokenizer, augment, seed
        self._per_epoch, self._exchanged, self._misheard = dict(per_epoch or {}), exchanged, misheard
        self._mishear = Mishearer(tokenizer.whole_words()) if misheard else None
        self._values: dict[str, list[str]] = {}
        for example in (e for examples in sources.values() for e in examples):
            for slot in example.slots or ():
                self._values.setdefault(slot.name, []).append((example.text or "")[slot.start : slot.end])
        self._aside, self._taught = frozenset(aside), frozenset(taught)
        self.aside_intents = tuple(sorted({e.intent for n in self._aside for e in sources[n] if e.intent}))
        self.items: list[EncodedSentence] = []
        self.origins: list[str] = []
        self.set_epoch(0)

    def set_epoch(self, epoch: int) -> None:
        """Draw the epoch's sentences; the same for the same seed and epoch."""
        draw = random.Random(f"{self._seed} {epoch}")
        chosen: list[_Line] = []
        self.origins = []
        for name, lines in self._sources.items():
            most = self._per_epoch.get(name, len(lines))
            drawn = lines if most >= len(lines) else draw.sample(lines, most)
            chosen += drawn
            self.origins += [name] * len(drawn)
        self.items = [
            self._encode(self._augmented(line, name, draw) if self._augment else line, name)
            for line, name in zip(chosen, self.origins, strict=True)
        ]

    def _encode(self, line: _Line, name: str) -> EncodedSentence:
        if not (name in self._taught or name in self._aside):
            return replace(encode(line.example, line.spoken, self._labels, self._tokenizer), soft=line.soft)
        tokens = self._tokenizer.encode([w.text for w in line.spoken])
        if name in self._taught:
            return EncodedSentence(tokens, taught=True)
        return EncodedSentence(tokens, aside=self.aside_intents.index(line.example.intent or ""))

    def _augmented(self, line: _Line, name: str, draw: random.Random) -> _Line:
        example, spoken = line.example, line.spoken
        if example.slots and draw.random() < self._exchanged:
            example = exchange(example, self._values, draw)
            spoken = words(example.text or "")
        spoken = repunctuate(spoken, draw)
        if self._mishear and (example.intent or name in self._taught) and draw.random() < self._misheard:
            spoken = self._mishear(spoken, example.slots or (), draw)
        return _Line(example, spoken, line.soft)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> EncodedSentence:
        return self.items[index]


def collate(items: Sequence[EncodedSentence]) -> dict[str, Tensor]:
    """Sentences → padded input_ids, attention_mask (batch, tokens), word_starts and tags (batch, words).

    And soft_intent, soft_sentiment (batch, labels) where any sentence has such logits.
    """
    n_tokens = max(len(i.tokens.ids) for i in items)
    n_words = max(1, *(len(i.tokens.word_starts) for i in items))

    def padded(rows: list[Sequence[int]], width: int, value: int) -> Tensor:
        return torch.tensor([[*row, *[value] * (width - len(row))] for row in rows])

    batch = {
        "input_ids": padded([i.tokens.ids for i in items], n_tokens, 0),
        "attention_mask": padded([[1] * len(i.tokens.ids) for i in items], n_tokens, 0),
        "word_starts": padded([i.tokens.word_starts for i in items], n_words, NO_WORD),
        "tags": padded([i.tags or () for i in items], n_words, IGNORED),
        "intent": torch.tensor([i.intent for i in items]),
        "out_of_scope": torch.tensor([i.out_of_scope for i in items]),
        "sentiment": torch.tensor([i.sentiment for i in items]),
        "aside": torch.tensor([i.aside for i in items]),
        "taught": torch.tensor([i.taught for i in items]),
    }
    soft = {
        "soft_intent": [i.soft.intents if i.intent != IGNORED else None for i in items],
        "soft_sentiment": [i.soft.sentiments if i.sentiment != IGNORED else None for i in items],
    }
    return batch | {name: _rows(rows) for name, rows in soft.items() if any(r is not None for r in rows)}


def _rows(rows: Sequence[NDArray[np.float32] | None]) -> Tensor:
    """(sentences, labels); not a number where there is no row."""
    width = max(len(row) for row in rows if row is not None)
    return torch.tensor(
        np.stack([np.full(width, np.nan, np.float32) if row is None else row for row in rows])
    )
