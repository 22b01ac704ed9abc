"""Options that several commands of `assistant-train` share."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from models.command_line import Device

Manifests = Annotated[
    list[Path],
    typer.Option(
        "--data",
        help="Manifests to learn from; may be repeated. Sounds without text are noise.",
        metavar="MANIFEST…",
    ),
]
More = Annotated[
    list[Path] | None, typer.Argument(help="More manifests.", metavar="[MANIFEST…]", show_default=False)
]
Checkpoint = Annotated[
    Path, typer.Option("--output", help="Folder for the checkpoint.", metavar="DIR", show_default=False)
]
Base = Annotated[
    str | None,
    typer.Option(help="Model to fine-tune: a store name, a Hugging Face id or a folder."),
]
Recipe = Annotated[
    Path | None, typer.Option("--config", help="How to train; the released model's settings otherwise.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the run in DIR.")]
Rescore = Annotated[
    bool, typer.Option("--rescore", help="Train nothing; score DIR and write its metrics and card anew.")
]
Where = Annotated[Device, typer.Option("--device", help="Where to train.")]


def command() -> str:
    """The typed command without `--resume` and `--rescore`: it makes the model from nothing."""
    dropped = ("--resume", "--rescore")
    return shlex.join(["assistant-train", *(a for a in sys.argv[1:] if a not in dropped)])
