"""Contextual biasing towards phrases: names, list items and devices that an utterance may hold.

A phrase takes the place of the words that sound like it, where the decoder finds it likely enough for this
sound. The decoder knows a rare name too little to write it by itself; how much is made up for is set by
`PhraseStrength`. A text without words that sound like a phrase is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from models.asr.biasing.rescoring import Score, TokenCodec
from models.asr.whisper.engine import DecoderOutput, TokenSequence
from models.text.normalise import normalise
from models.text.phonemes import FEATURES, phones

MOST_PHRASES = 400
"""The latest ones are kept."""


@dataclass(frozen=True, slots=True)
class PhraseStrength:
    """The phrases' influence; `.github/experiments.md` tells how the values were chosen."""

    reward: float = 3.5
    """Nats in favour of each token of a phrase."""
    phone_cost: float = 1.0
    """Nats against each phone by which a phrase differs from the words that it replaces."""
    difference: float = 0.5
    """Largest share of a phrase's phones that may differ."""
    most: int = 8
    """Candidates that the decoder scores at most."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A text with one phrase in place of what sounds like it."""

    text: str
    advantage: float
    """Nats beside its probability for the sound."""


class PhraseBiasing:
    """Rescoring towards the phrases of the moment.

    Arguments:
        codec: of the recognizer.
    """

    def __init__(self, codec: TokenCodec, strength: PhraseStrength | None = None) -> None:
        self._codec = codec
        self.strength = strength or PhraseStrength()
        self._phrases: dict[str, str] = {}
        """Normalised phrase → its phones."""

    def expect(self, phrases: Iterable[str]) -> None:
        """Replace the phrases."""
        plain = dict.fromkeys(filter(None, map(normalise, phrases)))
        latest = list(plain)[-MOST_PHRASES:]
        self._phrases = {phrase: sound for phrase in latest if (sound := phones(phrase))}

    @property
    def expected(self) -> tuple[str, ...]:
        """The normalised phrases."""
        return tuple(self._phrases)

    def rescore(self, decoded: DecoderOutput, score: Score) -> DecoderOutput:
        """The sequences of `decoded`, behind a likelier one with a phrase where there is one."""
        first = decoded.sequences[0]
        text = self._codec.text(first.tokens)
        # a second name takes a second look
        for _ in range(2):
            better = self._better(text, first, score)
            if better is None:
                break
            first, text = better, self._codec.text(better.tokens)
        if first is decoded.sequences[0]:
            return decoded
        rest = (s for s in decoded.sequences if self._codec.text(s.tokens) != text)
        return DecoderOutput((first, *rest), decoded.no_speech)

    def _better(self, text: str, sequence: TokenSequence, score: Score) -> TokenSequence | None:
        """The likeliest text with one more phrase; None where `text` is likelier."""
        candidates = sorted(self._candidates(text.split()), key=lambda c: -c.advantage)[: self.strength.most]
        if not candidates:
            return None
        tokens = [self._codec.tokens(c.text) for c in candidates]
        before, *totals = score([sequence.tokens, *tokens])
        gains = [total + c.advantage - before for total, c in zip(totals, candidates, strict=True)]
        best = max(range(len(gains)), key=gains.__getitem__)
        if gains[best] <= 0:
            return None
        # as sure as what it replaces: the decoder's own doubt of a rare name says nothing about the sentence
        return TokenSequence(tokens[best], sequence.log_probability)

    def _candidates(self, words: Sequence[str]) -> Iterator[_Candidate]:
        """The text with each phrase in place of the stretches that sound like it."""
        phrases, strength = self._phrases, self.strength
        if not phrases or not words:
            return
        plain = [normalise(word) for word in words]
        longest = max(phrase.count(" ") + 2 for phrase in phrases)
        spans = [
            range(i, j) for i in range(len(words)) for j in range(i + 1, min(i + longest, len(words)) + 1)
        ]
        stretches = [" ".join(plain[span.start : span.stop]) for span in spans]
        apart = cdist([phones(s) for s in stretches], [*phrases.values()], scorer=Levenshtein.distance)
        kept = {i for span, s in zip(spans, stretches, strict=True) if s in phrases for i in span}
        for span, row in zip(spans, apart, strict=True):
            if not kept.isdisjoint(span):
                continue
            for (phrase, sound), letters in zip(phrases.items(), row.tolist(), strict=True):
                if letters <= strength.difference * len(sound):
                    written = " ".join((*words[: span.start], phrase, *words[span.stop :]))
                    reward = strength.reward * len(self._codec.tokens(phrase))
                    yield _Candidate(written, reward - strength.phone_cost * letters / FEATURES)
