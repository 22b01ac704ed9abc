"""The lines of a corpus's JSON Lines file, each checked, with file:line in every error. Knows no corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from models.errors import DataError

Row = TypeVar("Row", bound=BaseModel)


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """Every line that is not empty, behind its `file:line`.

    Raises:
        DataError: the file is missing or not text.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error})", where=str(path)) from error
    # splitlines would also cut at the rare separators that JSON leaves as they are inside a string
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path}:{number}", line


def read(path: Path, form: type[Row]) -> Iterator[tuple[str, Row]]:
    """Every line of a JSON Lines file as `form`, behind its `file:line`.

    Raises:
        DataError: the file is missing, or a line is not of this form.
    """
    for where, line in lines(path):
        try:
            yield where, form.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            raise DataError(f"{field}: {first['msg']}" if field else first["msg"], where=where) from error
