"""The validation score by hand."""

import numpy as np
import pytest

from models.nlu.labels import ACTS, RELATIONS, Labels
from models.nlu.outputs import Array, CommandOutputs, HeadOutputs
from models.nlu.tokens import Tokens
from training.classifier.encoding import EncodedCommand, EncodedSentence
from training.classifier.validation_score import commands, scores

LABELS = Labels(acts=ACTS, relations=RELATIONS, danger=True, boundaries=True)


def row(n: int, best: int) -> Array:
    return np.eye(n, dtype=np.float32)[best] * 5


def test_each_head_is_scored_where_it_is_labelled() -> None:
    items = [
        EncodedSentence(
            Tokens([1, 5, 6, 7, 2], [1, 2, 3]), (EncodedCommand(1, 2, act=0), EncodedCommand(3, 4, act=2)),
            boundaries=(1, 0, 1), danger=1,
        ),
        EncodedSentence(Tokens([1, 5, 2], [1]), (EncodedCommand(1, 2, relation=1),), danger=0),
    ]  # fmt: skip
    outputs = [
        HeadOutputs(
            (CommandOutputs(acts=row(5, 0)), CommandOutputs(acts=row(5, 1))), danger=1.0,
            boundaries=np.stack([row(3, 1), row(3, 2), row(3, 1)]),
        ),
        HeadOutputs((CommandOutputs(relations=row(4, 1)),), danger=2.0),
    ]  # fmt: skip
    assert [c.act for c, _ in commands(list(zip(items, outputs, strict=True)))][:2] == [0, 2]
    found = scores(items, outputs, LABELS)
    assert found == pytest.approx(
        {"act_accuracy": 0.5, "relation_accuracy": 1.0, "boundary_f1": 0.5, "danger_area": 0.0, "score": 0.5}
    )
