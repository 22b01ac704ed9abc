"""The int8 engine: the encoder in CTranslate2. Fastest on a CPU; loads no torch."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from models.checkpoint import library_errors, read_arrays
from models.nlu.files import HEADS
from models.nlu.heads import Heads
from models.nlu.outputs import HeadOutputs
from models.nlu.tokens import Tokens

_MOST_THREADS = 4
"""For ten tokens, more threads cost more in waiting than they gain."""


class Int8Network:
    """Runs a converted encoder and the checkpoint's heads.

    Arguments:
        engine: the converted encoder's folder, from `store.engine`.
        checkpoint: the classifier's folder.

    Raises:
        CheckpointError: one of the folders cannot be read.
    """

    def __init__(self, engine: Path, checkpoint: Path) -> None:
        import ctranslate2

        self._heads = Heads({n: t.astype(np.float32) for n, t in read_arrays(checkpoint / HEADS).items()})
        threads = min(_MOST_THREADS, os.cpu_count() or 1)
        with library_errors("cannot be run", engine):
            self._encoder = ctranslate2.Encoder(
                str(engine), device="cpu", compute_type="int8", intra_threads=threads
            )

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        """The logits of one sentence."""
        types = {"token_type_ids": [tokens.types]} if tokens.types else {}
        states = np.asarray(self._encoder.forward_batch([tokens.ids], **types).last_hidden_state)[0]
        return self._heads(states, tokens)
