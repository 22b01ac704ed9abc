"""TOML and JSON of a person's own files. A byte order mark is read, and each fault is a ValueError.

The standard library raises RecursionError for nesting, and reads NaN and repeated keys without a word.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, NoReturn

NESTED = "it is nested too deeply"


def read_text(path: Path) -> str:
    """A file's text, UTF-8 with or without a byte order mark.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: it is not UTF-8.
    """
    return path.read_text(encoding="utf-8-sig")


def read_toml(path: Path) -> dict[str, Any]:
    """A file's table.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: it is not UTF-8.
        ValueError: it is not TOML.
    """
    try:
        return tomllib.loads(read_text(path))
    except RecursionError as error:
        raise ValueError(NESTED) from error


def parse_json(text: str) -> Any:
    """The value of a text.

    Raises:
        ValueError: it is not JSON, a key is given twice, or a number is not finite.
    """
    try:
        return json.loads(text, object_pairs_hook=_distinct, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError(NESTED) from error


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice} is given twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
