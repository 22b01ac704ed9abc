"""The danger head fitted anew on the trained encoder's states, against the sentences most like danger.

Few of an epoch's sentences are of people in danger, and fewer speak in danger's words of no danger; a
logistic regression sees all of the former and the hardest of the others.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from models.nlu.joint_bert import JointBert, pool
from training.classifier import inference
from training.classifier.encoding import EncodedSentence
from training.trainer import logistic

_C = 0.03
"""Inverse regularisation."""
_MOST, _EVERYDAY = 40_000, 3_000
"""Sentences without danger: of which the hardest are looked for, and taken at random besides."""
_MAX_ITERATIONS = 300


def refit(model: JointBert, items: Sequence[EncodedSentence], seed: int) -> None:
    """Set the weights of the danger head.

    As many sentences without danger as with it are those that the present head takes most for danger.
    Nothing changes without sentences of both kinds.

    Arguments:
        items: training sentences; those without a danger label are left out.
    """
    if model.danger is None:
        return
    draw = random.Random(seed)
    people = [item for item in items if item.danger == 1]
    others = [item for item in items if item.danger == 0]
    if not people or not others:
        return
    others = draw.sample(others, min(_MOST, len(others)))
    found, rest = _pooled(model, people), _pooled(model, others)
    weight, bias = model.danger.weight.detach().cpu().numpy()[0], float(model.danger.bias.detach())
    hardest = np.argsort(-(rest @ weight + bias), kind="stable")[: len(people)]
    anyone = np.array(draw.sample(range(len(others)), min(_EVERYDAY, len(others))))
    chosen = rest[np.unique(np.concatenate([hardest, anyone]))]
    states = np.concatenate([found, chosen])
    labels = np.arange(len(states)) < len(found)
    weights, offset = logistic.fit(states, labels, inverse_penalty=_C, max_iterations=_MAX_ITERATIONS)
    with torch.no_grad():
        model.danger.weight.copy_(torch.from_numpy(weights[None]))
        model.danger.bias.fill_(offset)


def _pooled(model: JointBert, items: Sequence[EncodedSentence]) -> NDArray[np.float32]:
    """(sentences, width), the mean state of each utterance."""
    rows: dict[int, NDArray[np.float32]] = {}
    for places, found, own in inference.states(model, items):
        rows |= dict(zip(places, pool(found, own).float().cpu().numpy(), strict=True))
    return np.stack([rows[i] for i in range(len(items))])
