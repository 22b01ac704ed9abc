"""`assistant-train personal`: options and printed results. Loads nothing heavy before it runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from models.command_line import Device, err
from training import options
from training.options import Resume, Where

if TYPE_CHECKING:
    from training.personal.run import PersonalResult

FAILED_PROOF = 1
"""Exit code if nothing was promoted."""


def personal(
    replay: Annotated[
        list[Path] | None,
        typer.Option(
            help="Manifests that you have prepared, for rehearsal: no model may get worse on them. "
            "May be repeated.",
            metavar="MANIFEST",
        ),
    ] = None,
    recognizer: Annotated[
        str | None,
        typer.Option(
            help="Recognizer to start from; that of the bundle in use by default.", metavar="NAME|DIR"
        ),
    ] = None,
    classifier: Annotated[
        str | None,
        typer.Option(help="Classifier to start from, such as one for a domain of your own.", metavar="DIR"),
    ] = None,
    generator: Annotated[
        str | None, typer.Option(help="Generator to start from.", metavar="NAME|DIR")
    ] = None,
    curve: Annotated[
        bool, typer.Option("--curve/--no-curve", help="Train on fewer recordings too, for the report.")
    ] = False,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="Training settings; personal.toml by default."),
    ] = None,
    resume: Resume = False,
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    proof: Annotated[
        list[Path] | None,
        typer.Option(
            help="Change nothing: train for each speaker of these manifests and print whether it helps.",
            metavar="MANIFEST",
        ),
    ] = None,
    shots: Annotated[
        str,
        typer.Option(
            help="With --proof: numbers of recordings of each speaker (10,20); half of them by default."
        ),
    ] = "",
    device: Where = Device.auto,
) -> None:
    """Train on your recordings and corrections; use the new models if they prove to be no worse.

    Some recordings are held back: on them, on general speech and on general sentences the new models are
    compared with those in use. Models that are worse are refused with the reasons, and everything stays as it
    is.
    """
    from training.config import CONFIGS, read
    from training.personal.config import PersonalConfig

    settings = read(config or CONFIGS / "personal.toml", PersonalConfig)
    if proof:
        from training.personal import people

        found = people.main(
            settings, proof, shots=people.numbers(shots), recognizer=recognizer, replay=replay or [],
            on=device.value, command=options.command(),
        )  # fmt: skip
        show_people(found, json_lines=json_lines)
        return
    from training.personal import recipe

    result = recipe.main(
        settings, recognizer=recognizer, classifier=classifier, generator=generator, replay=replay or [],
        curve=curve, resume=resume, on=device.value, command=options.command(),
    )  # fmt: skip
    show(result, json_lines=json_lines)
    if result.promoted is None:
        raise typer.Exit(FAILED_PROOF)


def show(result: PersonalResult, *, json_lines: bool) -> None:
    """Print the changes and the verdicts."""
    if json_lines:
        print(json.dumps(result.to_json(), ensure_ascii=False))
        return
    shown = Console(highlight=False)
    table = Table(box=None, header_style="dim", pad_edge=False)
    for heading in ("on", "figure", "before", "after", "difference", "n"):
        table.add_column(heading, justify="right" if heading == "n" else "left")
    for c in result.changes:
        colour = "red" if c.loss > 0 else "green" if c.loss < 0 else "dim"
        d = c.difference
        moved = f"[{colour}]{d.value:+.3f}[/] [dim]\\[{d.low:+.3f}, {d.high:+.3f}][/]"
        table.add_row(
            c.on, c.figure, f"{c.before.value:.3f}", f"{c.after.value:.3f}", moved, f"{c.after.n:,}"
        )
    shown.print(table)
    for n, change in result.curve:
        shown.print(f"after {n} recordings: {change.figure} {change.after}", style="dim")
    for verdict in result.verdicts:
        if not verdict.kept:
            shown.print(f"[yellow]{verdict.model}[/]: {'; '.join(verdict.reasons)}.", soft_wrap=True)
    made = result.promoted
    if made:
        shown.print(
            f"[green]{made.name} {made.version} is in use now.[/] `assistant models rollback` goes back."
        )
    else:
        shown.print("[yellow]Nothing was put in use;[/] everything stays as it was.")


def show_people(found: dict[str, Any], *, json_lines: bool) -> None:
    """Print the changes over all speakers, and how many speakers they helped or hurt."""
    if json_lines:
        print(json.dumps(found, ensure_ascii=False))
        return
    shown = Console(highlight=False)
    table = Table(box=None, header_style="dim", pad_edge=False)
    headings = ("recordings", "before", "after", "difference", "over speakers", "helped / nothing / hurt")
    for heading in headings:
        table.add_column(heading)
    for row in found["shots"]:
        low, high = row["difference_ci"]
        s_low, s_high = row["difference_ci_speakers"]
        table.add_row(
            row["recordings"], f"{row['before']:.4f}", f"{row['after']:.4f}",
            f"{row['difference']:+.4f} [dim]\\[{low:+.4f}, {high:+.4f}][/]",
            f"[dim]\\[{s_low:+.4f}, {s_high:+.4f}][/]",
            " / ".join(str(len(row["speakers"][k])) for k in ("helped", "nothing", "hurt")),
        )  # fmt: skip
    shown.print(table)
    untouched = found["untouched"]
    shown.print(f"untouched {untouched['name']} with full padding: {untouched['rate']:.4f}", style="dim")
    err.print(
        f"{found['figure'].capitalize()}s over all speakers' utterances; intervals are 95 %.", style="dim"
    )
