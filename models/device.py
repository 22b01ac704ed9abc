"""The only file that names cuda or mps: device, dtype and autocast, chosen once."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Literal

from models.errors import DeviceError

if TYPE_CHECKING:
    import torch

DeviceName = Literal["auto", "cpu", "cuda"]


def resolve(name: DeviceName = "auto") -> torch.device:
    """The torch device for `name`.

    Raises:
        DeviceError: cuda was asked for and there is none.
    """
    import torch

    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    if name == "cuda" and not torch.cuda.is_available():
        raise DeviceError(
            "no CUDA GPU was found", do="use --device cpu, or install a CUDA build of torch and the driver"
        )
    return torch.device(name)


def dtype(device: torch.device) -> torch.dtype:
    """What weights are held in for inference: half precision on an accelerator, float32 on the CPU."""
    import torch

    if device.type == "cuda" and torch.cuda.is_bf16_supported():
        return torch.bfloat16
    return torch.float32 if device.type == "cpu" else torch.float16


def autocast(device: torch.device) -> AbstractContextManager[object]:
    """Mixed precision for training: bfloat16 on a GPU that has it; nothing elsewhere."""
    import torch

    if device.type == "cuda" and torch.cuda.is_bf16_supported():
        return torch.autocast("cuda", dtype=torch.bfloat16)
    return nullcontext()


def pin_memory(device: torch.device) -> bool:
    """Whether a DataLoader gains from pinned memory."""
    return device.type == "cuda"


def default_engine(device: torch.device) -> Literal["torch", "int8"]:
    """What `--engine auto` means to recognizer and generator: int8 on the CPU, torch on an accelerator."""
    return "int8" if device.type == "cpu" else "torch"


def describe() -> str:
    """What `auto` finds, in words."""
    import torch

    device = resolve("auto")
    if device.type == "cuda":
        memory = torch.cuda.get_device_properties(device).total_memory
        return f"{torch.cuda.get_device_name(device)} ({memory / 2**30:.0f} GiB)"
    threads = torch.get_num_threads()
    cpu = f"none; the CPU with {threads} thread{'s' if threads > 1 else ''}"
    return "Apple GPU" if device.type == "mps" else cpu
