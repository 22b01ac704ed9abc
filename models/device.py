"""Device, dtype and autocast; the only module that names cuda or mps."""

from __future__ import annotations

import ctypes
import platform
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from models.errors import DeviceError

if TYPE_CHECKING:
    import torch

DeviceName = Literal["auto", "cpu", "cuda"]
Precision = Literal["auto", "float32", "bfloat16"]


_M_TRIM_THRESHOLD, _TRIM_THRESHOLD = -1, 128 * 1024
"""The parameter's number in glibc's malloc.h, and its value at the start of a program."""
_DRIVERS = tuple(map(Path, ("/dev/nvidiactl", "/dev/nvhost-gpu", "/dev/kfd")))
"""Device files of NVIDIA's, Jetson's and AMD's drivers on Linux."""


def may_have_accelerator() -> bool:
    """Whether torch may find an accelerator, told without torch, whose import takes seconds and 300 MB.

    True also for an accelerator that the installed torch cannot use; `resolve` decides.
    """
    import ctranslate2

    apple_gpu = sys.platform == "darwin" and platform.machine() == "arm64"
    return apple_gpu or ctranslate2.get_cuda_device_count() > 0 or any(map(Path.exists, _DRIVERS))


def resolve(name: DeviceName = "auto") -> torch.device:
    """The torch device for `name`.

    Raises:
        DeviceError: `name` is cuda and no CUDA GPU was found.
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
    """Dtype of weights for inference: half precision on an accelerator, float32 on the CPU."""
    import torch

    if device.type == "cuda" and torch.cuda.is_bf16_supported():
        return torch.bfloat16
    return torch.float32 if device.type == "cpu" else torch.float16


def autocast(device: torch.device, precision: Precision = "auto") -> AbstractContextManager[object]:
    """Mixed precision for training: weights stay float32, matrices are multiplied in bfloat16.

    `auto` is bfloat16 where the GPU or the CPU has instructions for it, and float32 elsewhere.

    Raises:
        DeviceError: `precision` is bfloat16 and the GPU lacks it.
    """
    import torch

    # older GPUs emulate bfloat16, which is slow
    able = device.type != "cuda" or torch.cuda.is_bf16_supported(including_emulation=False)
    if precision == "bfloat16" and not able:
        raise DeviceError("the GPU has no bfloat16", do='use precision = "float32"')
    if precision == "auto" and able:
        quick = device.type == "cuda" or (device.type == "cpu" and torch.cpu._is_avx512_bf16_supported())
        precision = "bfloat16" if quick else "float32"
    return torch.autocast(device.type, dtype=torch.bfloat16) if precision == "bfloat16" else nullcontext()


def default_engine(name: DeviceName = "auto") -> Literal["torch", "int8"]:
    """The engine of `--engine auto`: int8 on the CPU, torch on an accelerator.

    Imports torch only where the machine may have an accelerator.

    Raises:
        DeviceError: as `resolve`.
    """
    if name == "cpu" or (name == "auto" and not may_have_accelerator()):
        return "int8"
    return "int8" if resolve(name).type == "cpu" else "torch"


def describe() -> str:
    """The device of `auto` in words."""
    import torch

    device = resolve("auto")
    if device.type == "cuda":
        memory = torch.cuda.get_device_properties(device).total_memory
        return f"{torch.cuda.get_device_name(device)} ({memory / 2**30:.0f} GiB)"
    threads = torch.get_num_threads()
    cpu = f"none; the CPU with {threads} thread{'s' if threads > 1 else ''}"
    return "Apple GPU" if device.type == "mps" else cpu


def unused_gpu() -> DeviceError | None:
    """Why torch does not use the NVIDIA GPU of this computer; None where it does, or there is none."""
    import torch

    if torch.cuda.is_available() or not _DRIVERS[0].exists():
        return None
    if torch.version.cuda is None:
        built = f"torch {torch.__version__} is built without CUDA, and this computer has an NVIDIA GPU"
        return DeviceError(built, do="pip install --force-reinstall torch, from PyPI")
    return DeviceError(
        f"torch {torch.__version__} is built for CUDA {torch.version.cuda}, which does not work here",
        do=f"install an NVIDIA driver for CUDA {torch.version.cuda} or newer (nvidia-smi shows yours), or a"
        " torch for the driver's CUDA (pytorch.org); CUDA_VISIBLE_DEVICES must not hide the GPU",
    )


def return_freed_memory() -> None:
    """Have freed memory returned to the system, of which glibc keeps up to 64 MB after models were loaded.

    It raises its threshold for that with each large block that is freed, unless it is set.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_TRIM_THRESHOLD, _TRIM_THRESHOLD)
