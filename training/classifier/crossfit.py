"""Soft labels for training sentences, each from a network that has not seen it (cross-fitting).

Where people labelled alike sentences differently, the networks are in doubt, and what learns from them is not
told to be sure; a network's own view of what it was trained on would only repeat the label.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from models.files import replacing
from models.manifest import Example
from models.nlu.joint_bert import JointBert
from models.nlu.labels import Labels
from models.nlu.tokens import WordTokenizer
from training.classifier.dataset import ClassifierDataset, SoftLabel
from training.classifier.task import predict
from training.data import splits
from training.trainer.checkpoints import STATE

Sources = Mapping[str, Sequence[Example]]
Learn = Callable[[dict[str, list[Example]], Path, bool], JointBert]
"""Training sentences, where the run is kept, whether it goes on → the network."""
FOLDER = "folds"
_FILE = "soft.safetensors"


@dataclass(frozen=True, slots=True)
class _Fold:
    """The logits of one fold's sentences, in their order; no rows where there is no head."""

    intents: NDArray[np.float32]
    sentiments: NDArray[np.float32]


def soft_labels(
    sources: Sources, labels: Labels, tokenizer: WordTokenizer, folds: int, learn: Learn, run: Path
) -> dict[str, list[SoftLabel]]:
    """The soft label of each sentence.

    A fold that is finished is read from its folder, one that has begun goes on.

    Arguments:
        sources: training sentences by manifest; near-identical ones are in the same fold.
        learn: trains on all folds but one.
        run: each fold has a folder in it.
    """
    soft: dict[str, list[SoftLabel]] = {
        name: [SoftLabel()] * len(examples) for name, examples in sources.items()
    }
    for number in range(folds):
        place = run / FOLDER / str(number)
        held = {
            name: [i for i, e in enumerate(examples) if _fold(e, folds) == number]
            for name, examples in sources.items()
        }
        if not (place / _FILE).is_file():
            others = {
                name: [e for e in examples if _fold(e, folds) != number] for name, examples in sources.items()
            }
            model = learn(others, place, (place / STATE).is_file())
            seen = ClassifierDataset(
                {name: [sources[name][i] for i in chosen] for name, chosen in held.items()}, labels, tokenizer
            )
            _write(place / _FILE, model, seen)
        found = _read(place / _FILE)
        row = 0
        for name, chosen in held.items():
            for i in chosen:
                soft[name][i] = SoftLabel(
                    found.intents[row] if len(found.intents) else None,
                    found.sentiments[row] if len(found.sentiments) else None,
                )
                row += 1
    return soft


def _fold(example: Example, folds: int) -> int:
    digest = hashlib.sha256(f"fold {splits.key(example.text or '')}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % folds


def _write(file: Path, model: JointBert, seen: ClassifierDataset) -> None:
    outputs = predict(model, seen)
    tables = {
        "intents": [o.intents for o in outputs if o.intents is not None],
        "sentiments": [o.sentiments for o in outputs if o.sentiments is not None],
    }
    with replacing(file) as draft:
        save_file({k: np.stack(v) if v else np.zeros((0, 0), np.float32) for k, v in tables.items()}, draft)


def _read(file: Path) -> _Fold:
    return _Fold(**load_file(file))
