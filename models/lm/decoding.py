"""How the next token is chosen, said once for every engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Decoding:
    """Greedy by default: a small model errs more when it draws."""

    temperature: float = 0.0
    """0 is greedy."""
    top_k: int = 20
    """Drawn from this many likeliest tokens; unused when greedy."""
    repetition_penalty: float = 1.05
    """Divides the score of tokens already written in this reply (not those of the prompt); 1 is none."""
    seed: int = 0
    """Of every reply, so that the same conversation gets the same reply."""


@dataclass(frozen=True, slots=True)
class ReplyHypothesis:
    """A whole reply that a beam search found."""

    tokens: tuple[int, ...]
    """Without the stop."""
    score: float
    """Sum of its tokens' log probabilities, the stop's among them, with the repetition penalty."""


class LmEngine(Protocol):
    """Token ids in, token ids out: one at a time, or several whole replies."""

    def prepare(self, prefix: Sequence[int]) -> None:
        """Keeps the state after these tokens for prompts that begin with them."""
        ...

    def steps(
        self, prompt: Sequence[int], *, max_tokens: int, stops: frozenset[int], decoding: Decoding
    ) -> Iterator[int]:
        """The next tokens up to a stop, which is left out; closing the iterator ends the work."""
        ...

    def hypotheses(
        self,
        prompt: Sequence[int],
        n: int,
        *,
        max_tokens: int,
        stops: frozenset[int],
        decoding: Decoding,
        timeout_s: float | None = None,
    ) -> list[ReplyHypothesis]:
        """The n likeliest replies that a beam of that width finds, best first; none where time runs out.

        One of `max_tokens` tokens lacks its end.
        """
        ...

    def log_probabilities(self, prompt: Sequence[int], written: Sequence[int]) -> list[float]:
        """Natural logarithm of each written token's probability, after the prompt and those before it."""
        ...


def longest(prefixes: Sequence[tuple[int, ...]], prompt: Sequence[int]) -> tuple[int, ...]:
    """The longest of the prefixes that the prompt begins with and goes on after; empty where none is."""
    fitting = [p for p in prefixes if len(p) < len(prompt) and tuple(prompt[: len(p)]) == p]
    return max(fitting, key=len, default=())
