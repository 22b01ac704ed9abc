"""The configuration: settings that are wrong, or of another version."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import ValidationError

from assistant import config
from assistant.commands.checks.check import Check, Fix
from models import files, paths
from models.errors import ConfigError
from models.text.structured import read_text, read_toml

KEPT = ".before-fix"
"""Suffix of a file's copy from before it was mended."""
ALIKE = 0.8
"""Least likeness of an unknown name and the setting that is meant."""

Path_ = tuple[str, ...]


def configuration(file: Path | None) -> Check:
    """Whether the configuration can be read; unknown settings can be mended."""
    chosen = file or paths.config_file()
    try:
        config.load(file)
    except ConfigError as error:
        unknown = _unknown(chosen)
        do = "remove or rename these settings" if unknown else error.do
        return Check(
            "configuration", "missing", str(error).rstrip("."), do, _mending(chosen) if unknown else None
        )
    return Check("configuration", "ok", str(chosen) if chosen.exists() else "defaults")


def removing(file: Path | None, table: str, name: str) -> Fix:
    """A fix that removes a setting from the configuration file, of which a copy is kept."""
    chosen = file or paths.config_file()

    def remove() -> str:
        _keep(chosen)
        config.change_file(chosen, {table: {name: None}})
        return f"removed {name} under [{table}] from {chosen}"

    return remove


def _mending(file: Path) -> Fix:
    def mend() -> str:
        document = tomlkit.parse(read_text(file))
        told = []
        for path in _unknown(file):
            table: Any = document
            for part in path[:-1]:
                table = table[part]
            value = table.pop(path[-1])
            if (meant := _meant(path)) is not None and meant not in table:
                table[meant] = value
                told.append(f"{'.'.join(path)} is {meant} now")
            else:
                told.append(f"{'.'.join(path)} was removed")
        try:
            config.Config.model_validate(document.unwrap())
        except ValidationError as error:
            what = "other settings are wrong too"
            raise ConfigError(what, where=str(file), do=config.problems(error)) from error
        _keep(file)
        files.write_text(file.resolve(), tomlkit.dumps(document), private=True)
        return f"{', '.join(told)}; the file of before is {file.name}{KEPT}"

    return mend


def _unknown(file: Path) -> list[Path_]:
    """The settings that are not known."""
    try:
        config.Config.model_validate(read_toml(file))
    except ValidationError as error:
        found = [problem for problem in error.errors() if problem["type"] == "extra_forbidden"]
        return [tuple(map(str, problem["loc"])) for problem in found]
    except (OSError, ValueError):
        return []
    return []


def _meant(path: Path_) -> str | None:
    """The setting of the same table that an unknown name is most like."""
    known: Mapping[str, Any] = config.Config.model_json_schema()
    schema = known
    for part in path[:-1]:
        found = schema.get("properties", {}).get(part, {})
        reference = found.get("$ref") or next(
            (one["$ref"] for one in found.get("anyOf", ()) if "$ref" in one), ""
        )
        schema = known["$defs"].get(reference.rpartition("/")[2], {})
    alike = difflib.get_close_matches(path[-1], schema.get("properties", {}), 1, ALIKE)
    return alike[0] if alike else None


def _keep(file: Path) -> None:
    with files.disk_errors(file):
        shutil.copy2(file, file.with_name(file.name + KEPT))
