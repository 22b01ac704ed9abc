"""Where a run is kept. Knows no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from models import manifest, paths, recordings
from models.bundles import provenance


def folder(recipe: str, output: Path) -> Path:
    """Where the state of the run that makes `output` is kept, so that `--resume` finds it."""
    place = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:8]
    return paths.runs() / recipe / f"{output.resolve().name}-{place}"


def remember(run: Path, manifests: Sequence[Path]) -> None:
    """Write into a run's folder which of the owner's recordings it learns from, so that `assistant forget`
    finds it; a run of other data says nothing.

    Raises:
        DataError: a manifest of theirs cannot be read.
        StoreError: it cannot be written.
    """
    own = paths.recordings().resolve()
    learned = manifest.read(*(m for m in manifests if m.resolve().is_relative_to(own)))
    if learned:
        provenance.mark(run, map(recordings.identity, learned))
