"""Packages, extras, memory, disk and accelerator, each with a broken state."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from assistant.commands.checks import installation
from assistant.commands.checks.check import mended
from assistant.config import Config, VoiceConfig
from models import device, paths
from models.bundles.bundle import Parts
from models.errors import DependencyError
from tests.fixtures.package_index import PackageIndex

METADATA = "Metadata-Version: 2.1\nName: tiny-extra\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
Usage = namedtuple("Usage", "total used free")


def test_the_installation_is_complete() -> None:
    assert installation.python().status == "ok"
    assert {check.status for check in installation.packages()} == {"ok"}


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "PACKAGES", ("no-such-package-at-all",))
    (check,) = installation.packages()
    assert (check.status, check.do) == ("missing", "pip install no-such-package-at-all")
    assert check.fix is not None


def test_an_extra_is_missing_only_where_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hibari", None)
    find = installation.importlib.util.find_spec
    monkeypatch.setattr(
        installation.importlib.util, "find_spec", lambda name: None if name == "hibari" else find(name)
    )
    (only,) = installation.extras(Config())
    assert only.status == "ok" and "serve" in only.found and "voice" not in only.found
    _, missing = installation.extras(Config(voice=VoiceConfig(kind="hibari")))
    assert missing.name == "extra voice" and missing.do == "pip install 'trainable-assistant[voice]'"
    assert missing.fix is not None


def test_packages_are_installed_into_the_environment(index: PackageIndex, tmp_path: Path) -> None:
    record = "tiny_extra.py,,\ntiny_extra-1.0.dist-info/METADATA,,\ntiny_extra-1.0.dist-info/WHEEL,,\n"
    index.add("tiny-extra", "tiny_extra-1.0-py3-none-any.whl", {
        "tiny_extra.py": b"there = True\n",
        "tiny_extra-1.0.dist-info/METADATA": METADATA.encode(),
        "tiny_extra-1.0.dist-info/WHEEL": WHEEL.encode(),
        "tiny_extra-1.0.dist-info/RECORD": f"{record}tiny_extra-1.0.dist-info/RECORD,,\n".encode(),
    })  # fmt: skip
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    python = str(tmp_path / "env" / "bin" / "python")
    assert installation.install(["tiny-extra>=1,<2"], python) == "installed tiny-extra>=1,<2"
    subprocess.run([python, "-c", "import tiny_extra"], check=True)
    with pytest.raises(DependencyError, match=r"pip failed \(.*nothing-of-the-kind"):
        installation.install(["nothing-of-the-kind"], python)


def test_the_systems_own_python_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    with pytest.raises(DependencyError, match="are not changed"):
        installation._add(["tiny-extra"])


def test_memory_within_the_limit_of_a_container(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(installation, "CGROUP", tmp_path)
    assert "free" in installation.memory().found
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("1\n")
    unlimited = installation._left_in_cgroup()
    assert unlimited == sys.maxsize
    (tmp_path / "memory.max").write_text("600000000\n")
    (tmp_path / "memory.current").write_text("200000000\n")
    check = installation.memory()
    assert (check.status, check.found) == ("warning", "400 MB free")
    assert "close other programs" in check.do


def test_a_full_disk_gets_room_from_the_engines_of_other_models(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert installation.disk().status == "ok"
    idle = paths.engines() / "gpt-0123456789"
    idle.mkdir(parents=True)
    (idle / "model.bin").write_bytes(b"x" * 2_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**12, 10**12, 10**8))
    assert installation.disk().fix is None
    check = installation.disk(Parts(str(tmp_path / "none"), "hub/id", "hub/id"))
    assert (check.status, check.found) == ("warning", f"100 MB free in {paths.home()}")
    assert mended(check).found == "mended: deleted 1 engines of other models, 2 MB"
    assert not idle.exists()


def test_an_nvidia_gpu_that_torch_cannot_use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this computer has a GPU that works")
    assert installation.accelerator().status == "ok"
    wanted = installation.accelerator("cuda")
    assert wanted.status == "missing" and "there is none" in wanted.found
    # the driver's file is there, as on a computer with an NVIDIA card
    (tmp_path / "nvidiactl").touch()
    monkeypatch.setattr(device, "_DRIVERS", (tmp_path / "nvidiactl",))
    check = installation.accelerator()
    assert check.status == "warning" and "is built" in check.found and check.do
    assert installation.accelerator("cuda").status == "missing"
    monkeypatch.setattr(torch.version, "cuda", None)
    check = installation.accelerator()
    assert "built without CUDA" in check.found and "pip install" in check.do


def test_a_torch_that_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    check = installation.accelerator()
    assert check.status == "missing" and "torch does not load" in check.found
    assert check.do == "pip install --force-reinstall torch"
