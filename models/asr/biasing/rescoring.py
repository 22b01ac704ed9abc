"""Contextual biasing: rescore the decoder's hypotheses and a domain's candidates by sound and by domain.

A trie that raises the logits of subwords needs a hook in the decoder's loop, which CTranslate2 lacks. Here
the domain proposes whole texts instead (`candidates.py`), and the decoder scores each of them for this sound:
one way for both engines, and no word wins that the sound does not support. Outside the domain the candidates
are far less likely than the decoder's own hypotheses, and nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Protocol

from models.asr.biasing.candidates import PHONE_COST, DomainCandidates
from models.asr.whisper.engine import DecoderOutput, TokenSequence, mean_log_probability
from models.nlu.domain import DomainDescription
from models.text.normalise import normalise
from models.text.phonemes import FEATURES, phones

Score = Callable[[Sequence[Sequence[int]]], Sequence[float]]
"""Tokens of texts → their log-probabilities for this sound."""


class TokenCodec(Protocol):
    """Text ⇄ tokens; a `WhisperVocabulary` is one."""

    def tokens(self, text: str) -> tuple[int, ...]:
        """Text → its tokens."""
        ...

    def text(self, tokens: Sequence[int]) -> str:
        """Tokens → text."""
        ...


@dataclass(frozen=True, slots=True)
class BiasingStrength:
    """The domain's influence; `.github/experiments.md` tells how the values were chosen."""

    weight: float = 0.5
    """Weight of a text's log-probability in the domain beside that for the sound."""
    most: int = 8
    """Candidates that the decoder scores at most."""
    sure: float = -0.1
    """A text of the domain with at least this mean log-probability is kept without rescoring."""
    margin: float = 1.0
    """Nats a token by which a candidate may be less likely for the sound than the best hypothesis."""
    unknown_share: float = 0.25
    """The share of a text's words that the domain may lack. Outside the domain a text of fewer words would
    win by its length alone."""


class ContextualBiasing:
    """Rescoring for one domain.

    Arguments:
        domain: its sentences and slots.
        codec: of the recognizer.
    """

    def __init__(
        self, domain: DomainDescription, codec: TokenCodec, strength: BiasingStrength | None = None
    ) -> None:
        self._candidates = DomainCandidates(domain)
        self._codec = codec
        self.strength = strength or BiasingStrength()

    def rescore(self, decoded: DecoderOutput, score: Score) -> DecoderOutput:
        """The sequences of `decoded` and the domain's candidates for them, likeliest first."""
        first = decoded.sequences[0]
        best = self._text(first)
        known = {normalise(t): s for s in reversed(decoded.sequences) if (t := self._text(s))}
        if not best or (
            first.log_probability >= self.strength.sure and not self._candidates.unknown_share(best)
        ):
            return decoded
        proposed = self._proposed(decoded.sequences[:2], known)
        totals = score([*proposed.values()]) if proposed else ()
        for (plain, tokens), total in zip(proposed.items(), totals, strict=True):
            mean = mean_log_probability(total, len(tokens))
            if mean >= first.log_probability - self.strength.margin:
                known[plain] = TokenSequence(tokens, mean)
        weighed = {
            plain: s.log_probability * (len(s.tokens) + 1)
            + self.strength.weight * self._candidates.log_probability(plain)
            - (_cost_of_missing_phones(plain, best) if plain in proposed else 0.0)
            for plain, s in known.items()
        }
        order = sorted(filter(self._in_domain, known), key=lambda plain: -weighed[plain])
        better = [plain for plain in order if weighed[plain] > weighed[normalise(best)]]
        # texts outside the domain keep the decoder's order
        ranked = dict.fromkeys(
            (*better, *map(normalise, filter(None, map(self._text, decoded.sequences))), *order)
        )
        return DecoderOutput(tuple(known[plain] for plain in ranked), decoded.no_speech)

    def _proposed(
        self, sequences: Sequence[TokenSequence], known: Collection[str]
    ) -> dict[str, tuple[int, ...]]:
        """Normalised candidates → their tokens, the best of each sequence in turn."""
        most = self.strength.most
        proposals = [
            [
                (normalise(candidate.text), _as_written(candidate.text, text))
                for candidate in self._candidates.propose(text, most)
            ]
            for text in filter(None, map(self._text, sequences))
        ]
        fresh: dict[str, str] = {}
        for plain, text in filter(None, chain.from_iterable(zip_longest(*proposals))):
            if plain and plain not in known and self._in_domain(plain):
                fresh.setdefault(plain, text)
        return {plain: self._codec.tokens(text) for plain, text in islice(fresh.items(), most)}

    def _in_domain(self, text: str) -> bool:
        return self._candidates.unknown_share(text) <= self.strength.unknown_share

    def _text(self, sequence: TokenSequence) -> str:
        return self._codec.text(sequence.tokens)


def _cost_of_missing_phones(text: str, hypothesis: str) -> float:
    """The cost of each phone that a candidate lacks beside the hypothesis: its score leaves out the end."""
    return PHONE_COST * max(0.0, (len(phones(hypothesis)) - len(phones(text))) / FEATURES)


def _as_written(text: str, hypothesis: str) -> str:
    """A candidate with the hypothesis' capital and final mark, which the decoder expects."""
    text = text.strip(".,!?;:")
    if hypothesis[:1].isupper():
        text = text[:1].upper() + text[1:]
    return text + (hypothesis[-1] if hypothesis[-1] in ".!?" else "")
