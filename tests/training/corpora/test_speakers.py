"""Speakers' groups beside a manifest."""

from pathlib import Path

import pytest

from models.errors import DataError
from training.corpora import speakers


def test_groups_of_several_manifests_are_read_together(tmp_path: Path) -> None:
    one, two, without = (tmp_path / f"{name}.jsonl" for name in ("one", "two", "without"))
    speakers.write(one, {"ann": {"gender": "f"}})
    speakers.write(two, {"bob": {"gender": "m", "age": "30 to 39"}})
    assert speakers.path_of(one).name == "one.speakers.json"
    assert speakers.read(one, two, without) == {
        "ann": {"gender": "f"}, "bob": {"gender": "m", "age": "30 to 39"},
    }  # fmt: skip
    assert speakers.read(without) == {}


def test_a_table_of_another_form_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.speakers.json").write_text('{"ann": "f"}', encoding="utf-8")
    with pytest.raises(DataError, match="not a table of speakers"):
        speakers.read(tmp_path / "a.jsonl")
