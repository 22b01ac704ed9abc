"""`assistant-train speak` and `heard`: texts spoken by offline voices, and what a recognizer makes of them.

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
    """What `--split` may say."""

    train, keep = "train", "keep"


def speak(
    data: Annotated[
        list[Path],
        typer.Option(help="Manifests with texts; may be given again and again.", metavar="MANIFEST…"),
    ],
    output: Annotated[Path, typer.Option(help="Folder for the sounds and manifest.jsonl.", metavar="DIR")],
    more: More = None,
    most: Annotated[int | None, typer.Option(min=1, help="Sentences at most, drawn by the seed.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed, the same voices.")] = 0,
    voices: Annotated[
        str, typer.Option(help="Engines or voices, with commas: hibari,flite:slt; all that are installed.")
    ] = "",
    split: Annotated[
        Splits,
        typer.Option(help="train: training lines alone, never to be scored on; keep: all, as they are."),
    ] = Splits.train,
) -> None:
    """Speak the texts of manifests in many offline voices, to train a recognizer with."""
    from training import synthesis as synthetic

    cast = synthetic.Cast(_names(voices))
    examples = synthetic.texts([*data, *(more or [])], most, seed, split.value)
    listed = output / "manifest.jsonl"
    spoken = synthetic.write(examples, listed, output / "sounds", cast, seed=seed, split=split.value)
    left = len(examples) - len(spoken)
    err.print(
        f"{listed}: {len(spoken):,} sentences in {len({e.speaker for e in spoken})} voices"
        + (f"; {left:,} could not be spoken" if left else "")
    )


def heard(
    data: Annotated[
        list[Path],
        typer.Option(help="Manifests with texts or recordings; may be given again.", metavar="MANIFEST…"),
    ],
    output: Annotated[Path, typer.Option(help="The manifest to write.", metavar="MANIFEST")],
    more: More = None,
    recognizer: Annotated[str, typer.Option(help="Who listens.", metavar="NAME|DIR")] = "whisper-base",
    noise: Annotated[
        Path | None, typer.Option(help="Sounds to put under the speech; its train split.", metavar="MANIFEST")
    ] = None,
    train: Annotated[int | None, typer.Option(min=0, help="Sentences to learn from, at most.")] = None,
    valid: Annotated[int | None, typer.Option(min=0, help="Sentences to validate on, at most.")] = None,
    test: Annotated[int | None, typer.Option(min=0, help="Sentences to score on, at most.")] = None,
    test_voices: Annotated[
        str, typer.Option(help="Voices, with commas, for what is not learnt from, and for nothing else.")
    ] = "flite:slt,flite:rms,festival:cmu_us_slt_arctic_hts,espeak:en-gb-x-rp",
    seed: Annotated[int, typer.Option(help="The same seed, the same voices and noise.")] = 0,
    device: Annotated[Device, typer.Option(help="Where the recognizer runs.")] = Device.auto,
) -> None:
    """Have texts spoken and recognized: what is really heard, with the same labels, for a classifier.

    An interrupted run goes on where it was when it is started again.
    """
    from models import manifest
    from training.synthesis import recognized as hearing

    ear = hearing.ear(
        recognizer, recognizer, _names(test_voices), noise=noise, seed=seed, on=device.value
    )  # fmt: skip
    asked = {"train": train, "valid": valid, "test": test}
    examples = hearing.draw(manifest.read(*data, *(more or [])), asked, seed)
    made = hearing.write(examples, ear, output)
    counts = ", ".join(f"{sum(e.split == s for e in made):,} {s}" for s in manifest.SPLITS)
    err.print(f"{output}: {len(examples):,} sentences gave {len(made):,} hypotheses ({counts})")


def _names(listed: str) -> list[str]:
    return [name for name in listed.split(",") if name]
