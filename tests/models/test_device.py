"""Device, dtype and autocast on this machine and on others."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest
import torch

from models import device
from models.errors import DeviceError

CPU, CUDA = torch.device("cpu"), torch.device("cuda")
HAS_CUDA = torch.cuda.is_available()


def test_the_cpu_is_the_cpu() -> None:
    assert device.resolve("cpu") == CPU
    assert device.dtype(CPU) == torch.float32
    assert device.default_engine("cpu") == "int8"


def test_a_machine_that_may_have_no_accelerator_has_none() -> None:
    found = device.resolve("auto").type != "cpu"
    assert device.may_have_accelerator() or not found
    assert device.default_engine("auto") == ("torch" if found else "int8")


def test_half_precision_is_an_accelerators() -> None:
    assert device.dtype(torch.device("mps")) == torch.float16


@pytest.mark.skipif(HAS_CUDA, reason="this machine has a CUDA GPU")
def test_a_missing_gpu_is_an_error_and_auto_goes_without() -> None:
    for ask in (device.resolve, device.default_engine):
        with pytest.raises(DeviceError, match="no CUDA GPU"):
            ask("cuda")
    assert device.resolve("auto").type != "cuda"
    with pytest.raises(DeviceError, match="no bfloat16"):
        device.autocast(CUDA, "bfloat16")


@pytest.mark.parametrize(("able", "product"), [(True, torch.bfloat16), (False, torch.float32)])
def test_auto_multiplies_in_bfloat16_where_the_cpu_can(
    able: bool, product: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: able)
    a = torch.ones(2, 2)
    with device.autocast(CPU):
        assert (a @ a).dtype == product
    with device.autocast(CPU, "float32"):
        assert (a @ a).dtype == torch.float32
    with device.autocast(CPU, "bfloat16"):
        assert (a @ a).dtype == torch.bfloat16


def test_the_description_names_threads_or_the_accelerator() -> None:
    assert ("thread" in device.describe()) == (device.resolve("auto").type == "cpu")


FREED = """
import ctypes, sys
from models.device import return_freed_memory
if sys.argv[1:]:
    return_freed_memory()
c = ctypes.CDLL(None)
c.malloc.restype, c.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
# freed large blocks raise the thresholds, so that smaller ones come from the heap and stay there
c.free(c.malloc(24 << 20))
blocks = [c.malloc(4 << 20) for _ in range(10)]
for block in blocks:
    ctypes.memset(block, 1, 4 << 20)
for block in blocks:
    c.free(block)
print(int(open("/proc/self/statm").read().split()[1]) * 4096)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library is not glibc")
def test_freed_memory_is_returned() -> None:
    kept, returned = (
        int(subprocess.check_output([sys.executable, "-c", FREED, *given])) for given in ([], ["return"])
    )
    assert returned < kept - (16 << 20)


WAITS = "import {}, os, sys; print(os.environ.get('GOMP_SPINCOUNT'), 'torch' in sys.modules)"


def test_waiting_threads_leave_the_cores_unless_the_environment_says_otherwise() -> None:
    def waits(package: str = "models", **settings: str) -> str:
        environment = {
            k: v for k, v in os.environ.items() if k not in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")
        } | settings
        program = [sys.executable, "-c", WAITS.format(package)]
        return subprocess.check_output(program, text=True, env=environment).strip()

    assert waits() == "1000 False"
    assert waits("training") == waits("training.config") == "5000 False"
    assert waits(GOMP_SPINCOUNT="5") == "5 False"
    assert waits(OMP_WAIT_POLICY="ACTIVE") == "None False"
