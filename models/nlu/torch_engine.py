"""The torch engine: base and adapter merged, one float32 forward pass, on any device."""

from __future__ import annotations

from pathlib import Path

import torch

from models.checkpoint import merge_adapter
from models.errors import CheckpointError
from models.nlu import adapter
from models.nlu.classifier import HeadOutputs
from models.nlu.files import HEADS
from models.nlu.joint_bert import HeadSizes, JointBert, Logits, load_encoder
from models.nlu.labels import Labels
from models.nlu.tokens import Tokens


def compose(base: Path, checkpoint: Path, labels: Labels) -> JointBert:
    """The base's encoder with the checkpoint's adapter merged in, and its heads.

    Raises:
        CheckpointError: adapter or heads do not fit the base or the labels.
    """
    encoder = merge_adapter(load_encoder(base), checkpoint)
    heads = adapter.load_heads(checkpoint)
    sizes = HeadSizes(
        len(labels.intents), len(labels.tags), len(labels.sentiments), labels.out_of_scope
    )  # fmt: skip
    model = JointBert(encoder, sizes)
    expected = {n: p.shape for n, p in model.named_parameters() if not n.startswith("encoder.")}
    if {n: t.shape for n, t in heads.items()} != expected:
        raise CheckpointError("the heads do not fit the labels", where=str(checkpoint / HEADS))
    model.load_state_dict(heads, strict=False)
    return model.eval()


class TorchNetwork:
    """Runs a JointBert one sentence at a time."""

    def __init__(self, model: JointBert, device: torch.device) -> None:
        self._model = model.to(device).eval()
        self._device = device

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        """The logits of one sentence."""
        ids = torch.tensor([tokens.ids], device=self._device)
        starts = torch.tensor([tokens.word_starts or [0]], device=self._device)
        with torch.inference_mode():
            logits = self._model(ids, torch.ones_like(ids), starts)
        return row_of(logits, 0, len(tokens.word_starts))


def row_of(logits: Logits, row: int, n_words: int) -> HeadOutputs:
    """The logits of one sentence of a batch, as arrays."""
    intents, scope, tags, sentiments = (
        None if head is None else head[row].float().cpu().numpy()
        for head in (logits.intents, logits.out_of_scope, logits.tags, logits.sentiments)
    )
    return HeadOutputs(
        intents,
        None if scope is None else float(scope),
        None if tags is None else tags[:n_words],
        sentiments,
        transitions=None if logits.transitions is None else logits.transitions.detach().float().cpu().numpy(),
    )
