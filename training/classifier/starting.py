"""How a classifier begins: its base untouched, or as another checkpoint whose labels it may share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from models import paths
from models.errors import ConfigError
from models.nlu import adapter, labels
from models.nlu.joint_bert import JointBert
from models.nlu.labels import Labels
from models.nlu.torch_engine import compose
from training.classifier.teaching import Teacher

RELEASED = "released"


def folder(start: str) -> Path:
    """The checkpoint that `start` names."""
    return paths.released() / "classifier" if start == RELEASED else Path(start)


def begin_as(model: JointBert, heads: Labels, start: str, base: str) -> None:
    """Give the network the checkpoint's encoder, and its heads' rows for the labels that both have.

    Arguments:
        heads: the network's labels.
        start: `released` or a folder.
        base: the network's own, which must be the checkpoint's too.

    Raises:
        ConfigError: the checkpoint was made from another base.
    """
    place = folder(start)
    description = labels.read(place)
    if description.base != base:
        raise ConfigError(
            f"start: {start} was made from {description.base}, not from {base}",
            do="leave start empty, or name that base",
        )
    adapter.merge(model.encoder, place)
    before, theirs = description.labels, adapter.load_heads(place)
    rows = {
        "intent": (heads.intents, before.intents),
        "sentiment": (heads.sentiments, before.sentiments),
        "slots.tag": (heads.tags, before.tags),
    }
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            learnt = theirs.get(name)
            if learnt is None or name.startswith("encoder."):
                continue
            if name == "slots.transitions":
                _copy_rows(parameter, learnt, heads.tags, before.tags, both=True)
            elif (module := name.rpartition(".")[0]) in rows:
                _copy_rows(parameter, learnt, *rows[module])
            elif learnt.shape == parameter.shape:
                parameter.copy_(learnt)


def teacher(start: str, heads: Labels, base: Path) -> Teacher:
    """The checkpoint, to hold a network with these labels to.

    Arguments:
        base: the folder of the base that both are made from.
    """
    known = labels.read(folder(start)).labels
    return Teacher(compose(base, folder(start), known), known, heads)


def _copy_rows(
    parameter: Tensor, learnt: Tensor, ours: Sequence[str], theirs: Sequence[str], *, both: bool = False
) -> None:
    shared = [name for name in ours if name in theirs]
    if not shared:
        return
    here, there = [ours.index(name) for name in shared], [theirs.index(name) for name in shared]
    if both:
        parameter[torch.tensor(here)[:, None], here] = learnt[torch.tensor(there)[:, None], there]
    else:
        parameter[here] = learnt[there]
