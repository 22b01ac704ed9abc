"""Folders that hold an engine: their engine is their own, and torch is refused."""

from pathlib import Path

import pytest

from models.errors import CheckpointError
from models.weights import prepared, store


def test_an_engine_folder_runs_itself_and_never_in_torch(tmp_path: Path) -> None:
    (tmp_path / prepared.MODEL).touch()
    assert prepared.holds_engine(tmp_path)
    assert prepared.chosen_engine(tmp_path, "auto", "cuda") == "int8"
    with pytest.raises(CheckpointError, match="leave --engine out"):
        prepared.chosen_engine(tmp_path, "torch", "cpu")
    assert store.ensure(str(tmp_path)) == store.engine(tmp_path, "whisper") == tmp_path


def test_another_folder_runs_on_the_wanted_engine_or_the_device_s(tmp_path: Path) -> None:
    assert not prepared.holds_engine(tmp_path)
    assert prepared.chosen_engine(tmp_path, "auto", "cpu") == "int8"
    assert prepared.chosen_engine(tmp_path, "torch", "cpu") == "torch"
    prepared.refuse_engine(tmp_path)
