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

RELEASED = "released"
TRANSITIONS = "slots.transitions"


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
    theirs, rows = adapter.load_heads(place), _rows(heads, description.labels)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            learnt = theirs.get(name)
            if learnt is None or name.startswith("encoder."):
                continue
            if name == TRANSITIONS:
                _copy_rows(parameter, learnt, *rows["slots.tag"], both=True)
            elif (module := name.rpartition(".")[0]) in rows:
                _copy_rows(parameter, learnt, *rows[module])
            elif learnt.shape == parameter.shape:
                parameter.copy_(learnt)


def hold(model: JointBert, heads: Labels, start: str) -> None:
    """Keep the heads' rows of the labels that the checkpoint knows as they are: what is new learns, and known
    sentences can lose to new labels alone. What is out of scope is learnt anew: new sentences were.

    Arguments:
        heads: the network's labels.
        start: `released` or a folder.
    """
    rows = _rows(heads, labels.read(folder(start)).labels)
    for name, parameter in model.named_parameters():
        module = "slots.tag" if name == TRANSITIONS else name.rpartition(".")[0]
        if module.startswith(("encoder.", "aside", "out_of_scope")):
            continue
        ours, theirs = rows.get(module, ((), ()))
        new = torch.tensor([label not in theirs for label in ours], dtype=torch.bool)
        if not new.any():
            parameter.requires_grad_(False)
        elif name == TRANSITIONS:
            _let_learn(parameter, new[:, None] | new)
        else:
            _let_learn(parameter, new.reshape(-1, *[1] * (parameter.dim() - 1)))


def _rows(heads: Labels, before: Labels) -> dict[str, tuple[Sequence[str], Sequence[str]]]:
    """Module → the labels that its rows are of, in the network and in the checkpoint."""
    return {
        "intent": (heads.intents, before.intents),
        "sentiment": (heads.sentiments, before.sentiments),
        "slots.tag": (heads.tags, before.tags),
    }


def _let_learn(parameter: Tensor, where: Tensor) -> None:
    parameter.register_hook(  # type: ignore[no-untyped-call]
        lambda gradient: gradient * where.to(gradient)
    )


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
