"""`assistant export`: the bundle in use as folders that need nothing else, with their sizes and losses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.options import configuration
from models.command_line import FAILED, err, out

MARGIN = 0.5


def export(
    context: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option(help="Folder to write; NAME-VERSION of the bundle here by default.", metavar="DIR"),
    ] = None,
    data: Annotated[
        list[Path] | None,
        typer.Option(help="Examples to score on before and after; may be repeated.", metavar="MANIFEST"),
    ] = None,
    margin: Annotated[
        float, typer.Option(min=0, max=100, help="Greatest loss of a figure, in percentage points.")
    ] = MARGIN,
    json_lines: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write the bundle for other machines: int8 for a CPU, half precision for a GPU, ONNX of the classifier.

    Prints size, errors, time and memory before and after, and refuses a loss beyond the margin.
    """
    from assistant.exporting import exporter
    from assistant.exporting.figures import table

    export = exporter.write(configuration(context), output, data or [], margin / 100, err)
    if json_lines:
        print(json.dumps(export.to_json(), ensure_ascii=False))
    else:
        out.print(table(export.figures))
    if export.losses:
        for loss in export.losses:
            err.print(f"Refused: {loss}.", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(FAILED)
    err.print(f"{export.folder}: assistant --bundle {export.folder} talk", markup=False, soft_wrap=True)
    if export.personal:
        err.print(
            "It learned from your recordings. `assistant forget` finds no copies: delete this one yourself.",
            style="yellow", soft_wrap=True,
        )  # fmt: skip
