"""One writer at a time in a shared folder, and no work that the disk has no room for."""

import threading
from pathlib import Path

import pytest

from models.files import DiskFull
from models.weights import locks


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    waiting, order = threading.Event(), list[str]()

    def second() -> None:
        with locks.one_writer(tmp_path, "base", waiting.set) as scratch:
            order.append("second")
            assert not any(scratch.iterdir())

    with locks.one_writer(tmp_path, "base", pytest.fail) as scratch:
        (scratch / "half").touch()
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(10)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"] and not scratch.exists()


def test_a_killed_writers_scratch_folder_is_deleted(tmp_path: Path) -> None:
    (tmp_path / ".base-killed").mkdir()
    with locks.one_writer(tmp_path, "base", pytest.fail):
        assert not (tmp_path / ".base-killed").exists()


def test_room_is_required_before_the_work(tmp_path: Path) -> None:
    locks.require_room(tmp_path, 1, "tiny")
    with pytest.raises(DiskFull, match=r"tiny needs 1000000000000 MB and \d+ MB are free"):
        locks.require_room(tmp_path, 10**18, "tiny")
