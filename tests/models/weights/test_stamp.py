"""Stamps: a folder is trusted by sizes and times, verified by digests."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from models.weights import stamp


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "config.json").write_bytes(b"{}")
    (tmp_path / "notes.md").write_bytes(b"")
    stamp.write(tmp_path, "key")
    return tmp_path


def test_an_unchanged_folder_holds(folder: Path) -> None:
    assert stamp.holds(folder, "key") and stamp.verify(folder, "key")
    assert not stamp.holds(folder, "other") and not stamp.verify(folder, "other")
    assert sorted(path.name for path in folder.iterdir())[-1] == stamp.NAME


def test_new_times_need_the_digests(folder: Path) -> None:
    os.utime(folder / "config.json", (0, 0))
    assert not stamp.holds(folder, "key") and stamp.verify(folder, "key")


def test_a_change_that_keeps_size_and_time_is_seen_by_the_digests_alone(folder: Path) -> None:
    file = folder / "model.safetensors"
    times = file.stat()
    file.write_bytes(b"Weights")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert stamp.holds(folder, "key") and not stamp.verify(folder, "key")


@pytest.mark.parametrize("harm", ["missing file", "broken stamp", "no stamp"])
def test_a_harmed_folder(folder: Path, harm: str) -> None:
    match harm:
        case "missing file":
            (folder / "config.json").unlink()
        case "broken stamp":
            (folder / stamp.NAME).write_text("{")
        case "no stamp":
            (folder / stamp.NAME).unlink()
    assert not stamp.holds(folder, "key") and not stamp.verify(folder, "key")


def test_the_digest_is_of_weights_and_settings(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain = tmp_path_factory.mktemp("plain")
    for name, content in (("model.safetensors", b"weights"), ("config.json", b"{}")):
        (plain / name).write_bytes(content)
    before = stamp.digest(plain)
    (plain / "notes.md").write_bytes(b"more")
    assert stamp.digest(plain) == before
    (plain / "config.json").write_bytes(b"[]")
    assert stamp.digest(plain) != before
    stamped = stamp.digest(folder)
    os.utime(folder / "config.json", (0, 0))
    (folder / "notes.md").unlink()
    assert stamp.digest(folder) != stamped


def test_sha256(folder: Path) -> None:
    assert stamp.sha256(folder / "config.json") == hashlib.sha256(b"{}").hexdigest()
