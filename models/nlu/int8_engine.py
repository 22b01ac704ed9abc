"""The int8 engine: the encoder in CTranslate2, the heads in numpy. Fastest on a CPU; loads no torch."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from models.checkpoint import library_errors, read_arrays
from models.nlu.classifier import HeadOutputs
from models.nlu.decoding import Array
from models.nlu.files import HEADS
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

        self._heads = {n: t.astype(np.float32) for n, t in read_arrays(checkpoint / HEADS).items()}
        threads = min(_MOST_THREADS, os.cpu_count() or 1)
        with library_errors("cannot be run", engine):
            self._encoder = ctranslate2.Encoder(
                str(engine), device="cpu", compute_type="int8", intra_threads=threads
            )

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        """The logits of one sentence."""
        states = np.asarray(self._encoder.forward_batch([tokens.ids]).last_hidden_state)[0]  # (tokens, width)
        pooled = states.mean(axis=0)
        tags = self._tags(states[tokens.word_starts], pooled) if "slots.tag.weight" in self._heads else None
        scope = self._linear("out_of_scope", pooled) if "out_of_scope.weight" in self._heads else None
        return HeadOutputs(
            intents=self._linear("intent", pooled) if "intent.weight" in self._heads else None,
            out_of_scope=None if scope is None else float(scope[0]),
            tags=tags,
            sentiments=self._linear("sentiment", pooled) if "sentiment.weight" in self._heads else None,
            transitions=self._heads.get("slots.transitions"),
        )

    def _tags(self, words: Array, pooled: Array) -> Array:
        """(words, width) and (width,) → (words, tags): `SlotHead` in numpy."""
        mixed = self._linear("slots.word", words) + self._heads["slots.sentence.weight"] @ pooled
        return self._linear("slots.tag", np.maximum(mixed, 0))

    def _linear(self, name: str, inputs: Array) -> Array:
        result: Array = inputs @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]
        return result
