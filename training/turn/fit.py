"""The models over all evidence, from the evidence of training streams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.turn import head, sound
from training.trainer import logistic
from training.turn import network
from training.turn.evidence import Evidence, Heard

Array = NDArray[np.float32]

MOST_EARLIER = 2
"""More earlier pauses count as these."""


@dataclass(frozen=True)
class Row:
    """A pause that tells something, and where something was recognized."""

    speaker: str
    corpus: str
    earlier: int
    """Earlier pauses of the stream."""
    evidence: Evidence


def labeled(streams: Sequence[Heard]) -> list[Row]:
    """The rows of all streams."""
    return [
        Row(stream.speaker or stream.name, stream.corpus, earlier, each)
        for stream in streams
        for earlier, each in enumerate(stream.evidence)
        if each.finished is not None and each.transcript is not None and each.transcript.states is not None
    ]


def balanced(rows: Sequence[Row]) -> NDArray[np.float64]:
    """Weights with which neither the corpus nor the number of earlier pauses tells whether a turn is over.

    In each corpus, ends and pauses after equally many earlier pauses weigh the same: as much as the rarer.
    """
    kinds = [(row.corpus, min(row.earlier, MOST_EARLIER), bool(row.evidence.finished)) for row in rows]
    count = Counter(kinds)
    return np.array(
        [min(count[c, n, True], count[c, n, False]) / count[c, n, finished] for c, n, finished in kinds]
    )


def fit(streams: Sequence[Heard], text_weight: Array, text_bias: float) -> dict[str, Array]:
    """All weights of a turn head."""
    rows = labeled(streams)
    finished, shares = np.array([row.evidence.finished for row in rows], dtype=bool), balanced(rows)
    found = [row.evidence for row in rows]
    pools = np.stack([sound.pooled(each.transcript.states) for each in found])  # type: ignore[union-attr,arg-type]
    inputs = [head.text_inputs(each.transcript, each.seconds, text_weight, text_bias) for each in found]
    empty = [e for s in streams for e in s.evidence if e.transcript is None and e.finished is not None]
    unheard = [head.text_inputs(None, each.seconds, text_weight, text_bias) for each in empty]
    alone, alone_bias = logistic.fit(
        np.stack([*inputs, *unheard]),
        np.array([*finished, *(bool(each.finished) for each in empty)]),
        inverse_penalty=1.0,
        max_iterations=500,
        shares=np.array([*shares, *np.ones(len(empty))]),
    )
    return {
        "text.weight": text_weight,
        "text.bias": np.array([text_bias], dtype=np.float32),
        "alone.weight": alone.astype(np.float32),
        "alone.bias": np.array([alone_bias], dtype=np.float32),
        **network.fit(pools, np.stack(inputs), finished, shares),
    }
