"""Recordings with their texts, from a corpus's own list or a manifest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from models.text.normalise import normalise

LISTS = ("manifest.jsonl", "train.jsonl")
MAX_DISTANCE = 0.3
"""Largest distance of an aligned text from the recognized one; texts further off are left out."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound file and its text."""

    path: Path
    text: str
    corpus: str


def read(folders: list[Path], *, most: int, half: str = "all", split: str = "test") -> list[Recording]:
    """At most `most` recordings of each folder or list, chosen by a digest of their names.

    Arguments:
        folders: folders with a list, or the lists themselves: JSON Lines with `audio` or `file`, and `text`.
        split: of the recordings that have one.
        half: all, tune or test, of those without a split; by a digest of the file's name, so that tuning and
            scoring never share one.
    """
    chosen: list[Recording] = []
    for folder in folders:
        chosen += sorted(_listed(folder, split, half), key=lambda r: digest("pick", r.path))[:most]
    return chosen


def _listed(folder: Path, split: str, half: str) -> list[Recording]:
    file = folder if folder.is_file() else next(folder / name for name in LISTS if (folder / name).exists())
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    corpus = file.parent.name if file.name in LISTS else file.stem
    found = [
        (row.get("split"), Recording(file.parent / (row.get("audio") or row["file"]), row["text"], corpus))
        for row in rows
        if row.get("text") and row.get("lang", "en") == "en" and row.get("distance", 0.0) <= MAX_DISTANCE
    ]
    return [r for of, r in found if of == split or (of is None and half in ("all", _half(r.path)))]


def _half(path: Path) -> str:
    return "tune" if digest("", path)[0] % 2 == 0 else "test"


def digest(salt: str, path: Path) -> bytes:
    """SHA-256 of a file's name: an order independent of the corpus's."""
    return hashlib.sha256((salt + path.name).encode()).digest()


def word_errors(text: str, output: str) -> tuple[int, int]:
    """Substitutions, insertions and deletions after normalising, and the number of reference words."""
    import jiwer

    reference, hypothesis = normalise(text), normalise(output)
    counted = jiwer.process_words(reference, hypothesis)
    return counted.substitutions + counted.insertions + counted.deletions, len(reference.split())
