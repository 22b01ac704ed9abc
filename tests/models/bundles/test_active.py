"""The history of active bundles."""

from pathlib import Path

import pytest

from models import paths
from models.bundles import active
from models.errors import CheckpointError


def test_the_history_is_empty_before_the_first_choice() -> None:
    assert active.history() == ()


def test_a_change_is_kept_and_its_length_is_limited() -> None:
    active.change(lambda before: (*before, "mine/1"))
    active.change(lambda before: (*before, "mine/2"))
    assert active.history() == ("mine/1", "mine/2")
    active.change(lambda _: tuple(f"mine/{n}" for n in range(99)))
    assert len(active.history()) == 50 and active.history()[-1] == "mine/98"


def test_a_folder_and_its_place_stand_for_each_other(tmp_path: Path) -> None:
    own = paths.bundles().resolve() / "mine" / "1"
    assert active.place(own) == "mine/1"
    assert active.folder("mine/1").resolve() == own
    assert active.place(paths.released()) == active.RELEASED
    assert active.folder(active.RELEASED) == paths.released()
    elsewhere = tmp_path / "elsewhere"
    assert active.folder(active.place(elsewhere)) == elsewhere


def test_a_damaged_history_is_named() -> None:
    paths.bundles().mkdir(parents=True)
    (paths.bundles() / active.FILE).write_text('{"history": 3}')
    with pytest.raises(CheckpointError, match="does not say which bundle is in use"):
        active.history()
