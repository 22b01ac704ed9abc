"""An exported classifier in ONNX Runtime: the encoder there, the heads as in every engine. Loads no torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.checkpoint import library_errors, read_arrays, require_finite
from models.nlu import labels
from models.nlu.files import HEADS, ONNX
from models.nlu.fitting import require_fit
from models.nlu.heads import Heads
from models.nlu.outputs import HeadOutputs
from models.nlu.tokens import Tokens

STATES = "states"
"""The output with the encoder's last states, (batch, tokens, width)."""


class OnnxNetwork:
    """Runs an exported classifier on the CPU.

    Arguments:
        folder: that of `classifier.onnx` and the checkpoint's other files.

    Raises:
        CheckpointError: a file of the folder cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        heads = read_arrays(folder / HEADS)
        require_finite(heads, folder / HEADS)
        require_fit({n: t.shape for n, t in heads.items()}, labels.read(folder).labels, folder)
        self._heads = Heads({n: t.astype(np.float32) for n, t in heads.items()})
        refusals = onnxruntime.capi.onnxruntime_pybind11_state
        with library_errors("cannot be run", folder / ONNX):
            try:
                self._session = onnxruntime.InferenceSession(
                    str(folder / ONNX), providers=["CPUExecutionProvider"]
                )
            except (refusals.Fail, refusals.InvalidProtobuf, refusals.NoSuchFile) as error:
                raise ValueError(str(error)) from error

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        """The logits of one sentence."""
        ids = np.array([tokens.ids], dtype=np.int64)
        inputs = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.array([tokens.types], dtype=np.int64)
            if tokens.types
            else np.zeros_like(ids),
            "word_starts": np.array([tokens.word_starts or [0]], dtype=np.int64),
        }
        (states,) = self._session.run([STATES], inputs)
        return self._heads(states[0], tokens)
