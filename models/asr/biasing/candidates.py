"""What else of a domain may have been said where this was heard: in-domain readings of a text.

A noisy channel over words: a stretch of what was heard may stand for a phrase of the domain that sounds like
it, at a cost for every phone that differs, and the domain's n-gram model says how likely the whole is.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from models.asr.biasing.domain_ngram import END, ORDER, START, UNKNOWN, DomainNGram, slot_token, tokenize
from models.nlu.domain import DomainDescription
from models.text.normalise import normalise
from models.text.phonemes import FEATURES, phones

MOST_WORDS = 6
"""Of one stretch of what was heard."""
PHONE_COST = 1.2
"""What a phone that differs costs, in nats."""
MOST_DIFFERENT = 0.7
"""Share of a phrase's phones that may differ."""
SHORT = 3
"""Phones of a word that may be missing from what was heard, or be too many in it."""
PHRASES_AT_MOST = 12
"""That a stretch may stand for."""
PATHS_AT_MOST = 40
BEHIND = 12.0
"""Nats by which a path may cost more than the best one that got as far."""
OPEN_WORDS = 4
"""Of a value that nobody has listed."""
OPEN_SHARE = 0.3
"""How often an open slot holds a value that is not listed."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something of the domain that may be said in one piece."""

    text: str
    phones: str
    tokens: tuple[str, ...]
    log_probability: float
    """Of this text for these tokens: a slot has many values."""

    @property
    def words(self) -> tuple[str, ...]:
        """Its words."""
        return tuple(self.text.split())


@dataclass(frozen=True, slots=True, order=True)
class BiasedCandidate:
    """A text that may have been said."""

    cost: float
    """Of sounding different, in nats, less `log_probability`."""
    log_probability: float
    """Of the text in the domain."""
    words: tuple[str, ...]
    """As written in what was heard where nothing was changed."""

    @property
    def text(self) -> str:
        """Its words in one line."""
        return " ".join(self.words)


class DomainCandidates:
    """Arguments:
    domain: its sentences and slots; what neither is in may be said too, unlikely as it is.
    """

    def __init__(self, domain: DomainDescription) -> None:
        sentences = [tokenize(s) for s in domain.sentences]
        self._ngram = DomainNGram(sentences)
        values: dict[str, dict[str, None]] = {name: {} for name in domain.slots}
        for name, slot in domain.slots.items():
            more = (s for said in slot.synonyms.values() for s in said)
            values[name].update(dict.fromkeys(map(normalise, (*slot.values, *more, *slot.examples))))
        for sentence in domain.sentences:
            for label in sentence.slots:
                said = normalise(sentence.text[label.start : label.end])
                values.setdefault(label.name, {})[said] = None
        opened = [n for n in values if not (n in domain.slots and domain.slots[n].values)]
        self._open = [slot_token(name) for name in opened]
        self._phrases = [p for p in (*_of_slots(values, opened), *_of_words(sentences)) if p.phones]
        self._exact: dict[str, list[Phrase]] = {}
        for phrase in self._phrases:
            self._exact.setdefault(phrase.text, []).append(phrase)
        self._words = frozenset(w for p in self._phrases for w in p.text.split())
        self._left_out = [
            p
            for p in self._phrases
            if len(p.tokens) == 1 and p.tokens[0] == p.text and len(p.phones) <= SHORT * FEATURES
        ]

    def log_probability(self, text: str) -> float:
        """Of a text in the domain; every word that the domain lacks makes it far less likely."""
        words = normalise(text).split()
        arcs = [
            [
                _Arc(j, p, 0.0, None)
                for j in range(i + 1, min(i + MOST_WORDS, len(words)) + 1)
                for p in self._exact.get(" ".join(words[i:j]), ())
            ]
            for i in range(len(words))
        ]
        return max((r.log_probability for r in self._search(words, arcs, PATHS_AT_MOST)), default=-math.inf)

    def unknown_share(self, text: str) -> float:
        """The share of a text's words that the domain lacks, 0 to 1."""
        words = normalise(text).split()
        return sum(w not in self._words for w in words) / max(1, len(words))

    def of(self, text: str, most: int) -> list[BiasedCandidate]:
        """The likeliest readings of what was heard, at most so many, best first."""
        words = [w for w in text.split() if normalise(w)]
        if not words:
            return []
        return self._search(words, self._arcs(words), most)

    def _arcs(self, words: Sequence[str]) -> list[list[_Arc]]:
        """By the position where they begin: which phrases what follows may stand for."""
        n = len(words)
        spans = [(i, j) for i in range(n) for j in range(i + 1, min(i + MOST_WORDS, n) + 1)]
        heard = [" ".join(words[i:j]) for i, j in spans]
        apart = cdist(
            [phones(h) for h in heard], [p.phones for p in self._phrases], scorer=Levenshtein.distance
        )
        arcs: list[list[_Arc]] = [[] for _ in range(n)]
        for (i, j), text, row in zip(spans, heard, apart, strict=True):
            plain = normalise(text)
            near = []
            for k in row.argsort()[:PHRASES_AT_MOST]:
                phrase, letters = self._phrases[k], float(row[k])
                if letters <= MOST_DIFFERENT * len(phrase.phones):
                    same = phrase.text == plain
                    cost = letters / FEATURES * PHONE_COST
                    near.append(_Arc(j, phrase, cost, tuple(words[i:j]) if same else None))
            arcs[i] += near
            if j == i + 1 and len(phones(text)) <= SHORT * FEATURES:
                arcs[i].append(_Arc(j, None, len(phones(text)) / FEATURES * PHONE_COST, ()))
        for i in range(n):
            arcs[i] += [_Arc(i, p, len(p.phones) / FEATURES * PHONE_COST, None, True) for p in self._left_out]
        return arcs

    def _search(
        self, words: Sequence[str], arcs: Sequence[Sequence[_Arc]], most: int
    ) -> list[BiasedCandidate]:
        """The best paths through the arcs; a word may always be kept as it was heard."""
        beams: list[_Beam] = [_Beam() for _ in range(len(words) + 1)]
        beams[0].add(_Path(0.0, 0.0, (START,) * (ORDER - 1), (), False))
        for i in range(len(words)):
            for path in beams[i].best(PATHS_AT_MOST):
                # one word may be put in between two, not a second one after it
                if not path.inserted:
                    for arc in arcs[i]:
                        if arc.end == i:
                            self._extend(path, arc, beams[i])
            for path in beams[i].best(PATHS_AT_MOST):
                for arc in arcs[i]:
                    if arc.end > i:
                        self._extend(path, arc, beams[arc.end])
                self._keep(path, words, i, beams)
        ended = [
            BiasedCandidate(p.cost - end, p.log_probability + end, p.words)
            for p in beams[-1].best(4 * most)
            for end in [self._ngram.log_probability(p.history, END)]
        ]
        unique: dict[str, BiasedCandidate] = {}
        for reading in sorted(ended):
            unique.setdefault(normalise(reading.text), reading)
        return list(unique.values())[:most]

    def _extend(self, path: _Path, arc: _Arc, beam: _Beam) -> None:
        if arc.phrase is None:
            beam.add(_Path(path.cost + arc.cost, path.log_probability, path.history, path.words, False))
            return
        history, gained = path.history, arc.phrase.log_probability
        for token in arc.phrase.tokens:
            gained += self._ngram.log_probability(history, token)
            history = (*history[1:], token)
        cost = path.cost + arc.cost - gained
        if beam.takes(cost):
            words = path.words + (arc.phrase.words if arc.said is None else arc.said)
            beam.add(_Path(cost, path.log_probability + gained, history, words, arc.inserted))

    def _keep(self, path: _Path, words: Sequence[str], i: int, beams: Sequence[_Beam]) -> None:
        """What was heard, as it is: a word that the domain lacks, or the value of an open slot."""
        gained = self._ngram.log_probability(path.history, UNKNOWN)
        history = (*path.history[1:], UNKNOWN)
        said = (*path.words, words[i])
        beams[i + 1].add(_Path(path.cost - gained, path.log_probability + gained, history, said, False))
        for token in self._open:
            gained = self._ngram.log_probability(path.history, token) + math.log(OPEN_SHARE)
            history = (*path.history[1:], token)
            for j in range(i + 1, min(i + OPEN_WORDS, len(words)) + 1):
                gained += self._ngram.log_probability((), UNKNOWN)
                said = (*path.words, *words[i:j])
                beams[j].add(_Path(path.cost - gained, path.log_probability + gained, history, said, False))


@dataclass(frozen=True, slots=True)
class _Arc:
    end: int
    phrase: Phrase | None
    """None leaves out what was heard."""
    cost: float
    said: tuple[str, ...] | None
    """The words as heard, where they are the phrase's own."""
    inserted: bool = False
    """Nothing was heard of it."""


@dataclass(frozen=True, slots=True, order=True)
class _Path:
    """What was read so far; the dearer the later in order."""

    cost: float
    log_probability: float
    history: tuple[str, ...]
    words: tuple[str, ...]
    inserted: bool


class _Beam:
    """Paths that end at one word, each text and history once, by its cheapest way."""

    def __init__(self) -> None:
        self._paths: dict[tuple[tuple[str, ...], tuple[str, ...]], _Path] = {}
        self._least = math.inf

    def takes(self, cost: float) -> bool:
        """Whether a path of this cost can still matter."""
        return cost <= self._least + BEHIND

    def add(self, path: _Path) -> None:
        if self.takes(path.cost):
            self._least = min(self._least, path.cost)
            key = (path.history, path.words)
            if key not in self._paths or path.cost < self._paths[key].cost:
                self._paths[key] = path

    def best(self, most: int) -> list[_Path]:
        """The cheapest, at most so many."""
        kept = [p for p in self._paths.values() if self.takes(p.cost)]
        return heapq.nsmallest(most, kept, key=lambda p: p.cost)


def _of_slots(values: dict[str, dict[str, None]], opened: Sequence[str]) -> Iterable[Phrase]:
    for name, said in values.items():
        share = (1.0 - OPEN_SHARE if name in opened else 1.0) / max(1, len(said))
        for value in said:
            yield Phrase(value, phones(value), (slot_token(name),), math.log(share))


def _of_words(sentences: Iterable[Sequence[str]]) -> Iterable[Phrase]:
    """Words, and two and three in a row, which one word may have been heard for ("gimme", "give me")."""
    runs: dict[tuple[str, ...], None] = {}
    for tokens in sentences:
        for length in (1, 2, 3):
            for i in range(len(tokens) - length + 1):
                run = tuple(tokens[i : i + length])
                if not any(t.startswith("{") for t in run):
                    runs[run] = None
    for run in runs:
        text = " ".join(run)
        yield Phrase(text, phones(text), run, 0.0)
