"""Examples → tensors. Unknown labels become `IGNORED`."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset

from models.manifest import Example, SlotLabel
from models.nlu.bio import bio_encode
from models.nlu.labels import Labels
from models.nlu.tokens import Tokens, WordTokenizer
from models.nlu.words import MARKS, Word, words
from training.classifier.phonetic_noise import PhoneticNoise

IGNORED = -100
"""An unknown label."""
NO_WORD = -1
"""Padding of the words' first tokens."""
_QUESTION = frozenset(
    """what what's who who's when where where's why how how's which is are am do does did can could will would
    should has have was""".split()  # noqa: SIM905
)
_MARK_ADDED, _MARKS_DROPPED, _EXCLAIMED = 0.4, 0.3, 0.05
_EXCHANGED = 0.6
"""Chance of each slot to get another value, in a sentence whose values are exchanged."""


@dataclass(frozen=True, slots=True)
class SoftLabel:
    """Another network's logits of a sentence; None for a missing head."""

    intents: NDArray[np.float32] | None = None
    """(intents,)"""
    sentiments: NDArray[np.float32] | None = None
    """(sentiments,)"""


@dataclass(frozen=True, slots=True)
class EncodedSentence:
    """One sentence's tokens and its known labels."""

    tokens: Tokens
    intent: int = IGNORED
    out_of_scope: int = IGNORED
    tags: tuple[int, ...] | None = None
    """A tag per word within the token limit."""
    sentiment: int = IGNORED
    auxiliary: int = IGNORED
    """Intent of the auxiliary head."""
    soft: SoftLabel = SoftLabel()
    """Used beside known labels only."""
    distilled: bool = False
    """Whether the teacher labels the sentence; it then has no labels of its own."""


def collect_labels(examples: Sequence[Example]) -> Labels:
    """The examples' labels of each head, in alphabetical order."""
    return Labels(
        intents=tuple(sorted({e.intent for e in examples if e.intent})),
        slots=tuple(sorted({s.name for e in examples for s in e.slots or ()})),
        sentiments=tuple(sorted({e.sentiment for e in examples if e.sentiment})),
        out_of_scope=any(e.out_of_scope for e in examples),
    )


def encode(
    example: Example, spoken: Sequence[Word], labels: Labels, tokenizer: WordTokenizer
) -> EncodedSentence:
    """An example whose text is the words `spoken`; labels that the heads lack are unknown."""
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

    Arguments:
        values: each slot's values, repeated by their frequency.
    """
    text, slots, last = "", list[SlotLabel](), 0
    original = example.text or ""
    for slot in sorted(example.slots or (), key=lambda s: s.start):
        if slot.start < last:
            return example
        text += original[last : slot.start]
        value = original[slot.start : slot.end]
        if draw.random() < _EXCHANGED:
            value = draw.choice(values.get(slot.name, (value,)))
        slots.append(SlotLabel(slot.name, value, len(text), len(text) + len(value)))
        text, last = text + value, slot.end
    return replace(example, text=text + original[last:], slots=tuple(slots))


@dataclass(frozen=True, slots=True)
class _Line:
    """One sentence of a manifest, split into words."""

    example: Example
    spoken: list[Word]
    soft: SoftLabel


class ClassifierDataset(Dataset[EncodedSentence]):
    """Examples by manifest. Each epoch draws at most `per_epoch` of a manifest, and augments them anew.

    Arguments:
        sources: examples by manifest name.
        per_epoch: the most examples per epoch by manifest; without an entry, all.
        augment: vary punctuation, slot values and words; off for validation.
        exchanged: share of the examples with slots whose slot values are replaced.
        misheard: share of the examples with an intent, and of distilled ones, with phonetic noise.
        soft: soft labels by manifest, one per example.
        auxiliary: manifests whose intents the auxiliary head learns.
        distilled: manifests whose sentences the teacher labels.
    """

    def __init__(
        self, sources: Mapping[str, Sequence[Example]], labels: Labels, tokenizer: WordTokenizer, *,
        per_epoch: Mapping[str, int] | None = None, augment: bool = False, exchanged: float = 0.0,
        misheard: float = 0.0,
        soft: Mapping[str, Sequence[SoftLabel]] | None = None, auxiliary: Collection[str] = (),
        distilled: Collection[str] = (), seed: int = 0,
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
        self._noise = PhoneticNoise(tokenizer.whole_words()) if misheard else None
        self._values: dict[str, list[str]] = {}
        for example in (e for examples in sources.values() for e in examples):
            for slot in example.slots or ():
                self._values.setdefault(slot.name, []).append((example.text or "")[slot.start : slot.end])
        self._auxiliary, self._distilled = frozenset(auxiliary), frozenset(distilled)
        self.auxiliary_intents = tuple(
            sorted({e.intent for name in self._auxiliary for e in sources[name] if e.intent})
        )
        self.items: list[EncodedSentence] = []
        self.origins: list[str] = []
        self.set_epoch(0)

    def set_epoch(self, epoch: int) -> None:
        """Draw the epoch's sentences; a function of seed and epoch."""
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
        if not (name in self._distilled or name in self._auxiliary):
            return replace(encode(line.example, line.spoken, self._labels, self._tokenizer), soft=line.soft)
        tokens = self._tokenizer.encode([w.text for w in line.spoken])
        if name in self._distilled:
            return EncodedSentence(tokens, distilled=True)
        return EncodedSentence(tokens, auxiliary=self.auxiliary_intents.index(line.example.intent or ""))

    def _augmented(self, line: _Line, name: str, draw: random.Random) -> _Line:
        example, spoken = line.example, line.spoken
        if example.slots and draw.random() < self._exchanged:
            example = exchange(example, self._values, draw)
            spoken = words(example.text or "")
        spoken = repunctuate(spoken, draw)
        if self._noise and (example.intent or name in self._distilled) and draw.random() < self._misheard:
            spoken = self._noise(spoken, example.slots or (), draw)
        return _Line(example, spoken, line.soft)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> EncodedSentence:
        return self.items[index]


def collate(items: Sequence[EncodedSentence]) -> dict[str, Tensor]:
    """Padded input_ids, attention_mask (batch, tokens), word_starts, tags (batch, words); labels (batch,).

    Also soft_intent and soft_sentiment (batch, labels), if any sentence has soft labels.
    """

    def padded(rows: Iterable[Sequence[int]], value: int) -> Tensor:
        return pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=value)

    # a sentence without words still takes one column
    starts = [i.tokens.word_starts or [NO_WORD] for i in items]
    batch = {
        "input_ids": padded([i.tokens.ids for i in items], 0),
        "attention_mask": padded([[1] * len(i.tokens.ids) for i in items], 0),
        "word_starts": padded(starts, NO_WORD),
        "tags": padded([i.tags or [IGNORED] * len(s) for i, s in zip(items, starts, strict=True)], IGNORED),
        "intent": torch.tensor([i.intent for i in items]),
        "out_of_scope": torch.tensor([i.out_of_scope for i in items]),
        "sentiment": torch.tensor([i.sentiment for i in items]),
        "auxiliary": torch.tensor([i.auxiliary for i in items]),
        "distilled": torch.tensor([i.distilled for i in items]),
    }
    soft = {
        "soft_intent": [i.soft.intents if i.intent != IGNORED else None for i in items],
        "soft_sentiment": [i.soft.sentiments if i.sentiment != IGNORED else None for i in items],
    }
    return batch | {name: _rows(rows) for name, rows in soft.items() if any(r is not None for r in rows)}


def _rows(rows: Sequence[NDArray[np.float32] | None]) -> Tensor:
    """(sentences, labels); NaN for a missing row."""
    width = max(len(row) for row in rows if row is not None)
    return torch.tensor(
        np.stack([np.full(width, np.nan, np.float32) if row is None else row for row in rows])
    )
