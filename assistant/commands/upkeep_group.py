"""The command line of what keeps the assistant well: `assistant doctor` and `assistant stats`."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.commands.options import Spans, configuration
from models.command_line import FAILED, out

app = typer.Typer()


@app.command()
def doctor(
    context: typer.Context,
    json_lines: Annotated[bool, typer.Option("--json", help="Print one JSON line per check.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended without root.")] = False,
) -> None:
    """Check the installation, suggest a fix for everything that is missing, or mend it."""
    from assistant.commands.doctor import run_checks

    file, given = context.obj
    if not run_checks(file, given, out, json_lines=json_lines, fix=fix):
        raise typer.Exit(FAILED)


@app.command()
def stats(
    context: typer.Context,
    json_lines: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
    by: Annotated[Spans, typer.Option(help="What a row of the table is.")] = Spans.week,
    reset: Annotated[bool, typer.Option("--reset", help="Delete all statistics.")] = False,
) -> None:
    """Show turns, latencies, confidences and corrections, and how they differ from the evaluation."""
    from assistant.commands.stats import print_statistics, reset_statistics

    if reset:
        configuration(context)
        reset_statistics(out)
    else:
        print_statistics(configuration(context), out, by=by.value, json_lines=json_lines)
