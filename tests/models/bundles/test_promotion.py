"""Changes of the active bundle: complete, remembered, and safe against a stop of the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models import files, paths
from models.bundles import active, bundle, promotion
from models.errors import CheckpointError


def write(folder: Path, name: str, version: str) -> Path:
    for part in bundle.PARTS:
        (folder / part).mkdir(parents=True)
        (folder / part / "weights").write_text("whole")
    rows = [f'name = "{name}"', f'version = "{version}"', *(f'{part} = "{part}"' for part in bundle.PARTS)]
    (folder / bundle.FILE).write_text("\n".join(rows) + "\n")
    return folder


def own(name: str, version: str) -> Path:
    return write(paths.bundles() / name / version, name, version)


def in_use() -> str:
    found = bundle.resolve()
    return f"{found.name}@{found.version}"


@pytest.fixture
def released() -> str:
    return in_use()


def test_the_released_bundle_is_in_use_until_another_is(released: str) -> None:
    own("mine", "1"), own("mine", "2")
    assert promotion.use("mine@1").version == "1" and in_use() == "mine@1"
    assert promotion.use("mine").version == "2" and in_use() == "mine@2"
    promotion.use(released.split("@")[0])
    assert in_use() == released
    assert promotion.rollback().version == "2" and promotion.rollback().version == "1"
    assert promotion.rollback().folder == paths.released()
    with pytest.raises(CheckpointError, match="nothing to go back to"):
        promotion.rollback()


def test_using_one_twice_is_remembered_once(released: str) -> None:
    own("mine", "1")
    promotion.use("mine"), promotion.use("mine@1")
    promotion.rollback()
    assert in_use() == released


def test_a_bundle_elsewhere_can_be_used(tmp_path: Path) -> None:
    promotion.use(str(write(tmp_path / "there", "theirs", "7")))
    assert in_use() == "theirs@7"


def test_no_such_bundle_changes_nothing(released: str) -> None:
    with pytest.raises(CheckpointError, match="no bundle has this name"):
        promotion.use("mine@3")
    assert active.history() == () and in_use() == released


def test_the_one_before_is_in_use_when_a_bundle_is_deleted(released: str) -> None:
    for version in ("1", "2", "3"):
        own("mine", version)
        promotion.use(f"mine@{version}")
    shutil.rmtree(paths.bundles() / "mine" / "3")
    assert in_use() == "mine@2"
    assert promotion.rollback().version == "1"
    shutil.rmtree(paths.bundles() / "mine")
    assert in_use() == released


def test_a_broken_bundle_is_said_and_can_be_left() -> None:
    own("mine", "1"), own("mine", "2")
    promotion.use("mine@1"), promotion.use("mine@2")
    (paths.bundles() / "mine" / "2" / "classifier" / "weights").unlink()
    (paths.bundles() / "mine" / "2" / "classifier").rmdir()
    with pytest.raises(CheckpointError, match="the bundle in use is broken: its classifier is not there"):
        bundle.resolve()
    assert promotion.rollback().version == "1"


def test_a_damaged_history_is_said() -> None:
    paths.bundles().mkdir(parents=True)
    (paths.bundles() / active.FILE).write_text("{")
    with pytest.raises(CheckpointError, match="does not say which bundle is in use"):
        bundle.resolve()


def test_drafts_are_no_bundles_and_versions_count_up() -> None:
    assert promotion.next_version("mine") == "1"
    made = write(promotion.draft("mine-1"), "mine", "1")
    assert [each.name for each in bundle.available()] == ["home"]
    assert promotion.promote(made).folder == (paths.bundles() / "mine" / "1").resolve()
    assert promotion.next_version("mine") == "2" and not made.exists() and in_use() == "mine@1"
    again = write(promotion.draft("mine-1"), "mine", "1")
    with pytest.raises(CheckpointError, match="this version of the bundle is there already"):
        promotion.promote(again)


def test_an_unfinished_draft_is_not_promoted(released: str) -> None:
    made = write(promotion.draft("mine"), "mine", "1")
    (made / "generator" / "weights").unlink()
    (made / "generator").rmdir()
    with pytest.raises(CheckpointError, match="its generator is not there"):
        promotion.promote(made)
    assert in_use() == released


_KILLED = """
import os, sys
from pathlib import Path
from models.bundles import promotion
left = int(sys.argv[2])
def die(event, arguments):
    global left
    # before each change to the disk
    changes = event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree") or (
        event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"))
    if changes or (event == "open" and arguments[1] is None):
        left -= 1
        if left < 0:
            os._exit(9)
sys.addaudithook(die)
promotion.promote(Path(sys.argv[1]))
os._exit(0)
"""


def test_whenever_it_is_killed_a_whole_bundle_is_in_use(tmp_path: Path) -> None:
    own("mine", "1")
    promotion.use("mine@1")
    made = write(promotion.draft("mine-2"), "mine", "2")
    seen: list[str] = []
    for steps in range(100):
        if not made.exists():
            # the move was the last thing that happened: what is left to do is to use it
            promotion.use("mine@2")
            break
        ended = subprocess.run([sys.executable, "-c", _KILLED, str(made), str(steps)], check=False)
        found = bundle.resolve()
        assert all((Path(model) / "weights").read_text() == "whole" for _, model in bundle.parts(found))
        seen.append(found.version)
        assert ended.returncode in (0, 9) and found.version == ("2" if ended.returncode == 0 else "1")
    assert in_use() == "mine@2" and seen.count("1") >= 3


def test_a_refusing_disk_leaves_the_bundle_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    own("mine", "1")
    promotion.use("mine@1")
    real, refused = Path.replace, ""

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == refused:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    for step in ("2", active.FILE):
        refused = step
        made = write(promotion.draft("mine-2"), "mine", "2")
        with pytest.raises(files.DiskFull, match="no room left"):
            promotion.promote(made)
        assert in_use() == "mine@1"
    assert [each.version for each in bundle.available()[1:]] == ["1", "2"]
