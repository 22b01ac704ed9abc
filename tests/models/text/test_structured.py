"""TOML and JSON with every fault that a file may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.text import structured


def test_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbfname = 'a'\r\n")

    assert structured.read_toml(tmp_path / "a.toml") == {"name": "a"}


@pytest.mark.parametrize("content", ["a = " + "[" * 100_000, "a = " + "1" * 10_000, "a =", "a = 1\na = 2"])
def test_what_is_no_toml(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.toml").write_text(content)

    with pytest.raises(ValueError):  # in the library's words
        structured.read_toml(tmp_path / "a.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "c is given twice"),
        ('{"a": NaN}', "NaN is no number"),
        ("1" * 10_000, "digits"),
        ("{", "Expecting"),
    ],
)
def test_what_is_no_json(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        structured.parse_json(text)


def test_json() -> None:
    assert structured.parse_json('{"a": [1, {"a": null}]}') == {"a": [1, {"a": None}]}
