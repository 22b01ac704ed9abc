"""Rows of a corpus: every error has a place."""

from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter

from models.errors import DataError
from training.corpora import rows


class Row(BaseModel):
    text: str
    n: int


def test_lines_are_numbered_and_empty_ones_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\n\n  \ntwo\u2028still two\n", encoding="utf-8")
    assert list(rows.lines(path)) == [(f"{path}:1", "one"), (f"{path}:4", "two\u2028still two")]


def test_json_lines_are_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a", "n": 1, "more": 2}\n{"text": "b"}\n', encoding="utf-8")
    found = rows.read(path, Row)
    assert next(found) == (f"{path}:1", Row(text="a", n=1))
    with pytest.raises(DataError, match=r"a\.jsonl:2: n: "):
        next(found)


def test_a_json_file_is_read_whole(tmp_path: Path) -> None:
    path, form = tmp_path / "a.json", TypeAdapter(list[Row])
    path.write_text('[{"text": "a", "n": 1}]', encoding="utf-8")
    assert rows.read_json(path, form) == [Row(text="a", n=1)]
    path.write_text('[{"text": "a", "n": "many"}]', encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.json: 0\.n: "):
        rows.read_json(path, form)


def test_a_yaml_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("text: a\nn: 1\n", encoding="utf-8")
    assert rows.read_yaml(path, Row) == Row(text="a", n=1)
    path.write_text("text: a\nn: [\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.yaml:3: not YAML"):
        rows.read_yaml(path, Row)
    path.write_text("text: a\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.yaml: n: "):
        rows.read_yaml(path, Row)


@pytest.mark.parametrize("kind", ["lines", "json", "yaml"])
def test_a_missing_file_is_an_error(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "nowhere"
    with pytest.raises(DataError, match="nowhere: cannot be read"):
        if kind == "json":
            rows.read_json(path, TypeAdapter(list[Row]))
        elif kind == "yaml":
            rows.read_yaml(path, Row)
        else:
            list(rows.lines(path))
