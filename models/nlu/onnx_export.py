"""A classifier checkpoint → ONNX: encoder and heads in one graph, tokenizer and settings beside it."""

from __future__ import annotations

import logging
import shutil
import warnings
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import torch
from torch import Tensor, nn

from models.files import replacing
from models.nlu import labels
from models.nlu.files import ONNX, TOKENIZER, encoder_of
from models.nlu.joint_bert import JointBert, Logits
from models.nlu.onnx_engine import STATES
from models.nlu.tokens import MAX_TOKENS
from models.nlu.torch_engine import compose
from models.weights import store
from models.weights.convert.export import copy_settings

INPUTS = ("input_ids", "attention_mask", "token_type_ids", "word_starts")
_NOT_OUTPUTS = ("transitions", "boundary_transitions", "modifier_transitions", "auxiliary")
"""Constants, which stay in `heads.safetensors`, and a head of training alone."""
_MOST_ROWS = 1024
_LONGEST = 4 * MAX_TOKENS


def write(checkpoint: Path, target: Path) -> None:
    """Write the classifier's ONNX file and the settings that its answers need.

    Arguments:
        target: an existing empty folder.

    Raises:
        CheckpointError: the checkpoint is no classifier, or holds an engine.
        StoreError: its base cannot be fetched.
        ModuleNotFoundError: without the extra `export`.
    """
    import onnxscript  # noqa: F401  # torch would say less plainly that it is missing

    description = labels.read(checkpoint)
    base = encoder_of(checkpoint) or store.ensure(description.base)
    ids = torch.ones((2, 8), dtype=torch.int64)
    # each a tensor of its own: the export takes one that is given twice for one input
    example = (ids, torch.ones_like(ids), torch.zeros_like(ids), torch.ones((2, 3), dtype=torch.int64))
    network = _OneCommand(compose(base, checkpoint, description.labels), example)
    rows, tokens, words = (
        torch.export.Dim(name, min=1, max=most)
        for name, most in (("rows", _MOST_ROWS), ("tokens", _LONGEST), ("words", _LONGEST))
    )
    shapes = {name: {0: rows, 1: words if name == "word_starts" else tokens} for name in INPUTS}
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        # of torch's own future, and of names that its export does not need
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            network, example, dynamo=True, dynamic_shapes=shapes, input_names=list(INPUTS),
            output_names=network.outputs, verbose=False,
        )  # fmt: skip
    assert program is not None
    with replacing(target / ONNX) as draft:
        program.save(draft, external_data=False)
    copy_settings(checkpoint, target)
    shutil.copyfile(base / TOKENIZER, target / TOKENIZER)


class _OneCommand(nn.Module):
    """The network for sentences of one command each: the states, then the logits of the heads that it has."""

    def __init__(self, model: JointBert, example: tuple[Tensor, ...]) -> None:
        super().__init__()
        self._model = model
        logits = self._logits(*example)[1]
        names = (field.name for field in fields(Logits) if field.name not in _NOT_OUTPUTS)
        self._heads: tuple[str, ...] = tuple(name for name in names if getattr(logits, name) is not None)

    @property
    def outputs(self) -> list[str]:
        """The names of what `forward` gives."""
        return [STATES, *self._heads]

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor, word_starts: Tensor
    ) -> Sequence[Tensor]:
        """The outputs of a batch; arguments as of `JointBert.forward`."""
        states, logits = self._logits(input_ids, attention_mask, token_type_ids, word_starts)
        return states, *(getattr(logits, name) for name in self._heads)

    def _logits(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor, word_starts: Tensor
    ) -> tuple[Tensor, Logits]:
        states = self._model.states(input_ids, attention_mask, token_type_ids)
        return states, self._model.heads(states, attention_mask * (token_type_ids == 0), word_starts)
