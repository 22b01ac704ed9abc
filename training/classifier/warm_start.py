"""Warm start of a classifier: weights of another checkpoint, which may share some of its labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from models import paths
from models.checkpoint import merge_adapter
from models.errors import ConfigError
from models.nlu import adapter, labels
from models.nlu.joint_bert import JointBert
from models.nlu.labels import Labels
from models.nlu.tokens import WordTokenizer
from models.nlu.torch_engine import compose
from models.weights import store
from training.classifier.distillation import Teacher, token_ids

RELEASED = "released"


def checkpoint(start: str) -> Path:
    """The folder of the checkpoint `start`: `released` or a path."""
    return paths.released() / "classifier" if start == RELEASED else Path(start)


def load_weights(model: JointBert, heads: Labels, start: str, base: str) -> None:
    """Copy the checkpoint's encoder, and its heads' rows of the labels that both networks have.

    Arguments:
        heads: the network's labels.
        start: `released` or a folder.
        base: the network's base, which must be the checkpoint's too.

    Raises:
        ConfigError: the checkpoint has another base.
    """
    folder = checkpoint(start)
    description = labels.read(folder)
    if description.base != base:
        raise ConfigError(
            f"start: {start} was made from {description.base}, not from {base}",
            do="leave start empty, or name that base",
        )
    merge_adapter(model.encoder, folder)
    before, learned_heads = description.labels, adapter.load_heads(folder)
    rows = {
        "intent": (heads.intents, before.intents),
        "sentiment": (heads.sentiments, before.sentiments),
        "slots.tag": (heads.tags, before.tags),
        "act": (heads.acts, before.acts),
        "relation": (heads.relations, before.relations),
        "modifiers.tag": (heads.modifier_tags, before.modifier_tags),
    }
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            learned = learned_heads.get(name)
            if learned is None or name.startswith("encoder."):
                continue
            if name == "slots.transitions":
                _copy_rows(parameter, learned, heads.tags, before.tags, both=True)
            elif (module := name.rpartition(".")[0]) in rows:
                _copy_rows(parameter, learned, *rows[module])
            elif learned.shape == parameter.shape:
                parameter.copy_(learned)


def teacher(start: str, heads: Labels, base: Path) -> Teacher:
    """The checkpoint as the teacher of a network with the labels `heads`.

    Arguments:
        base: folder of the network's base; the teacher's may be another one with the same word pieces.
    """
    folder = checkpoint(start)
    description = labels.read(folder)
    own, known = store.ensure(description.base), description.labels
    ids = None if own == base else token_ids(WordTokenizer(base), WordTokenizer(own))
    return Teacher(compose(own, folder, known), known, heads, ids)


def _copy_rows(
    parameter: Tensor, learned: Tensor, ours: Sequence[str], theirs: Sequence[str], *, both: bool = False
) -> None:
    """Copy the rows of shared labels; with `both`, rows and columns."""
    shared = [name for name in ours if name in theirs]
    if not shared:
        return
    here, there = [ours.index(name) for name in shared], [theirs.index(name) for name in shared]
    if both:
        parameter[torch.tensor(here)[:, None], here] = learned[torch.tensor(there)[:, None], there]
    else:
        parameter[here] = learned[there]
