"""Stamps of cached folders: sizes, times and digests of their files, written when a folder is made.

Sizes and times are cheap enough to check at every start. Where the times differ, as in a folder copied from
another machine, the digests decide.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from models.files import write_text

NAME = "stamp.json"
WEIGHTS_AND_SETTINGS = ("*.safetensors", "*.json", "*.jinja", "*.txt", "*.model")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    bytes: int
    mtime_ns: int
    sha256: str


class _Stamp(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    files: dict[str, _Entry]


def write(folder: Path, key: str) -> None:
    """Record the files in `folder`; `key` identifies their source and conversion."""
    files = {}
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.name != NAME:
            status = file.stat()
            files[file.name] = _Entry(bytes=status.st_size, mtime_ns=status.st_mtime_ns, sha256=sha256(file))
    write_text(folder / NAME, _Stamp(key=key, files=files).model_dump_json(indent=1))


def holds(folder: Path, key: str) -> bool:
    """Whether `folder` was made from `key` and is unchanged since, by its files' sizes and times."""
    stamp = _read(folder)
    if stamp is None or stamp.key != key:
        return False
    for name, entry in stamp.files.items():
        file = folder / name
        if not file.is_file():
            return False
        status = file.stat()
        if (status.st_size, status.st_mtime_ns) != (entry.bytes, entry.mtime_ns):
            return False
    return True


def verify(folder: Path, key: str) -> bool:
    """Whether `folder` was made from `key` and all of its files have their digests; reads all files."""
    stamp = _read(folder)
    if stamp is None or stamp.key != key:
        return False
    return all(
        (folder / name).is_file() and sha256(folder / name) == entry.sha256
        for name, entry in stamp.files.items()
    )


def intact(folder: Path) -> bool:
    """Whether all files of a stamped folder have their digests; reads all files."""
    stamp = _read(folder)
    return stamp is not None and verify(folder, stamp.key)


def digest(folder: Path) -> str:
    """Digest of a checkpoint's weights and settings; taken from the stamp where the folder is unchanged."""
    stamp = _read(folder)
    if stamp is not None and holds(folder, stamp.key):
        digests = {name: entry.sha256 for name, entry in stamp.files.items()}
    else:
        files = {file for pattern in WEIGHTS_AND_SETTINGS for file in folder.glob(pattern)}
        digests = {file.name: sha256(file) for file in files if file.name != NAME}
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()


def sha256(file: Path) -> str:
    """Hex digest of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read(folder: Path) -> _Stamp | None:
    try:
        return _Stamp.model_validate_json((folder / NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValidationError):
        return None
