"""The models trained on each of the owner's recordings, so that forgetting a recording finds them all.

Every folder of a model trained on examples holds their ids (`learned_from.json`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from models import files, paths
from models.errors import CheckpointError, DataError
from models.weights import store

_LEARNED: TypeAdapter[dict[str, list[str]]] = TypeAdapter(dict[str, list[str]])


def mark(model: Path, ids: Iterable[str]) -> None:
    """Write the ids of the training examples into a models' folder; before training, for unfinished runs.

    Raises:
        StoreError: the ids cannot be written.
    """
    with files.disk_errors(model):
        model.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"recordings": sorted(ids)}, indent=1) + "\n"
    files.write_text(model / store.LEARNED_FROM, content, private=True)


def learned_from(model: Path) -> frozenset[str]:
    """The ids of the examples that the models in a folder were trained on; empty without a file.

    Raises:
        DataError: the file is damaged.
    """
    file = model / store.LEARNED_FROM
    try:
        return frozenset(_LEARNED.validate_json(file.read_bytes()).get("recordings", []))
    except FileNotFoundError:
        return frozenset()
    except ValidationError as error:
        raise DataError("this is not a list of what a model learned from", where=str(file)) from error


def learners(ids: Collection[str] | None) -> tuple[Path, ...]:
    """Folders of the bundles, runs and engines trained on any of the examples.

    Arguments:
        ids: the examples' ids; None for all examples, deleted ones included.

    Raises:
        DataError: a `learned_from.json` is damaged.
    """
    wanted = None if ids is None else set(ids)
    found = [m for m in _models() if (learned := learned_from(m)) and (wanted is None or learned & wanted)]
    checkpoints = [part for model in found if model.parent != paths.engines() for part in _checkpoints(model)]
    engines = {engine for part in checkpoints for engine in _engines(part)}
    return tuple(dict.fromkeys([*found, *sorted(engines)]))


def _models() -> Iterator[Path]:
    for parent, pattern in ((paths.bundles(), "*/*"), (paths.runs(), "*/*"), (paths.engines(), "*")):
        yield from sorted(file.parent for file in parent.glob(f"{pattern}/{store.LEARNED_FROM}"))


def _engines(checkpoint: Path) -> tuple[Path, ...]:
    try:
        return store.engines_of(checkpoint)
    except CheckpointError:
        return ()  # a half-written checkpoint has no engine


def _checkpoints(model: Path) -> Iterator[Path]:
    weights = [file for name in ("adapter_config.json", "config.json") for file in model.rglob(name)]
    yield from dict.fromkeys(file.parent for file in weights)
