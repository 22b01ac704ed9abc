"""Base weights and CTranslate2 engines by name: fetched, verified and made once, then trusted by stamps."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

from models import files, paths
from models.checkpoint import adapter_base
from models.errors import CheckpointError
from models.weights import locks, prepared, stamp
from models.weights.catalogue import Base, catalogue, find
from models.weights.convert import int8
from models.weights.convert.int8 import EngineKind

__all__ = [
    "Base",
    "EngineKind",
    "Progress",
    "catalogue",
    "engine",
    "engines_of",
    "ensure",
    "find",
    "portable_name",
    "present",
    "verify",
    "watched",
]

Progress = Callable[[str, int, int], None]
"""Called with the current step, the bytes done and the total bytes; the total is 0 where it is unknown."""

ENGINE_VERSIONS: Mapping[EngineKind, int] = {"whisper": 2, "gpt": 2, "bert": 3}
"""Bump one to invalidate the cached engines of a kind."""

ENGINE_KINDS: tuple[EngineKind, ...] = get_args(EngineKind)
LEARNED_FROM = "learned_from.json"
"""Names, in a model's folder, the owner's recordings that it learned from (`models.recordings`); its engine
gets a copy."""

_watchers: list[Progress] = []


@contextmanager
def watched(progress: Progress) -> Iterator[None]:
    """Report the store's work to `progress` within the block, for calls without their own callback."""
    _watchers.append(progress)
    try:
        yield
    finally:
        _watchers.remove(progress)


def ensure(name: str, progress: Progress | None = None, *, thorough: bool = False) -> Path:
    """A Hugging Face folder (config.json, safetensors, tokenizer files) of a base.

    Arguments:
        name: a name of store.toml, a local folder (returned unchanged), or a Hugging Face id.
        progress: reports each step; defaults to the callbacks of `watched`.
        thorough: check a cached base by its digests, not only by its files' sizes and times.

    Raises:
        StoreError: the base cannot be fetched, verified or written.
        CheckpointError: no such base, or a folder without safetensors.
    """
    report = _reporter(progress)
    base = find(name)
    if base is not None:
        return _ensure_base(base, report, thorough)
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not prepared.holds_engine(folder) and not any(folder.glob("*.safetensors")):
            raise CheckpointError(
                "no *.safetensors in this folder; pickled weights are never loaded", where=name
            )
        return folder
    from models.weights import snapshot

    with files.disk_errors(paths.bases() / "hub"):
        return snapshot.fetch(name, report)


def portable_name(folder: Path) -> str:
    """A base's name for other machines: its store name where it has one, else its folder.

    For `base_model_name_or_path` of adapters, where PEFT writes a path of the training machine.
    """
    return folder.name if folder.parent == paths.bases() and find(folder.name) else str(folder)


def present(name: str) -> bool:
    """Whether a base of store.toml has been fetched, by its stamp alone."""
    return (paths.bases() / name / stamp.NAME).exists()


def verify(name: str) -> bool:
    """Whether every file of a fetched base still has its digest; reads all files."""
    base = find(name)
    return base is not None and stamp.verify(paths.bases() / name, base.digest)


def engine(folder: Path, kind: EngineKind, progress: Progress | None = None) -> Path:
    """A CTranslate2 folder with its tokenizer, made once from a Hugging Face or PEFT adapter folder.

    A folder that holds an engine is returned unchanged.

    Raises:
        StoreError: the adapter's base cannot be fetched, or the disk is full.
        CheckpointError: the folder cannot be converted.
    """
    if prepared.holds_engine(folder):
        return folder
    report = _reporter(progress)
    base_name = adapter_base(folder)
    base = ensure(base_name, report) if base_name else None
    key = _engine_key(folder, base, kind)
    name, parent = f"{kind}-{key[:20]}", paths.engines()
    target = parent / name
    if stamp.holds(target, key):
        return target
    with files.disk_errors(parent), locks.one_writer(parent, name, _waiting(name, report)) as bench:
        if stamp.holds(target, key) or _renewed(target, key):
            return target
        report(f"preparing {base_name or folder.name} for the CPU", 0, 0)
        made = bench / "made"
        made.mkdir()
        int8.make(folder, made, kind, base)
        # a recognizer's further languages lie two folders below it
        for origin in (folder, *folder.parents[:3]):
            if (origin / LEARNED_FROM).is_file():
                shutil.copyfile(origin / LEARNED_FROM, made / LEARNED_FROM)
        stamp.write(made, key)
        files.put(made, target)
    return target


def engines_of(folder: Path) -> tuple[Path, ...]:
    """The int8 folders made from the present content of a Hugging Face or PEFT adapter folder.

    Raises:
        CheckpointError: an adapter without safetensors, or without a base.
    """
    base_name = adapter_base(folder)
    base = None
    if base_name:
        base = paths.bases() / base_name if find(base_name) else Path(base_name)
        if not base.is_dir():
            return ()  # no base, hence no conversion
    keys = ((kind, _engine_key(folder, base, kind)) for kind in ENGINE_KINDS)
    named = (paths.engines() / f"{kind}-{key[:20]}" for kind, key in keys)
    return tuple(engine for engine in named if engine.is_dir())


def _engine_key(folder: Path, base: Path | None, kind: EngineKind) -> str:
    parts = " ".join(stamp.digest(part) for part in (folder, base) if part)
    return hashlib.sha256(f"{ENGINE_VERSIONS[kind]} {kind} {parts}".encode()).hexdigest()


# ── a base of store.toml ─────────────────────────────────────────────────────


def _ensure_base(base: Base, report: Progress, thorough: bool) -> Path:
    folder, parent = paths.bases() / base.name, paths.bases()
    if not thorough and stamp.holds(folder, base.digest):
        return folder
    # imported late: HTTP and converters are not needed once every base is in place
    from models.weights import download

    with files.disk_errors(parent), locks.one_writer(parent, base.name, _waiting(base.name, report)) as bench:
        held = not thorough and stamp.holds(folder, base.digest)
        if not held and not _renewed(folder, base.digest):
            download.fetch(base, folder, bench, report)
    return folder


# ── progress ─────────────────────────────────────────────────────────────


def _renewed(folder: Path, key: str) -> bool:
    """Stamp a copied folder again: its times are new, but all of its digests hold."""
    if not stamp.verify(folder, key):
        return False
    stamp.write(folder, key)
    return True


def _reporter(progress: Progress | None) -> Progress:
    def report(what: str, done: int, total: int) -> None:
        for listener in [progress] if progress else _watchers:
            listener(what, done, total)

    return report


def _waiting(name: str, report: Progress) -> Callable[[], None]:
    return lambda: report(f"waiting for another program that prepares {name}", 0, 0)
