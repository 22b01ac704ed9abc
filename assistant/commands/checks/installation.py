"""Python, packages, extras, memory, disk, accelerator."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from assistant.commands.checks.check import Check
from models import paths
from models.bundles.bundle import Parts
from models.command_line import DISTRIBUTION, EXTRAS, module_of, requirements_of
from models.errors import DependencyError, StoreError

if TYPE_CHECKING:
    from assistant.config import Config

OLDEST_PYTHON = (3, 11)
ROOM_FOR_WEIGHTS_MB = 1500
ROOM_FOR_MODELS_MB = 900
"""Memory of the released models on a CPU: `hear` peaks at 615 MB, and `talk` has a voice beside it."""
PACKAGES = (
    "torch",
    "transformers",
    "ctranslate2",
    "sounddevice",
    "soundfile",
    "webrtcvad-wheels",
    "pyttsx3",
)
CGROUP = Path("/sys/fs/cgroup")
"""Limits of a container or a unit, on Linux."""
INSTALL_S = 600.0


def python() -> Check:
    """The Python version."""
    version = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        return Check("python", "missing", version, "install Python 3.11 or newer")
    return Check("python", "ok", f"{version} on {platform.system()} {platform.machine()}")


def packages() -> Iterator[Check]:
    """The versions of the main dependencies."""
    for name in PACKAGES:
        try:
            yield Check(name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Check(name, "missing", "not installed", f"pip install {name}", partial(_add, [name]))


def extras(config: Config) -> Iterator[Check]:
    """The installed extras; a missing one only where the configuration needs it."""
    needed = {"voice"} if config.voice.kind == "hibari" else set()
    there = [extra for extra in EXTRAS if not _lacks(extra)]
    yield Check("extras", "ok", ", ".join(there) or "none")
    for extra in sorted(needed - {*there}):
        yield Check(
            f"extra {extra}",
            "missing",
            "not installed, and the configuration needs it",
            f"pip install '{DISTRIBUTION}[{extra}]'",
            partial(_add, requirements_of(extra)),
        )


def memory() -> Check:
    """Free memory for the models, within a container's limit."""
    free_mb = min(psutil.virtual_memory().available, _left_in_cgroup()) // 1_000_000
    if free_mb < ROOM_FOR_MODELS_MB:
        do = f"close other programs: the models need about {ROOM_FOR_MODELS_MB} MB"
        return Check("memory", "warning", f"{free_mb} MB free", do)
    return Check("memory", "ok", f"{free_mb / 1000:.1f} GB free")


def disk(in_use: Parts | None = None) -> Check:
    """Free disk space for the base weights.

    Arguments:
        in_use: models whose engines stay where others are deleted for room; None where they are not known.
    """
    folder = paths.home()
    while not folder.exists():
        folder = folder.parent
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < ROOM_FOR_WEIGHTS_MB:
        idle = _idle_engines(in_use) if in_use else []
        do = f"free {ROOM_FOR_WEIGHTS_MB} MB for the base weights"
        return Check(
            "disk",
            "warning",
            f"{free_mb} MB free in {paths.home()}",
            f"{do}; engines of other models can be deleted" if idle else do,
            partial(_delete, idle) if idle else None,
        )
    return Check("disk", "ok", f"{free_mb / 1000:.0f} GB free in {paths.home()}")


def accelerator(name: str = "auto") -> Check:
    """The device that runs the models, and why it is not the GPU of this computer.

    Arguments:
        name: the configuration's `device`.
    """
    from models import device

    try:
        described, reason = device.describe(), device.unused_gpu()
    except (ImportError, OSError) as error:
        # a library of CUDA's that torch does not find
        return Check("accelerator", "missing", f"torch does not load ({error})", _reinstall())
    if reason is not None:
        return Check("accelerator", "missing" if name == "cuda" else "warning", reason.what, reason.do)
    if name == "cuda" and not described.endswith("GiB)"):
        do = 'set device = "auto" in the configuration'
        return Check("accelerator", "missing", "the configuration wants a CUDA GPU, and there is none", do)
    return Check("accelerator", "ok", described)


def install(requirements: Sequence[str], python: str = sys.executable) -> str:
    """Install packages with pip; return a sentence.

    Arguments:
        python: the interpreter whose environment gets them.

    Raises:
        DependencyError: pip failed.
    """
    command = [python, "-m", "pip", "install", "--quiet", *requirements]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_S)
    except subprocess.TimeoutExpired:
        raise DependencyError("pip takes too long", do="check the network") from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1].removeprefix("ERROR: ")
        raise DependencyError(f"pip failed ({last})", do=f"pip install {' '.join(map(repr, requirements))}")
    return f"installed {', '.join(requirements)}"


def _add(requirements: Sequence[str]) -> str:
    if sys.prefix == sys.base_prefix:
        raise DependencyError(
            "packages of the system's own Python are not changed",
            do=f"in a virtual environment: pip install {' '.join(map(repr, requirements))}",
        )
    return install(requirements)


def _lacks(extra: str) -> bool:
    return any(importlib.util.find_spec(module_of(one)) is None for one in requirements_of(extra))


def _left_in_cgroup() -> int:
    """Bytes within the limit; as good as endless where there is none."""
    try:
        most, used = (int((CGROUP / f"memory.{name}").read_text()) for name in ("max", "current"))
    except (OSError, ValueError):
        return sys.maxsize
    return max(0, most - used)


def _idle_engines(in_use: Parts) -> list[Path]:
    from models.weights import store

    folders = [Path(model) for model in (in_use.recognizer, in_use.classifier, in_use.generator)]
    kept = {engine for folder in folders if folder.is_dir() for engine in store.engines_of(folder)}
    return [engine for engine in paths.engines().glob("*-*") if engine.is_dir() and engine not in kept]


def _delete(engines: Sequence[Path]) -> str:
    size = sum(file.stat().st_size for engine in engines for file in engine.rglob("*") if file.is_file())
    for engine in engines:
        try:
            shutil.rmtree(engine)
        except OSError as error:
            raise StoreError(f"{engine} cannot be deleted ({error.strerror})") from error
    return f"deleted {len(engines)} engines of other models, {size / 1e6:.0f} MB"


def _reinstall() -> str:
    return "pip install --force-reinstall torch"
