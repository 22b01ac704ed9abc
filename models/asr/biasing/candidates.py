"""Candidates of contextual biasing: texts of a domain that sound like a hypothesis.

A noisy channel over words: a stretch of the hypothesis may stand for a phrase of the domain that sounds like
it, at a cost for each phone that differs; the domain's n-gram model scores the whole text.
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

MAX_WORDS = 6
"""Of one stretch of the hypothesis."""
PHONE_COST = 1.2
"""Cost of one phone that differs, in nats."""
MAX_DIFFERENCE = 0.7
"""Share of a phrase's phones that may differ."""
SHORT_PHONES = 3
"""Longest word, in phones, that the hypothesis may lack or hold in excess."""
MAX_PHRASES = 12
"""Phrases that one stretch may stand for."""
MAX_PATHS = 40
"""Paths that the search keeps at each word."""
BEAM_WIDTH = 12.0
"""Nats by which a path may cost more than the best one at the same word."""
OPEN_WORDS = 4
"""Longest unlisted value of an open slot, in words."""
OPEN_SHARE = 0.3
"""Probability that an open slot holds an unlisted value."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A value, or a run of words, of the domain."""

    text: str
    phones: str
    tokens: tuple[str, ...]
    log_probability: float
    """Log-probability of this text given its tokens: a slot has many values."""

    @property
    def words(self) -> tuple[str, ...]:
        """Its words."""
        return tuple(self.text.split())


@dataclass(frozen=True, slots=True, order=True)
class BiasedCandidate:
    """A text of the domain for one hypothesis."""

    cost: float
    """Cost of the phones that differ, in nats, less `log_probability`."""
    log_probability: float
    """Log-probability of the text in the domain."""
    words: tuple[str, ...]
    """In the hypothesis' spelling where a word is unchanged."""

    @property
    def text(self) -> str:
        """Its words in one line."""
        return " ".join(self.words)


class DomainCandidates:
    """A domain's n-gram model and phrases.

    Arguments:
        domain: its sentences and slots. Other words are possible in a candidate, at a low probability.
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
        self._insertable = [
            p
            for p in self._phrases
            if len(p.tokens) == 1 and p.tokens[0] == p.text and len(p.phones) <= SHORT_PHONES * FEATURES
        ]

    def log_probability(self, text: str) -> float:
        """A text's log-probability in the domain; each word that the domain lacks lowers it far."""
        words = normalise(text).split()
        arcs = [
            [
                _Arc(j, p, 0.0, None)
                for j in range(i + 1, min(i + MAX_WORDS, len(words)) + 1)
                for p in self._exact.get(" ".join(words[i:j]), ())
            ]
            for i in range(len(words))
        ]
        return max((c.log_probability for c in self._search(words, arcs, MAX_PATHS)), default=-math.inf)

    def unknown_share(self, text: str) -> float:
        """The share of a text's words that the domain lacks, 0 to 1."""
        words = normalise(text).split()
        return sum(w not in self._words for w in words) / max(1, len(words))

    def propose(self, text: str, most: int) -> list[BiasedCandidate]:
        """The likeliest candidates for a hypothesis, at most `most`, best first."""
        words = [w for w in text.split() if normalise(w)]
        if not words:
            return []
        return self._search(words, self._arcs(words), most)

    def _arcs(self, words: Sequence[str]) -> list[list[_Arc]]:
        """Start position → the phrases that stretches from there may stand for."""
        n = len(words)
        spans = [(i, j) for i in range(n) for j in range(i + 1, min(i + MAX_WORDS, n) + 1)]
        stretches = [" ".join(words[i:j]) for i, j in spans]
        apart = cdist(
            [phones(s) for s in stretches], [p.phones for p in self._phrases], scorer=Levenshtein.distance
        )
        arcs: list[list[_Arc]] = [[] for _ in range(n)]
        for (i, j), text, row in zip(spans, stretches, apart, strict=True):
            plain = normalise(text)
            near = []
            for k in row.argsort()[:MAX_PHRASES]:
                phrase, letters = self._phrases[k], float(row[k])
                if letters <= MAX_DIFFERENCE * len(phrase.phones):
                    same = phrase.text == plain
                    cost = letters / FEATURES * PHONE_COST
                    near.append(_Arc(j, phrase, cost, tuple(words[i:j]) if same else None))
            arcs[i] += near
            if j == i + 1 and len(phones(text)) <= SHORT_PHONES * FEATURES:
                arcs[i].append(_Arc(j, None, len(phones(text)) / FEATURES * PHONE_COST, ()))
        for i in range(n):
            arcs[i] += [
                _Arc(i, p, len(p.phones) / FEATURES * PHONE_COST, None, True) for p in self._insertable
            ]
        return arcs

    def _search(
        self, words: Sequence[str], arcs: Sequence[Sequence[_Arc]], most: int
    ) -> list[BiasedCandidate]:
        """The best paths through the arcs; each word may be kept as it is."""
        beams: list[_Beam] = [_Beam() for _ in range(len(words) + 1)]
        beams[0].add(_Path(0.0, 0.0, (START,) * (ORDER - 1), (), False))
        for i in range(len(words)):
            for path in beams[i].best(MAX_PATHS):
                # at most one word is inserted between two
                if not path.inserted:
                    for arc in arcs[i]:
                        if arc.end == i:
                            self._extend(path, arc, beams[i])
            for path in beams[i].best(MAX_PATHS):
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
        for candidate in sorted(ended):
            unique.setdefault(normalise(candidate.text), candidate)
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
            words = path.words + (arc.phrase.words if arc.written is None else arc.written)
            beam.add(_Path(cost, path.log_probability + gained, history, words, arc.inserted))

    def _keep(self, path: _Path, words: Sequence[str], i: int, beams: Sequence[_Beam]) -> None:
        """Keep a word as it is: one that the domain lacks, or a value of an open slot."""
        gained = self._ngram.log_probability(path.history, UNKNOWN)
        history = (*path.history[1:], UNKNOWN)
        kept = (*path.words, words[i])
        beams[i + 1].add(_Path(path.cost - gained, path.log_probability + gained, history, kept, False))
        for token in self._open:
            gained = self._ngram.log_probability(path.history, token) + math.log(OPEN_SHARE)
            history = (*path.history[1:], token)
            for j in range(i + 1, min(i + OPEN_WORDS, len(words)) + 1):
                gained += self._ngram.log_probability((), UNKNOWN)
                kept = (*path.words, *words[i:j])
                beams[j].add(_Path(path.cost - gained, path.log_probability + gained, history, kept, False))


@dataclass(frozen=True, slots=True)
class _Arc:
    end: int
    phrase: Phrase | None
    """None drops the word of the hypothesis."""
    cost: float
    written: tuple[str, ...] | None
    """The words in the hypothesis' spelling, where they are the phrase's own."""
    inserted: bool = False
    """The phrase stands for nothing in the hypothesis."""


@dataclass(frozen=True, slots=True, order=True)
class _Path:
    """What was read so far; the dearer the later in order."""

    cost: float
    log_probability: float
    history: tuple[str, ...]
    words: tuple[str, ...]
    inserted: bool


class _Beam:
    """Paths that end at one word; of equal texts and histories the cheapest."""

    def __init__(self) -> None:
        self._paths: dict[tuple[tuple[str, ...], tuple[str, ...]], _Path] = {}
        self._least = math.inf

    def takes(self, cost: float) -> bool:
        """Whether a path of this cost is within the beam."""
        return cost <= self._least + BEAM_WIDTH

    def add(self, path: _Path) -> None:
        if self.takes(path.cost):
            self._least = min(self._least, path.cost)
            key = (path.history, path.words)
            if key not in self._paths or path.cost < self._paths[key].cost:
                self._paths[key] = path

    def best(self, most: int) -> list[_Path]:
        """The `most` cheapest paths."""
        kept = [p for p in self._paths.values() if self.takes(p.cost)]
        return heapq.nsmallest(most, kept, key=lambda p: p.cost)


def _of_slots(values: dict[str, dict[str, None]], opened: Sequence[str]) -> Iterable[Phrase]:
    for name, said in values.items():
        share = (1.0 - OPEN_SHARE if name in opened else 1.0) / max(1, len(said))
        for value in said:
            yield Phrase(value, phones(value), (slot_token(name),), math.log(share))


def _of_words(sentences: Iterable[Sequence[str]]) -> Iterable[Phrase]:
    """Words, and runs of two and three, which may be recognized as one word ("give me" as "gimme")."""
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
