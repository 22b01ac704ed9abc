"""`assistant-train speak` and `heard`: texts spoken by offline voices, and re-recognized.

Loads nothing heavy before a command runs.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from models.command_line import Device, err
from training.options import More


class Splits(StrEnum):
    """Choices of `--split`."""

    train, keep = "train", "keep"


def speak(
    data: Annotated[
        list[Path],
        typer.Option(help="Manifests with texts; may be repeated.", metavar="MANIFEST…"),
    ],
    output: Annotated[Path, typer.Option(help="Folder for the sounds and manifest.jsonl.", metavar="DIR")],
    more: More = None,
    most: Annotated[int | None, typer.Option(min=1, help="Most sentences, drawn by the seed.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of the voices.")] = 0,
    voices: Annotated[
        str, typer.Option(help="Engines or voices, with commas: hibari,flite:slt; else all installed ones.")
    ] = "",
    split: Annotated[
        Splits,
        typer.Option(
            help="train: speak training lines only, as training data; keep: all, with their splits."
        ),
    ] = Splits.train,
) -> None:
    """Speak the texts of manifests in many offline voices, to train a recognizer with."""
    from training import synthesis

    cast = synthesis.Cast(_names(voices))
    examples = synthesis.texts([*data, *(more or [])], most, seed, split.value)
    path = output / "manifest.jsonl"
    spoken = synthesis.write(examples, path, output / "sounds", cast, seed=seed, split=split.value)
    left = len(examples) - len(spoken)
    err.print(
        f"{path}: {len(spoken):,} sentences in {len({e.speaker for e in spoken})} voices"
        + (f"; {left:,} could not be spoken" if left else "")
    )


def heard(
    data: Annotated[
        list[Path],
        typer.Option(help="Manifests with texts or recordings; may be repeated.", metavar="MANIFEST…"),
    ],
    output: Annotated[Path, typer.Option(help="The manifest to write.", metavar="MANIFEST")],
    more: More = None,
    recognizer: Annotated[str, typer.Option(help="Recognizer.", metavar="NAME|DIR")] = "whisper-base",
    noise: Annotated[
        Path | None,
        typer.Option(help="Noise: the sounds of the training split are mixed in.", metavar="MANIFEST"),
    ] = None,
    train: Annotated[int | None, typer.Option(min=0, help="Most training sentences.")] = None,
    valid: Annotated[int | None, typer.Option(min=0, help="Most validation sentences.")] = None,
    test: Annotated[int | None, typer.Option(min=0, help="Most test sentences.")] = None,
    test_voices: Annotated[
        str, typer.Option(help="Voices, with commas, for validation and test sentences only.")
    ] = "flite:slt,flite:rms,festival:cmu_us_slt_arctic_hts,espeak:en-gb-x-rp",
    seed: Annotated[int, typer.Option(help="Seed of voices and noise.")] = 0,
    device: Annotated[Device, typer.Option(help="Where the recognizer runs.")] = Device.auto,
) -> None:
    """Re-recognize texts: speak and recognize them, and keep their labels, to train a classifier with.

    An interrupted run resumes when it is started again.
    """
    from models import manifest
    from training.synthesis import noisy_channel

    channel = noisy_channel.load(
        recognizer, recognizer, _names(test_voices), noise=noise, seed=seed, on=device.value
    )
    most = {"train": train, "valid": valid, "test": test}
    examples = noisy_channel.sample(manifest.read(*data, *(more or [])), most, seed)
    made = noisy_channel.write(examples, channel, output)
    counts = ", ".join(f"{sum(e.split == s for e in made):,} {s}" for s in manifest.SPLITS)
    err.print(f"{output}: {len(examples):,} sentences gave {len(made):,} hypotheses ({counts})")


def _names(listed: str) -> list[str]:
    return [name for name in listed.split(",") if name]
