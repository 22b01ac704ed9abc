"""A torch checkpoint's tensors → safetensors. The pickle is read without running what it names."""

from __future__ import annotations

from pathlib import Path
from pickle import UnpicklingError

from safetensors.numpy import save_file

from models.errors import CheckpointError

STATE = "model_state"
"""Name of the tensors in the checkpoint; an optimizer's state beside them is left out."""


def convert(raw: Path, target: Path) -> None:
    """Convert `model.pt` to `model.safetensors`.

    Raises:
        CheckpointError: the file holds anything but tensors and plain values, or no tensors.
    """
    import torch

    try:
        state = torch.load(raw / "model.pt", map_location="cpu", weights_only=True)[STATE]
        tensors = {name: value.numpy().copy() for name, value in state.items()}
    except (UnpicklingError, RuntimeError, LookupError, AttributeError, TypeError, EOFError) as error:
        raise CheckpointError("is no checkpoint of tensors alone", where="model.pt") from error
    save_file(tensors, str(target / "model.safetensors"))
