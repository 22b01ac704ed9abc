"""Checkpoint folders with a CTranslate2 engine in place of weights, as `assistant export` writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from models.device import DeviceName, default_engine
from models.errors import CheckpointError

MODEL = "model.bin"
"""CTranslate2's file."""


def holds_engine(folder: Path) -> bool:
    """Whether the folder is an engine itself: CTranslate2 runs it as it is, and torch cannot."""
    return (folder / MODEL).is_file()


def chosen_engine(
    folder: Path, wanted: Literal["auto", "torch", "int8"], device: DeviceName
) -> Literal["torch", "int8"]:
    """The engine for a model's folder: the wanted one; for `auto` the device's, or the folder's own.

    Raises:
        CheckpointError: torch is wanted for a folder that holds an engine.
        DeviceError: as `device.resolve`.
    """
    if holds_engine(folder):
        if wanted == "torch":
            refuse_engine(folder)
        return "int8"
    return default_engine(device) if wanted == "auto" else wanted


def refuse_engine(folder: Path) -> None:
    """Refuse an engine where weights are needed.

    Raises:
        CheckpointError: the folder holds an engine.
    """
    if holds_engine(folder):
        raise CheckpointError(
            "was exported for the CPU and holds no weights for torch",
            where=str(folder),
            do="leave --engine out, or use the model that it was exported from",
        )
