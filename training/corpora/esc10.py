"""ESC-10: five-second sounds of ten kinds, from rain to a crying baby, without speech.

Download: https://github.com/karolpiczak/ESC-50, the rows of `meta/esc50.csv` that are marked `esc10`, in
`audio/`. This reads that form, or ESC-10's own: a folder per kind, files named `{fold}-{clip}-{take}.ogg`.
Licence: CC BY 3.0, by clip.
Paper: Piczak, "ESC: Dataset for Environmental Sound Classification", 2015.

The manifest's lines have a sound and no text: noise to mix in, and sounds that must not be recognized as
speech. Folds 1 to 3 are train; folds 4 and 5 are test.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from models.errors import DataError
from models.manifest import Example

_TRAIN_FOLDS = range(1, 4)
_NAME = re.compile(r"([1-5])-\d+-\w\.ogg", re.IGNORECASE)
_FIELDS = {"filename", "fold", "esc10"}


def convert(source: Path) -> Iterator[Example]:
    """The folder → sounds without text, with a split by fold.

    Raises:
        DataError: no sound, a wrong file name, or a table without the fields.
    """
    table = source / "meta" / "esc50.csv"
    for path, fold in _tabled(table) if table.is_file() else _named(source):
        yield Example(audio=path, split="train" if fold in _TRAIN_FOLDS else "test")


def _named(source: Path) -> Iterator[tuple[Path, int]]:
    files = sorted(source.rglob("*.ogg"))
    if not files:
        raise DataError("holds no .ogg file of ESC-10", where=str(source))
    for path in files:
        name = _NAME.fullmatch(path.name)
        if name is None:
            raise DataError("is not named {fold}-{clip}-{take}.ogg", where=str(path))
        yield path, int(name[1])


def _tabled(table: Path) -> Iterator[tuple[Path, int]]:
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if not set(reader.fieldnames or ()) >= _FIELDS:
            raise DataError(f"lacks the fields {sorted(_FIELDS)}", where=f"{table}:1")
        for number, row in enumerate(reader, start=2):
            if not row["fold"].isdigit():
                raise DataError(f"fold: {row['fold']!r} is no number", where=f"{table}:{number}")
            if row["esc10"] == "True":
                yield table.parents[1] / "audio" / row["filename"], int(row["fold"])
