"""The manifest: JSON Lines of examples. Knows no corpus and no network."""

from __future__ import annotations

from models.manifest.examples import SPLITS, CommandLabel, Example, SlotLabel, Split, named
from models.manifest.reading import read, scan
from models.manifest.writing import modifiers_to_json, to_json, write

__all__ = [
    "SPLITS", "CommandLabel", "Example", "SlotLabel", "Split", "modifiers_to_json", "named", "read", "scan",
    "to_json", "write",
]  # fmt: skip
