"""Sentences that people say to each other, and that television and readers say: none to the assistant."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("overheard")


def texts(folder: Path = FOLDER) -> list[str]:
    """The sentences of all files, one a line, without repetitions."""
    lines = (
        line.strip() for path in sorted(folder.glob("*.txt")) for line in path.read_text("utf-8").splitlines()
    )
    return list(dict.fromkeys(filter(None, lines)))
