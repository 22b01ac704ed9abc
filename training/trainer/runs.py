"""Folders of training runs. Knows no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from models import manifest, paths, recordings
from models.bundles import provenance


def folder(recipe: str, output: Path) -> Path:
    """Folder of the run that makes `output`; it depends on recipe and output alone, so that `--resume` finds
    it."""
    place = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:8]
    return paths.runs() / recipe / f"{output.resolve().name}-{place}"


def remember(run: Path, manifests: Sequence[Path]) -> None:
    """Mark a run's folder with the owner's recordings that it learns from, so that `assistant forget` finds
    it.

    A run on other data is not marked.

    Raises:
        DataError: a manifest of the owner's cannot be read.
        StoreError: the mark cannot be written.
    """
    own = paths.recordings().resolve()
    learned = manifest.read(*(m for m in manifests if m.resolve().is_relative_to(own)))
    if learned:
        provenance.mark(run, map(recordings.identity, learned))
