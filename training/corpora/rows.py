"""A corpus's JSON, JSON Lines and YAML, validated, with file:line in every error. Knows no corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from models.errors import DataError
from models.text.structured import read_text

Row = TypeVar("Row", bound=BaseModel)
Whole = TypeVar("Whole")


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """Each line that is not empty, after its `file:line`.

    Raises:
        DataError: a missing file, or not text.
    """
    try:
        text = read_text(path)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error})", where=str(path)) from error
    # splitlines would also cut at the rare separators that JSON leaves as they are inside a string
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path}:{number}", line


def read(path: Path, form: type[Row]) -> Iterator[tuple[str, Row]]:
    """Each line of a JSON Lines file as `form`, after its `file:line`.

    Raises:
        DataError: a missing file, or a line of another form.
    """
    for where, line in lines(path):
        try:
            yield where, form.model_validate_json(line)
        except ValidationError as error:
            raise DataError(_first(error), where=where) from error


def read_json(path: Path, form: TypeAdapter[Whole]) -> Whole:
    """A JSON file as `form`.

    Raises:
        DataError: a missing file, or one of another form.
    """
    try:
        return form.validate_json(path.read_bytes())
    except OSError as error:
        raise DataError(f"cannot be read ({error})", where=str(path)) from error
    except ValidationError as error:
        raise DataError(_first(error), where=str(path)) from error


def read_yaml(path: Path, form: type[Row]) -> Row:
    """A YAML file as `form`.

    Raises:
        DataError: a missing file, not YAML, or of another form.
    """
    try:
        return form.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(f"not YAML ({error.problem})", where=f"{path}:{line}") from error
    except yaml.YAMLError as error:
        raise DataError(f"not YAML ({error})", where=str(path)) from error
    except ValidationError as error:
        raise DataError(_first(error), where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error})", where=str(path)) from error


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    field = ".".join(map(str, problem["loc"]))
    return f"{field}: {problem['msg']}" if field else problem["msg"]
