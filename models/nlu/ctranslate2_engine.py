"""The CPU's engine: the encoder in CTranslate2. Loads no torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from models.checkpoint import library_errors, read_arrays, require_finite
from models.nlu import labels
from models.nlu.files import HEADS
from models.nlu.fitting import require_fit
from models.nlu.heads import Heads
from models.nlu.outputs import HeadOutputs
from models.nlu.tokens import Tokens

ComputeType = Literal["float32", "int8", "default"]

_MOST_THREADS = 4
"""For ten tokens, more threads cost more in waiting than they gain."""


class CTranslate2Network:
    """Runs a converted encoder and the checkpoint's heads.

    Arguments:
        engine: the converted encoder's folder, from `store.engine`.
        checkpoint: the classifier's folder.
        compute_type: float32 gives torch's answers; int8 takes a third of the memory; default is that of
            the engine's weights.

    Raises:
        CheckpointError: one of the folders cannot be read.
    """

    def __init__(self, engine: Path, checkpoint: Path, compute_type: ComputeType = "float32") -> None:
        import ctranslate2

        heads = read_arrays(checkpoint / HEADS)
        require_finite(heads, checkpoint / HEADS)
        require_fit({n: t.shape for n, t in heads.items()}, labels.read(checkpoint).labels, checkpoint)
        self._heads = Heads({n: t.astype(np.float32) for n, t in heads.items()})
        threads = min(_MOST_THREADS, os.cpu_count() or 1)
        with library_errors("cannot be run", engine):
            self._encoder = ctranslate2.Encoder(
                str(engine), device="cpu", compute_type=compute_type, intra_threads=threads
            )

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        """The logits of one sentence."""
        return self.all([tokens])[0]

    def all(self, batch: Sequence[Tokens]) -> list[HeadOutputs]:
        """The logits of sentences, together; each has its context or all have none."""
        types = {"token_type_ids": [tokens.types for tokens in batch]} if batch[0].types else {}
        states = np.asarray(
            self._encoder.forward_batch([tokens.ids for tokens in batch], **types).last_hidden_state
        )
        return [self._heads(states[row, : len(tokens.ids)], tokens) for row, tokens in enumerate(batch)]
