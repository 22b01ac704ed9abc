"""The choice of the next token, and the interface of the engines that make it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Decoding:
    """Greedy decoding: a small model errs more when it samples."""

    repetition_penalty: float = 1.05
    """Divisor of the scores of tokens in the reply, not in the prompt (Keskar et al. 2019); 1 for none."""


@dataclass(frozen=True, slots=True)
class ReplyHypothesis:
    """A complete reply of a beam search."""

    tokens: tuple[int, ...]
    """Token ids, the stop excluded."""
    score: float
    """Sum of its tokens' log probabilities, the stop's included, with the repetition penalty."""


class LmEngine(Protocol):
    """Token ids in, token ids out: one at a time, or several complete replies."""

    def prepare(self, prefix: Sequence[int]) -> None:
        """Keep the state after these tokens, for prompts that begin with them."""
        ...

    def steps(
        self, prompt: Sequence[int], *, max_tokens: int, stops: frozenset[int], decoding: Decoding
    ) -> Iterator[int]:
        """The next tokens up to a stop, exclusive; closing the iterator ends the work."""
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
        """The n likeliest replies of a beam of width n, best first; none after a timeout.

        A hypothesis of `max_tokens` tokens is unfinished.
        """
        ...

    def log_probabilities(self, prompt: Sequence[int], written: Sequence[int]) -> list[float]:
        """Natural logarithm of each written token's probability, given all tokens before it."""
        ...


def longest(prefixes: Sequence[tuple[int, ...]], prompt: Sequence[int]) -> tuple[int, ...]:
    """The longest proper prefix of the prompt among `prefixes`; empty for none."""
    fitting = [p for p in prefixes if len(p) < len(prompt) and tuple(prompt[: len(p)]) == p]
    return max(fitting, key=len, default=())
