"""The command line of `assistant models`. Loads nothing heavy before a command runs."""

from __future__ import annotations

from typing import Annotated

import typer

from models.command_line import log_to_file, out

app = typer.Typer(help="Manage base weights and bundles.", no_args_is_help=False)
JsonLines = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of a table.")]


@app.command("list")
def list_models(json_lines: JsonLines = False) -> None:
    """List the available base weights and bundles."""
    from assistant.commands.models import print_list

    print_list(out, json_lines=json_lines)


@app.command()
def pull(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Bases to download; by default all but the optional ones.", metavar="NAME"),
    ] = None,
    json_lines: JsonLines = False,
) -> None:
    """Download and prepare base weights, so that everything works offline afterwards."""
    from assistant.commands.models import pull_bases

    log_to_file("assistant")
    pull_bases(names or [], out, json_lines=json_lines)


@app.command()
def show(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A base, a bundle or a bundle's folder; by default the bundle in use.", show_default=False
        ),
    ] = None,
    json_lines: JsonLines = False,
) -> None:
    """Show the origin and location of a base or bundle, and a bundle's training data and metrics."""
    from assistant.commands.models import print_details

    print_details(name, out, json_lines=json_lines)


@app.command()
def use(
    name: Annotated[
        str, typer.Argument(help="A bundle; by default its highest version.", metavar="NAME[@VERSION]")
    ],
    json_lines: JsonLines = False,
) -> None:
    """Switch to a bundle."""
    from assistant.commands.models import use_bundle

    use_bundle(name, out, json_lines=json_lines)


@app.command()
def rollback(json_lines: JsonLines = False) -> None:
    """Switch back to the previous bundle."""
    from assistant.commands.models import roll_back

    roll_back(out, json_lines=json_lines)
