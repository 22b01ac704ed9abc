"""Listening for a domain: what the decoder wrote, and what of the domain sounds like it, scored by the sound.

A trie that raises subwords' logits needs a hook in the decoder's loop, which CTranslate2 has not. Here the
domain proposes whole texts instead (`readings.py`), and the decoder says how likely each of them is for this
sound: two engines, one way, and no word is favoured that the sound does not bear out. Outside the domain the
proposals are far less likely than what was heard, and nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Protocol

from models.asr.biasing.candidates import PHONE_COST, DomainCandidates
from models.asr.whisper.engine import Decoded, Sequenced, mean_log_probability
from models.nlu.domain import DomainDescription
from models.text.normalise import normalise
from models.text.phonemes import FEATURES, phones

Score = Callable[[Sequence[Sequence[int]]], Sequence[float]]
"""Texts' tokens → their log-probabilities for this sound."""


class Writing(Protocol):
    """The recognizer's tokens; a `Vocabulary` is one."""

    def tokens(self, text: str) -> tuple[int, ...]:
        """Text → its tokens."""
        ...

    def text(self, tokens: Sequence[int]) -> str:
        """Tokens → text."""
        ...


@dataclass(frozen=True, slots=True)
class Strength:
    """How much the domain counts; how these were chosen is in `.github/experiments.md`."""

    weight: float = 0.5
    """Of a text's log-probability in the domain beside that for the sound."""
    most: int = 8
    """Readings that the decoder is asked about."""
    sure: float = -0.1
    """A text of the domain that the decoder gives at least this mean log-probability is taken as it is."""
    margin: float = 1.0
    """Nats a token by which a reading may be less likely for the sound than what was heard."""
    unknown_share: float = 0.25
    """Of a text's words that the domain may lack for the domain to count at all: outside it, what needs fewer
    words would win for that alone."""


class Biasing:
    """Arguments:
    domain: what is listened for.
    writing: the recognizer's.
    """

    def __init__(self, domain: DomainDescription, writing: Writing, strength: Strength | None = None) -> None:
        self._readings = DomainCandidates(domain)
        self._writing = writing
        self.strength = strength or Strength()

    def choose(self, decoded: Decoded, score: Score) -> Decoded:
        """The sequences of `decoded` and readings of them, likeliest first."""
        first = decoded.sequences[0]
        said = self._text(first)
        heard = {normalise(t): s for s in reversed(decoded.sequences) if (t := self._text(s))}
        if not said or (
            first.log_probability >= self.strength.sure and not self._readings.unknown_share(said)
        ):
            return decoded
        proposed = self._proposed(decoded.sequences[:2], known=heard)
        totals = score([*proposed.values()]) if proposed else ()
        for (plain, tokens), total in zip(proposed.items(), totals, strict=True):
            likely = mean_log_probability(total, len(tokens))
            if likely >= first.log_probability - self.strength.margin:
                heard[plain] = Sequenced(tokens, likely)
        weighed = {
            plain: s.log_probability * (len(s.tokens) + 1)
            + self.strength.weight * self._readings.log_probability(plain)
            - (_lacking(plain, said) if plain in proposed else 0.0)
            for plain, s in heard.items()
        }
        order = sorted(filter(self._inside, heard), key=lambda plain: -weighed[plain])
        better = [plain for plain in order if weighed[plain] > weighed[normalise(said)]]
        # what is outside the domain stays in the decoder's order
        ranked = dict.fromkeys(
            (*better, *map(normalise, filter(None, map(self._text, decoded.sequences))), *order)
        )
        return Decoded(tuple(heard[plain] for plain in ranked), decoded.no_speech)

    def _proposed(self, sequences: Sequence[Sequenced], known: Collection[str]) -> dict[str, tuple[int, ...]]:
        """Normalised readings of what was heard → their tokens, the best of each sequence in turn."""
        most = self.strength.most
        read = [
            [(normalise(r.text), _as_written(r.text, text)) for r in self._readings.of(text, most)]
            for text in filter(None, map(self._text, sequences))
        ]
        fresh: dict[str, str] = {}
        for plain, text in filter(None, chain.from_iterable(zip_longest(*read))):
            if plain and plain not in known and self._inside(plain):
                fresh.setdefault(plain, text)
        return {p: self._writing.tokens(t) for p, t in islice(fresh.items(), most)}

    def _inside(self, text: str) -> bool:
        return self._readings.unknown_share(text) <= self.strength.unknown_share

    def _text(self, sequence: Sequenced) -> str:
        return self._writing.text(sequence.tokens)


def _lacking(text: str, heard: str) -> float:
    """What a proposal pays for every phone that it is shorter than what was heard: nobody scored its end."""
    return PHONE_COST * max(0.0, (len(phones(heard)) - len(phones(text))) / FEATURES)


def _as_written(text: str, heard: str) -> str:
    """A proposal with the capital and the mark at the end of what was heard, which the decoder expects."""
    text = text.strip(".,!?;:")
    if heard[:1].isupper():
        text = text[:1].upper() + text[1:]
    return text + (heard[-1] if heard[-1] in ".!?" else "")
