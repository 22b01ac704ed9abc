"""Recipes' configurations in TOML. Knows pydantic models, no recipe."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from models.errors import ConfigError
from models.text.structured import read_toml

Config = TypeVar("Config", bound=BaseModel)
CONFIGS = Path(__file__).parent / "configs"


def kind(path: Path) -> str:
    """The `kind` of a TOML file, which chooses among the recipes of a command; empty if there is none.

    Raises:
        ConfigError: the file is missing or not TOML.
    """
    return str(_load(path).get("kind", ""))


def read(path: Path, kind: type[Config]) -> Config:
    """The configuration in a TOML file.

    Raises:
        ConfigError: the file is missing, not TOML, or has keys or values that `kind` does not allow; one
        error
            names them all.
    """
    try:
        return kind.model_validate(_load(path))
    except ValidationError as error:
        problems = (
            f"{'.'.join(map(str, e['loc']))}: {e['msg'][0].lower()}{e['msg'][1:]}" for e in error.errors()
        )
        raise ConfigError("; ".join(problems), where=str(path)) from error


def _load(path: Path) -> dict[str, Any]:
    try:
        return read_toml(path)
    except (OSError, ValueError) as error:
        raise ConfigError(f"cannot be read as a configuration ({error})", where=str(path)) from error
