"""A corpus's JSON and JSON Lines, checked, with file:line in every error. Knows no corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from models.errors import DataError

Row = TypeVar("Row", bound=BaseModel)
Whole = TypeVar("Whole")


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
            raise DataError(_first(error), where=where) from error


def read_whole(path: Path, form: TypeAdapter[Whole]) -> Whole:
    """One JSON file as `form`.

    Raises:
        DataError: the file is missing or not of this form.
    """
    try:
        return form.validate_json(path.read_bytes())
    except OSError as error:
        raise DataError(f"cannot be read ({error})", where=str(path)) from error
    except ValidationError as error:
        raise DataError(_first(error), where=str(path)) from error


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    field = ".".join(map(str, problem["loc"]))
    return f"{field}: {problem['msg']}" if field else problem["msg"]
