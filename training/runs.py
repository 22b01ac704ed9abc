"""Where a run is kept, and files that are whole or not there. Knows no model."""

from __future__ import annotations

import hashlib
from pathlib import Path

from models import paths


def folder(recipe: str, output: Path) -> Path:
    """Where the state of the run that makes `output` is kept, so that `--resume` finds it."""
    place = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:8]
    return paths.runs() / recipe / f"{output.resolve().name}-{place}"


def write(path: Path, text: str) -> None:
    """Write a text under a temporary name, then rename it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
