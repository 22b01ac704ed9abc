"""Decoding of CTC outputs: best path and prefix beam search. Pure functions.

Prefix beam search after Hannun et al., arXiv 1408.2873: each prefix keeps two probabilities, that of ending
in a blank and that of ending in its last token, since a token is repeated only after a blank. torchaudio's
decoder (flashlight) gives these probabilities too in a wide beam; in a narrow one it prunes the two apart and
finds other texts, and with a language model in Python it is no faster.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LogProbs = NDArray[np.float32]
"""Log-probabilities, (frames, tokens)."""

PrefixScore = Callable[[Sequence[int]], float]
"""A language model's log-probability of the last token after the others; a blank as the last token is the end
of the text."""

NEVER = -math.inf
TOKENS_A_FRAME = 16
"""The likeliest tokens of a frame, which may extend a prefix; more cost time and change no result."""


@dataclass(frozen=True, slots=True)
class Path:
    """One sequence of tokens without blanks and repetitions."""

    tokens: tuple[int, ...]
    log_probability: float
    """Sum over all alignments, with the language model's share where there is one."""


def greedy(log_probs: LogProbs, *, blank: int) -> Path:
    """(frames, tokens) → the likeliest alignment."""
    best = log_probs.argmax(axis=1)
    tokens = [int(t) for i, t in enumerate(best) if t != blank and (i == 0 or t != best[i - 1])]
    return Path(tuple(tokens), float(log_probs.max(axis=1).sum()))


def beam_search(
    log_probs: LogProbs,
    *,
    blank: int,
    beam_size: int,
    language_model: PrefixScore | None = None,
    least_log_probability: float = NEVER,
) -> tuple[Path, ...]:
    """(frames, tokens) → at most `beam_size` sequences, likeliest first.

    Arguments:
        language_model: scores each prefix as it grows, and its end.
        least_log_probability: a token below this in a frame extends no prefix there, which saves most of the
            work for a confident network.
    """
    # prefix → log-probabilities of ending in a blank and in its last token; beside it the language model's
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (0.0, NEVER)}
    scored: dict[tuple[int, ...], float] = {(): 0.0}
    for frame in log_probs:
        grown: dict[tuple[int, ...], tuple[float, float]] = {}

        def add(
            prefix: tuple[int, ...],
            in_blank: float,
            in_token: float,
            into: dict[tuple[int, ...], tuple[float, float]] = grown,
        ) -> None:
            old_blank, old_token = into.get(prefix, (NEVER, NEVER))
            into[prefix] = (_log_add(old_blank, in_blank), _log_add(old_token, in_token))

        likely = [t for t in np.argsort(frame)[-TOKENS_A_FRAME:] if frame[t] >= least_log_probability]
        for prefix, (in_blank, in_token) in beams.items():
            either = _log_add(in_blank, in_token)
            add(prefix, either + float(frame[blank]), NEVER)
            if prefix:
                add(prefix, NEVER, in_token + float(frame[prefix[-1]]))
            for token in likely:
                if token == blank:
                    continue
                longer = (*prefix, int(token))
                if longer not in scored:
                    scored[longer] = scored[prefix] + (language_model(longer) if language_model else 0.0)
                before = in_blank if prefix and token == prefix[-1] else either
                add(longer, NEVER, before + float(frame[token]))
        possible = (p for p, ends in grown.items() if max(ends) > NEVER)
        ranked = sorted(possible, key=lambda p: _log_add(*grown[p]) + scored[p], reverse=True)
        beams = {prefix: grown[prefix] for prefix in ranked[:beam_size]}
        scored = {prefix: scored[prefix] for prefix in beams}
    if language_model:
        scored = {prefix: score + language_model((*prefix, blank)) for prefix, score in scored.items()}
    paths = (Path(prefix, _log_add(*ends) + scored[prefix]) for prefix, ends in beams.items())
    return tuple(sorted(paths, key=lambda path: path.log_probability, reverse=True))


def _log_add(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a if b == NEVER else a + math.log1p(math.exp(b - a))
