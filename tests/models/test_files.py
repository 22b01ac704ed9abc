"""Atomic writes: whole or not there, with the mode asked for, on a disk with room or without."""

import stat
from pathlib import Path

import pytest

from models import files
from models.errors import StoreError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


def test_a_text_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "note.txt"
    files.write_text(path, "für dich\n")
    files.write_text(path, "für mich\n")
    assert path.read_bytes() == "für mich\n".encode()
    assert names(path.parent) == ["note.txt"]


def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    files.write_text(path, "open")
    files.partial(path).write_text("left by a killed process, readable by all")
    files.write_text(path, "closed", private=True)
    assert (path.read_text(), mode(path)) == ("closed", 0o600)
    assert mode(files.draft_folder(tmp_path / "checkpoint", private=True)) == 0o700


def test_an_error_keeps_the_old_file_and_no_draft(place: Path) -> None:
    path = place / "state"
    path.write_text("old")
    with pytest.raises(KeyError), files.replacing(path) as draft:
        draft.write_text("half")
        raise KeyError
    assert path.read_text() == "old" and names(place) == ["state"]


def test_processes_that_share_a_file_have_drafts_of_their_own(place: Path) -> None:
    path = place / "cache"
    with files.replacing(path, shared=True) as draft:
        assert draft != files.partial(path)
        with files.replacing(path) as other:
            other.write_text("other")
        draft.write_text("last")
    assert path.read_text() == "last" and names(place) == ["cache"]


def test_a_folder_takes_the_place_of_another(place: Path) -> None:
    target = place / "checkpoint"
    target.mkdir()
    (target / "old").touch()
    (files.partial(target)).mkdir()
    (files.partial(target) / "left behind").touch()
    draft = files.draft_folder(target)
    (draft / "part").mkdir()
    (draft / "part" / "new").touch()
    assert files.put(draft, target) == target
    assert names(target) == ["part"] and names(target / "part") == ["new"]
    assert names(place) == ["checkpoint"]


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(files.DiskFull, match="no room left on the disk"), files.disk_errors(tmp_path):
        Path("/dev/full").write_text("a")


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot be written .* set ASSISTANT_HOME"):
        files.write_text(tmp_path / "file" / "below", "a")
