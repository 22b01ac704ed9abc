"""Speakers' groups, such as gender and age, for figures by group; never used in training.

A manifest has no fields for them: they lie beside it as `<manifest>.speakers.json`: speaker → kind → group.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from models import files
from models.errors import DataError
from training.corpora import an4, speechocean762

Groups = Mapping[str, Mapping[str, str]]
OF_CORPUS: dict[str, Callable[[Path], Groups]] = {"an4": an4.groups, "speechocean762": speechocean762.groups}
"""Corpora with speakers' groups."""
_FORM = TypeAdapter(dict[str, dict[str, str]])


def path_of(manifest: Path) -> Path:
    """The groups' file of a manifest."""
    return manifest.with_suffix(".speakers.json")


def write(manifest: Path, groups: Groups) -> None:
    """Write the groups beside the manifest."""
    files.write_text(path_of(manifest), json.dumps(groups, indent=1, sort_keys=True) + "\n")


def read(*manifests: Path) -> dict[str, dict[str, str]]:
    """The groups of all manifests together; empty without groups.

    Raises:
        DataError: a file of another form.
    """
    found: dict[str, dict[str, str]] = {}
    for manifest in manifests:
        path = path_of(manifest)
        if path.is_file():
            try:
                found |= _FORM.validate_json(path.read_bytes())
            except ValidationError as error:
                raise DataError("is not a table of speakers and their groups", where=str(path)) from error
    return found
