"""Checkpoint → folder that needs no base: an int8 engine for the CPU, or merged weights in half precision."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from models.checkpoint import ADAPTER, ADAPTER_CONFIG, CONFIG, adapter_base, read_json
from models.errors import CheckpointError
from models.weights import store
from models.weights.convert import int8
from models.weights.convert.int8 import EngineKind
from models.weights.prepared import holds_engine

_WEIGHTS = (ADAPTER, ADAPTER_CONFIG, CONFIG, "stamp.json", "merges.txt", "vocab.txt", "vocab.json")
"""Files of a checkpoint that its export replaces or does without."""


def for_cpu(checkpoint: Path, target: Path, kind: EngineKind) -> None:
    """Write an engine with int8 weights, and the checkpoint's settings beside it.

    The engine's `config.json` holds the network's own settings too, by which a loader knows the model.

    Arguments:
        checkpoint: a folder of weights, or of an adapter.
        target: an existing empty folder.

    Raises:
        CheckpointError: the checkpoint cannot be converted, or is an engine already.
        StoreError: the adapter's base cannot be fetched.
    """
    with tempfile.TemporaryDirectory(dir=target.parent) as merged:
        whole = Path(merged)
        _merge(checkpoint, whole, kind, None)
        int8.convert(whole, target, "int8")
        settings = read_json(whole / CONFIG) | read_json(target / CONFIG)
    (target / CONFIG).write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    copy_settings(checkpoint, target)


def for_gpu(checkpoint: Path, target: Path, kind: EngineKind) -> None:
    """Write the merged weights as safetensors in float16; arguments and errors as for `for_cpu`."""
    import torch

    _merge(checkpoint, target, kind, torch.float16)
    copy_settings(checkpoint, target)


def copy_settings(checkpoint: Path, target: Path) -> None:
    """Copy what a checkpoint holds beside its encoder's weights, such as heads, thresholds and its card."""
    for file in checkpoint.iterdir():
        weights = file.name in _WEIGHTS or file.name.startswith(("model.", "model-", "pytorch_model"))
        if file.is_file() and not weights and not (target / file.name).exists():
            shutil.copyfile(file, target / file.name)


def _merge(checkpoint: Path, target: Path, kind: EngineKind, precision: Any) -> None:
    if holds_engine(checkpoint):
        raise CheckpointError(
            "is exported already", where=str(checkpoint), do="export the bundle that it was made from"
        )
    base = adapter_base(checkpoint)
    int8.merge(store.ensure(base) if base else checkpoint, checkpoint, target, kind, precision)
