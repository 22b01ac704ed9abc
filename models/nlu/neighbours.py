"""Sentences that a classifier was trained on, with the encoder's states of them: which ones a text resembles.

`neighbours.npz` beside the weights. Loads no torch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.errors import CheckpointError
from models.files import replacing
from models.nlu.outputs import Array
from models.types import DialogueAct

FILE = "neighbours.npz"
_LEVELS = 127


@dataclass(frozen=True, slots=True)
class KnownSentence:
    """A training sentence."""

    text: str
    intent: str | None
    """None for out of scope."""
    act: DialogueAct | None = None
    """None where the data does not tell."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A training sentence beside a text."""

    sentence: KnownSentence
    likeness: float
    """Cosine of the encoder's states, at most 1."""


class NeighbourIndex:
    """The sentences and their states.

    Arguments:
        directions: (sentences, width), 8-bit; the length of a row does not matter.
    """

    def __init__(self, sentences: Sequence[KnownSentence], directions: NDArray[np.int8]) -> None:
        self.sentences = tuple(sentences)
        rows = directions.astype(np.float32)
        self._directions = rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def nearest(
        self, state: Array, n: int, wanted: Callable[[KnownSentence], bool] = lambda sentence: True
    ) -> list[Neighbour]:
        """The wanted sentences with the most similar states, nearest first.

        Arguments:
            state: (width,), of a command.
        """
        likeness = self._directions @ (state / np.linalg.norm(state))
        near = (i for i in np.argsort(-likeness) if wanted(self.sentences[i]))
        return [Neighbour(self.sentences[i], float(likeness[i])) for i in islice(near, n)]


def read(folder: Path) -> NeighbourIndex | None:
    """The index in a checkpoint's folder; None without one.

    Raises:
        CheckpointError: the file is damaged.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as kept:
            sentences = [KnownSentence(**each) for each in json.loads(kept["sentences"].tobytes())]
            return NeighbourIndex(sentences, kept["directions"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError("holds no training sentences", where=str(path)) from error


def write(folder: Path, sentences: Sequence[KnownSentence], states: Array) -> None:
    """Write the index into a checkpoint's folder.

    Arguments:
        states: (sentences, width).
    """
    scaled = states * (_LEVELS / np.abs(states).max(axis=1, keepdims=True))
    told = json.dumps([asdict(sentence) for sentence in sentences], ensure_ascii=False).encode()
    with replacing(folder / FILE) as draft, draft.open("wb") as file:
        np.savez_compressed(
            file, sentences=np.frombuffer(told, np.uint8), directions=scaled.round().astype(np.int8)
        )
