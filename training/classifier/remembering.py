"""`assistant-train remember`: training sentences beside a classifier. Loads nothing heavy before it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from models.command_line import Device, err


def remember(
    classifier: Annotated[Path, typer.Option(help="Classifier to write beside.", metavar="DIR")],
    data: Annotated[
        list[Path] | None,
        typer.Option(help="Manifests that it was trained on; may be repeated.", metavar="MANIFEST"),
    ] = None,
    device: Annotated[Device, typer.Option(help="Where to run.")] = Device.auto,
) -> None:
    """Keep training sentences beside a classifier, which `assistant explain` shows; training does so itself.

    Without a manifest those that were written for the project.
    """
    from models import manifest
    from training.classifier import neighbours

    examples = manifest.read(*data) if data else neighbours.written()
    learned = [e for e in examples if e.split in (None, "train")]
    err.print(f"{classifier}: {neighbours.write(classifier, learned, on=device.value):,} sentences")
