"""The torch engine: base and adapter merged, one float32 forward pass, on any device."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from models.checkpoint import merge_adapter
from models.errors import CheckpointError
from models.nlu import adapter
from models.nlu.files import HEADS
from models.nlu.heads import Heads
from models.nlu.joint_bert import HeadSizes, JointBert, Logits, load_encoder
from models.nlu.labels import Labels
from models.nlu.outputs import Array, CommandOutputs, HeadOutputs
from models.nlu.tokens import Tokens
from models.weights.prepared import refuse_engine


def sizes_of(labels: Labels, auxiliary: int = 0) -> HeadSizes:
    """The sizes of the heads for these labels."""
    return HeadSizes(
        len(labels.intents), len(labels.tags), len(labels.sentiments), labels.out_of_scope, auxiliary,
        acts=len(labels.acts), relations=len(labels.relations), danger=labels.danger,
        boundaries=len(labels.boundary_tags), modifiers=len(labels.modifier_tags),
        addressed=labels.addressed,
    )  # fmt: skip


def compose(base: Path, checkpoint: Path, labels: Labels, encoder: nn.Module | None = None) -> JointBert:
    """The base's encoder with the checkpoint's adapter merged in, and its heads.

    Arguments:
        base: `checkpoint` itself where that holds its encoder.
        encoder: with the adapter merged in; loaded with transformers where it is None.

    Raises:
        CheckpointError: adapter or heads do not fit the base or the labels, or there are no weights.
    """
    refuse_engine(checkpoint)
    if encoder is None:
        encoder = load_encoder(base)
        if base != checkpoint:
            encoder = merge_adapter(encoder, checkpoint)
    heads = adapter.load_heads(checkpoint)
    model = JointBert(encoder, sizes_of(labels))
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
        self._heads = Heads(
            {n: _array(p) for n, p in model.named_parameters() if not n.startswith("encoder.")}
        )

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        """The logits of one sentence."""
        ids = torch.tensor([tokens.ids], device=self._device)
        types = torch.tensor([tokens.types], device=self._device) if tokens.types else None
        with torch.inference_mode():
            states = self._model.states(ids, torch.ones_like(ids), types)[0]
        return self._heads(_array(states), tokens)


def row_of(logits: Logits, row: int, n_words: int, commands: Tensor | None = None) -> HeadOutputs:
    """The logits of one sentence of a batch, as arrays.

    Arguments:
        commands: the batch's commands as the network had them.
    """
    places = [row] if commands is None else (commands[:, 0] == row).nonzero()[:, 0].tolist()

    def of_words(tags: Tensor | None) -> Array | None:
        return None if tags is None else _array(tags[row, :n_words])

    def of_all(transitions: Tensor | None) -> Array | None:
        return None if transitions is None else _array(transitions)

    def of_row(head: Tensor | None, place: int) -> Array | None:
        return None if head is None else _array(head[place])

    def number(head: Tensor | None, place: int) -> float | None:
        return None if head is None else float(head[place].detach())

    return HeadOutputs(
        tuple(
            CommandOutputs(
                intents=of_row(logits.intents, place),
                out_of_scope=number(logits.out_of_scope, place),
                acts=of_row(logits.acts, place),
                relations=of_row(logits.relations, place),
            )
            for place in places
        ),
        tags=of_words(logits.tags),
        sentiments=of_row(logits.sentiments, row),
        transitions=of_all(logits.transitions),
        danger=number(logits.danger, row),
        boundaries=of_words(logits.boundaries),
        boundary_transitions=of_all(logits.boundary_transitions),
        modifiers=of_words(logits.modifiers),
        modifier_transitions=of_all(logits.modifier_transitions),
    )


def _array(tensor: Tensor) -> Array:
    return tensor.detach().float().cpu().numpy()
