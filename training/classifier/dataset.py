"""Examples by manifest → an epoch's encoded sentences, drawn and augmented."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from torch.utils.data import Dataset

from models.manifest import Example
from models.nlu.labels import Labels
from models.nlu.tokens import WordTokenizer
from models.nlu.words import Word, words
from models.types import Message
from training.classifier import balance
from training.classifier.augmentation import exchange, repunctuate, with_context
from training.classifier.encoding import EncodedSentence, SoftLabel, encode, unlabelled
from training.classifier.phonetic_noise import PhoneticNoise
from training.data.commands import slots_of


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Shares of the sentences that an epoch varies; punctuation varies in all."""

    exchanged: float = 0.0
    """Of the sentences with slots: their values are replaced."""
    misheard: float = 0.0
    """Of those with an intent, and of distilled ones: phonetic noise, in marked commands in slots alone."""
    context: float = 0.0
    """Of those without a conversation that need none: they follow an unrelated exchange of the data."""


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
        augment: how training sentences vary; None for validation.
        soft: soft labels by manifest, one per example.
        auxiliary: manifests whose intents the auxiliary head learns.
        distilled: manifests whose sentences the teacher alone labels.
        held: manifests whose sentences the teacher labels beside their own labels.
        balanced: manifests whose rare kinds of commands are drawn more often (`training.classifier.balance`).
    """

    def __init__(
        self, sources: Mapping[str, Sequence[Example]], labels: Labels, tokenizer: WordTokenizer, *,
        per_epoch: Mapping[str, int] | None = None, augment: Augmentation | None = None,
        soft: Mapping[str, Sequence[SoftLabel]] | None = None, auxiliary: Collection[str] = (),
        distilled: Collection[str] = (), held: Collection[str] = (), balanced: Collection[str] = (),
        seed: int = 0,
    ) -> None:  # fmt: skip
        soft = soft or {}
        read = {name: [_after_exchange(e) for e in examples] for name, examples in sources.items()}
        self._sources = {
            name: [
                _Line(e, words(e.text or ""), label)
                for e, label in zip(examples, soft.get(name, [SoftLabel()] * len(examples)), strict=True)
            ]
            for name, examples in read.items()
        }
        self._labels, self._tokenizer, self._augment, self._seed = labels, tokenizer, augment, seed
        self._per_epoch = dict(per_epoch or {})
        self._weights = {name: balance.weights(read[name]) for name in balanced if name in read}
        self._noise = PhoneticNoise(tokenizer.whole_words()) if augment and augment.misheard else None
        self._values: dict[str, list[str]] = {}
        self._contexts: list[tuple[Message, ...]] = []
        for example in (e for examples in read.values() for e in examples):
            for slot in slots_of(example) or ():
                self._values.setdefault(slot.name, []).append((example.text or "")[slot.start : slot.end])
            if example.context:
                self._contexts.append(example.context)
        self._auxiliary, self._distilled = frozenset(auxiliary), frozenset(distilled)
        self._held = frozenset(held)
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
            drawn = lines if most >= len(lines) else self._draw(name, lines, most, draw)
            chosen += drawn
            self.origins += [name] * len(drawn)
        augment = self._augment
        self.items = [
            self._encode(self._augmented(line, name, augment, draw) if augment else line, name)
            for line, name in zip(chosen, self.origins, strict=True)
        ]

    def _draw(self, name: str, lines: Sequence[_Line], most: int, draw: random.Random) -> list[_Line]:
        if name not in self._weights:
            return draw.sample(lines, most)
        return [lines[i] for i in balance.sample(self._weights[name], most, draw)]

    def _encode(self, line: _Line, name: str) -> EncodedSentence:
        if not (name in self._distilled or name in self._auxiliary):
            encoded = encode(line.example, line.spoken, self._labels, self._tokenizer)
            return replace(encoded, soft=line.soft, distilled=name in self._held)
        tokens = self._tokenizer.encode([w.text for w in line.spoken], line.example.context)
        if name in self._distilled:
            return EncodedSentence(tokens, unlabelled(tokens), distilled=True)
        return EncodedSentence(
            tokens, unlabelled(tokens), auxiliary=self.auxiliary_intents.index(line.example.intent or "")
        )

    def _augmented(self, line: _Line, name: str, augment: Augmentation, draw: random.Random) -> _Line:
        example, spoken = line.example, line.spoken
        slots = slots_of(example) or ()
        if slots and draw.random() < augment.exchanged:
            example = exchange(example, self._values, draw)
            spoken, slots = words(example.text or ""), slots_of(example) or ()
        spoken = repunctuate(spoken, draw)
        if self._noise and (example.intent or name in self._distilled) and draw.random() < augment.misheard:
            spoken = self._noise(spoken, slots, draw, elsewhere=example.commands is None)
        if augment.context and draw.random() < augment.context:
            example = with_context(example, self._contexts, draw)
        return _Line(example, spoken, line.soft)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> EncodedSentence:
        return self.items[index]


def _after_exchange(example: Example) -> Example:
    """The example with the last messages of user and assistant as its context; none without a reply."""
    said = tuple(m for m in example.context if m.role != "system" and m.text.strip())
    return replace(example, context=said[-2:] if said and said[-1].role == "assistant" else ())
