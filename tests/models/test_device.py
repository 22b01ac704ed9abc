"""Device, dtype and autocast on this machine and on others."""

from __future__ import annotations

import pytest
import torch

from models import device
from models.errors import DeviceError

CPU, CUDA = torch.device("cpu"), torch.device("cuda")
HAS_CUDA = torch.cuda.is_available()


def test_the_cpu_is_the_cpu() -> None:
    assert device.resolve("cpu") == CPU
    assert device.dtype(CPU) == torch.float32
    assert device.default_engine(CPU) == "int8"


def test_an_accelerator_runs_torch() -> None:
    assert device.default_engine(CUDA) == "torch"
    assert device.default_engine(torch.device("mps")) == "torch"
    assert device.dtype(torch.device("mps")) == torch.float16


@pytest.mark.skipif(HAS_CUDA, reason="this machine has a CUDA GPU")
def test_a_missing_gpu_is_an_error_and_auto_goes_without() -> None:
    with pytest.raises(DeviceError, match="no CUDA GPU"):
        device.resolve("cuda")
    assert device.resolve("auto").type != "cuda"
    with pytest.raises(DeviceError, match="no bfloat16"):
        device.autocast(CUDA, "bfloat16")


def test_auto_leaves_the_cpu_in_float32_and_bfloat16_multiplies_in_it() -> None:
    a = torch.ones(2, 2)
    with device.autocast(CPU):
        assert (a @ a).dtype == torch.float32
    with device.autocast(CPU, "bfloat16"):
        assert (a @ a).dtype == torch.bfloat16
    assert device.quickest(CPU) in ("float32", "bfloat16")
    assert device.quickest(CUDA) == "auto"


def test_the_description_names_threads_or_the_accelerator() -> None:
    assert ("thread" in device.describe()) == (device.resolve("auto").type == "cpu")
