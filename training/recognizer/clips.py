"""Manifests → checked and split examples with sound, and clips in memory. Knows no network."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models import audio, manifest
from models.errors import DataError
from models.manifest import Example, Split
from models.text.normalise import normalise
from models.types import Samples
from training.data import splits, validation


@dataclass(frozen=True, slots=True)
class RecognizerData:
    """The examples of a run, by manifest name."""

    splits: dict[Split, dict[str, list[Example]]]
    """Examples with sound and text."""
    noises: dict[str, list[Example]]
    """Sounds without text in the train split: background noise, and examples without speech."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording in memory."""

    samples: Samples
    """(n,) at 16 kHz."""
    text: str
    """Normalised transcript; empty where there is no speech."""
    example: Example
    manifest: str
    """Name of its manifest."""

    @property
    def language(self) -> str | None:
        """Of the text, ISO 639-1; None where the manifest does not say."""
        return self.example.language


def read_data(manifests: Sequence[Path], *, accept: Collection[str] = ()) -> RecognizerData:
    """The manifests, checked and split; a split that is there is respected.

    Arguments:
        accept: checks whose errors become warnings, see `validation.check`.

    Raises:
        DataError: the data are wrong, or there is nothing to train on.
    """
    validation.check(*manifests, accept=accept).refuse_errors()
    parts: dict[Split, dict[str, list[Example]]] = {split: {} for split in manifest.SPLITS}
    noises: dict[str, list[Example]] = {}
    for path in manifests:
        for example in splits.assign(manifest.read(path)):
            if example.audio is None or example.split is None:
                continue
            if example.text is not None:
                parts[example.split].setdefault(path.stem, []).append(example)
            elif example.split == "train":
                noises.setdefault(path.stem, []).append(example)
    if not parts["train"]:
        where = ", ".join(map(str, manifests))
        raise DataError("no training example has both a sound and its text", where=where)
    return RecognizerData(parts, noises)


def load(sources: Mapping[str, Sequence[Example]]) -> list[Clip]:
    """The examples that have sound, by manifest name, as clips.

    Raises:
        SoundFileError: a sound cannot be read.
    """
    return [
        Clip(audio.load(e.audio), normalise(e.text or "", e.language), e, name)
        for name, examples in sources.items()
        for e in examples
        if e.audio is not None
    ]


def at_most(clips: Sequence[Clip], n: int) -> list[Clip]:
    """At most `n` clips of each manifest, chosen by a hash of their file names."""
    kept: dict[str, int] = {}
    chosen = []
    for clip in sorted(clips, key=lambda c: hashlib.sha256(str(c.example.audio).encode()).digest()):
        kept[clip.manifest] = kept.get(clip.manifest, 0) + 1
        if kept[clip.manifest] <= n:
            chosen.append(clip)
    return chosen


def by_manifest(clips: Sequence[Clip]) -> dict[str, list[int]]:
    """The numbers of each manifest's clips."""
    numbers: dict[str, list[int]] = {}
    for i, clip in enumerate(clips):
        numbers.setdefault(clip.manifest, []).append(i)
    return numbers
