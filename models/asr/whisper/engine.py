"""Whisper's two networks as an engine runs them: frames → encoder states → tokens. Knows no text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.asr.whisper.features import Features

DEFAULT_BEAM_SIZE = 5

States = TypeVar("States")
"""Encoder states where the engine keeps them, (1, positions, width); one position covers two frames."""


@dataclass(frozen=True, slots=True)
class Search:
    """Settings of one beam search."""

    max_tokens: int
    beam_size: int = 1
    """1 is greedy."""
    n_best: int = 1
    """Number of sequences to return; at most `beam_size`."""


@dataclass(frozen=True, slots=True)
class TokenSequence:
    """One sequence of text tokens."""

    tokens: tuple[int, ...]
    """Without the prompt and the end."""
    log_probability: float
    """Mean over the tokens and the end."""


@dataclass(frozen=True, slots=True)
class DecoderOutput:
    """The decoder's sequences for one stretch of sound."""

    sequences: tuple[TokenSequence, ...]
    """Likeliest first, at least one."""
    no_speech: float
    """The decoder's probability of no speech, 0 to 1."""


class WhisperEngine(Protocol[States]):
    """Whisper's encoder and decoder on one device."""

    @property
    def bands(self) -> int:
        """Mel bands of a frame."""
        ...

    def encode(self, features: Features) -> States:
        """(bands, frames), an even number of frames, at most 3000 → one state for two frames."""
        ...

    def join(self, states: States, silence: States, positions: Sequence[int]) -> States:
        """`states`, then these positions of `silence`."""
        ...

    def last(self, states: States, end: int, count: int) -> NDArray[np.float32]:
        """At most `count` states before position `end` in the host's memory, (count, width)."""
        ...

    def lengths(self, states: States) -> NDArray[np.float32]:
        """The Euclidean length of each state, (positions,)."""
        ...

    def decode(self, states: States, prompt: Sequence[int], search: Search) -> DecoderOutput:
        """The likeliest text tokens after the prompt."""
        ...

    def score(
        self, states: States, prompt: Sequence[int], texts: Sequence[Sequence[int]]
    ) -> tuple[float, ...]:
        """The log-probability of each text after the prompt: the sum over its tokens without the end."""
        ...


def mean_log_probability(total: float, n_tokens: int) -> float:
    """Mean over the tokens and the end, so that an empty text has a probability too."""
    return total / (n_tokens + 1)
