"""The shapes of a checkpoint's heads, checked against its labels. Loads no torch."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from models.errors import CheckpointError
from models.nlu.files import HEADS
from models.nlu.labels import Labels

Shape = tuple[int, ...]
QUERIES, HIDDEN = 4, 64
"""Of the head for addressed utterances, `models.nlu.addressed_head`."""


def require_fit(shapes: Mapping[str, Shape], labels: Labels, checkpoint: Path) -> None:
    """Refuse heads that lack a label, or have one too many.

    Arguments:
        shapes: of the heads' weights, by their names in the network.

    Raises:
        CheckpointError: the heads do not fit the labels.
    """
    widths = {
        shape[-1]
        for name, shape in shapes.items()
        if name.endswith(".weight") and shape and not name.startswith("addressed.")
    }
    if len(widths) != 1 or dict(shapes) != expected(labels, widths.pop()):
        raise CheckpointError("the heads do not fit the labels", where=str(checkpoint / HEADS))


def expected(labels: Labels, width: int) -> dict[str, Shape]:
    """The shapes of the heads for these labels on states of that width."""
    shapes: dict[str, Shape] = {}
    linear = {
        "intent": len(labels.intents),
        "out_of_scope": int(labels.out_of_scope),
        "sentiment": len(labels.sentiments),
        "act": len(labels.acts),
        "relation": len(labels.relations),
        "danger": int(labels.danger),
    }
    for head, outputs in linear.items():
        if outputs:
            shapes |= {f"{head}.weight": (outputs, width), f"{head}.bias": (outputs,)}
    of_words = {
        "slots": len(labels.tags),
        "boundaries": len(labels.boundary_tags),
        "modifiers": len(labels.modifier_tags),
    }
    for head, tags in of_words.items():
        if tags:
            shapes |= {
                f"{head}.word.weight": (width, width),
                f"{head}.word.bias": (width,),
                f"{head}.sentence.weight": (width, width),
                f"{head}.tag.weight": (tags, width),
                f"{head}.tag.bias": (tags,),
                f"{head}.transitions": (tags, tags),
            }
    if labels.addressed:
        layers = {"query": (QUERIES, width), "hidden": (HIDDEN, width * (QUERIES + 1)), "output": (1, HIDDEN)}
        for layer, (outputs, inputs) in layers.items():
            shapes |= {
                f"addressed.{layer}.weight": (outputs, inputs),
                f"addressed.{layer}.bias": (outputs,),
            }
    return shapes
