"""Soft labels for training sentences, each from a network trained without that sentence (cross-fitting).

Inconsistent labels of similar sentences give soft labels of low confidence; a network's prediction for its
own training sentences would only repeat the hard label.
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
from training.classifier.dataset import ClassifierDataset
from training.classifier.encoding import SoftLabel
from training.classifier.task import predict
from training.data import splits
from training.trainer.checkpoints import STATE

Sources = Mapping[str, Sequence[Example]]
Train = Callable[[dict[str, list[Example]], Path, bool], JointBert]
"""Training sentences, run folder, whether to resume → the trained network."""
FOLDS = "folds"
"""Subfolder of the run folder with a folder per fold."""
_FILE = "soft.safetensors"


@dataclass(frozen=True, slots=True)
class _Fold:
    """Logits of one fold's sentences, in their order; no rows for a missing head."""

    intents: NDArray[np.float32]
    sentiments: NDArray[np.float32]


def soft_labels(
    sources: Sources, labels: Labels, tokenizer: WordTokenizer, folds: int, train: Train, run: Path
) -> dict[str, list[SoftLabel]]:
    """The soft label of each sentence, by manifest.

    A finished fold is read from its folder; an interrupted one is resumed.

    Arguments:
        sources: training sentences by manifest; near-identical ones share a fold.
        train: trains on all folds but one.
        run: run folder; each fold has a subfolder.
    """
    soft: dict[str, list[SoftLabel]] = {
        name: [SoftLabel()] * len(examples) for name, examples in sources.items()
    }
    for number in range(folds):
        folder = run / FOLDS / str(number)
        held_out = {
            name: [i for i, e in enumerate(examples) if _fold(e, folds) == number]
            for name, examples in sources.items()
        }
        if not (folder / _FILE).is_file():
            others = {
                name: [e for e in examples if _fold(e, folds) != number] for name, examples in sources.items()
            }
            model = train(others, folder, (folder / STATE).is_file())
            unseen = ClassifierDataset(
                {name: [sources[name][i] for i in chosen] for name, chosen in held_out.items()},
                labels,
                tokenizer,
            )
            _write(folder / _FILE, model, unseen)
        found = _read(folder / _FILE)
        row = 0
        for name, chosen in held_out.items():
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


def _write(file: Path, model: JointBert, unseen: ClassifierDataset) -> None:
    outputs = predict(model, unseen)
    tables = {
        "intents": [o.intents for o in outputs if o.intents is not None],
        "sentiments": [o.sentiments for o in outputs if o.sentiments is not None],
    }
    with replacing(file) as draft:
        save_file({k: np.stack(v) if v else np.zeros((0, 0), np.float32) for k, v in tables.items()}, draft)


def _read(file: Path) -> _Fold:
    return _Fold(**load_file(file))
