"""Which models learnt from which of the owner's recordings: none is overlooked when they are forgotten.

Every folder of a model that learnt from examples holds their ids (`learned_from.json`).
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
    """Writes down what the models in a folder learn from; done before the training, so that nothing that was
    half trained is overlooked.

    Raises:
        StoreError: it cannot be written.
    """
    with files.disk_errors(model):
        model.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"recordings": sorted(ids)}, indent=1) + "\n"
    files.write_text(model / store.LEARNED_FROM, content, private=True)


def learned_from(model: Path) -> frozenset[str]:
    """The ids that the models in a folder learnt from; none where nothing is written about it.

    Raises:
        DataError: what is written is damaged.
    """
    file = model / store.LEARNED_FROM
    try:
        return frozenset(_LEARNED.validate_json(file.read_bytes()).get("recordings", []))
    except FileNotFoundError:
        return frozenset()
    except ValidationError as error:
        raise DataError("this is not a list of what a model learnt from", where=str(file)) from error


def learners(ids: Collection[str] | None) -> tuple[Path, ...]:
    """Every bundle, run and engine that learnt from one of the examples, as folders.

    Arguments:
        ids: of the examples; None for whatever learnt from any, also from those that are gone.

    Raises:
        DataError: what one of them learnt from cannot be read.
    """
    wanted = None if ids is None else set(ids)
    found = [m for m in _models() if (learnt := learned_from(m)) and (wanted is None or learnt & wanted)]
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
        return ()  # half written: nothing could be made of it, and it goes all the same


def _checkpoints(model: Path) -> Iterator[Path]:
    weights = [file for name in ("adapter_config.json", "config.json") for file in model.rglob(name)]
    yield from dict.fromkeys(file.parent for file in weights)
