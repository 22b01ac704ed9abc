"""The shapes of heads against labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from torch import nn

from models.errors import CheckpointError
from models.nlu import fitting
from models.nlu.joint_bert import JointBert
from models.nlu.labels import Labels
from models.nlu.torch_engine import sizes_of

WIDTH = 6
EVERY = Labels(
    intents=("on", "off"), slots=("room",), sentiments=("positive", "negative"), out_of_scope=True,
    acts=("request", "question"), relations=("new",), danger=True, boundaries=True, modifiers=("all",),
    addressed=True,
)  # fmt: skip


class Size:
    hidden_size = WIDTH


class Encoder(nn.Module):
    config = Size()


@pytest.mark.parametrize("labels", [EVERY, Labels(intents=("on",)), Labels(slots=("room",))])
def test_the_shapes_are_those_of_the_network(labels: Labels, tmp_path: Path) -> None:
    network = JointBert(Encoder(), sizes_of(labels))
    shapes = {name: tuple(weight.shape) for name, weight in network.named_parameters()}

    assert fitting.expected(labels, WIDTH) == shapes
    fitting.require_fit(shapes, labels, tmp_path)


@pytest.mark.parametrize("name", ["intent.weight", "slots.transitions", "danger.bias"])
def test_heads_for_other_labels_are_refused(tmp_path: Path, name: str) -> None:
    shapes = fitting.expected(EVERY, WIDTH)
    for wrong in (shapes | {name: (99, *shapes[name][1:])}, {k: v for k, v in shapes.items() if k != name}):
        with pytest.raises(CheckpointError, match="the heads do not fit the labels"):
            fitting.require_fit(wrong, EVERY, tmp_path)
    with pytest.raises(CheckpointError, match="do not fit"):
        fitting.require_fit({}, EVERY, tmp_path)
