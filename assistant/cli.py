"""The `assistant` command line: every command with its options. Loads nothing heavy before a command runs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from models.command_line import FAILED, WRONG_INPUT, Device, Version, log_to_file, run

if TYPE_CHECKING:
    from assistant.config import Config

app = typer.Typer(
    name="assistant",
    help="A voice assistant that runs entirely on this computer and that you can train.",
    no_args_is_help=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
models = typer.Typer(help="Manage base weights and bundles.", no_args_is_help=False)
out = Console(highlight=False)
"""Standard output: results for a person."""


class EngineName(StrEnum):
    auto, torch, int8 = "auto", "torch", "int8"


class HearUntil(StrEnum):
    transcript, understanding, reply = "transcript", "understanding", "reply"


class TextUntil(StrEnum):
    understanding, reply = "understanding", "reply"


@app.callback()
def global_options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Configuration file to use instead of your own."),
    ] = None,
    bundle: Annotated[str | None, typer.Option(help="Bundle of models to use: a name or a folder.")] = None,
    recognizer: Annotated[str | None, typer.Option(help="Recognizer to use instead of the bundle's.")] = None,
    classifier: Annotated[str | None, typer.Option(help="Classifier to use instead of the bundle's.")] = None,
    generator: Annotated[str | None, typer.Option(help="Generator to use instead of the bundle's.")] = None,
    device: Annotated[Device | None, typer.Option(help="Device to run the models on.")] = None,
    engine: Annotated[
        EngineName | None,
        typer.Option(help="Inference engine: int8 is fastest on a CPU, torch on a GPU."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Spoken language as an ISO 639-1 code, such as en, de or fr.")
    ] = None,
    version: Version = False,
) -> None:
    """Collect the options that precede the command; the command itself loads the configuration."""
    given = {
        "bundle": bundle,
        "recognizer_dir": recognizer,
        "classifier_dir": classifier,
        "generator_dir": generator,
        "device": device.value if device else None,
        "engine": engine.value if engine else None,
        "language": language,
    }
    context.obj = (config, {name: value for name, value in given.items() if value is not None})


def configuration(context: typer.Context) -> Config:
    """The configuration file, overridden by the command line's options."""
    from assistant import config

    log_to_file("assistant")
    file, given = context.obj
    return config.load(file).with_options(given)


@app.command()
def talk(context: typer.Context) -> None:
    """Talk with the assistant: microphone in, loudspeaker out."""
    from assistant.commands.talk import converse

    converse(configuration(context), out)


@app.command()
def hear(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(help="Sound files of any format and sample rate.", metavar="FILE")
    ],
    json_lines: Annotated[bool, typer.Option("--json", help="Print one JSON line per utterance.")] = False,
    speak: Annotated[
        Path | None, typer.Option(help="Write the spoken replies to this sound file.", metavar="OUT.wav")
    ] = None,
    until: Annotated[HearUntil, typer.Option(help="Stop after this stage.")] = HearUntil.reply,
) -> None:
    """Answer the utterances in sound files."""
    from assistant.commands.hear import answer_files

    config = configuration(context)
    if not answer_files(config, files, out, json_lines=json_lines, speak=speak, until=until.value):
        raise typer.Exit(WRONG_INPUT)


@app.command()
def text(
    context: typer.Context,
    json_lines: Annotated[
        bool, typer.Option("--json", help="Print one JSON line per line of input.")
    ] = False,
    until: Annotated[TextUntil, typer.Option(help="Stop after this stage.")] = TextUntil.reply,
) -> None:
    """Answer typed text: one utterance per line of standard input, or a prompt on a terminal."""
    from assistant.commands.text import answer_lines

    answer_lines(configuration(context), out, json_lines=json_lines, until=until.value)


@app.command()
def test(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(help="Conversations to replay, JSON Lines.", metavar="FILE")],
    json_lines: Annotated[bool, typer.Option("--json", help="Print one JSON line per turn.")] = False,
) -> None:
    """Replay conversations in text and check the expectations of their turns."""
    from assistant.commands.test import replay_files

    if not replay_files(configuration(context), files, out, json_lines=json_lines):
        raise typer.Exit(FAILED)


@app.command()
def record(
    context: typer.Context,
    count: Annotated[
        int | None,
        typer.Option(min=1, help="Number of sentences to record; by default up to the next multiple of 50."),
    ] = None,
    sentences: Annotated[
        Path | None,
        typer.Option(help="Sentences to read: a text file, one per line, or a manifest.", metavar="FILE"),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--import", help="Import existing sounds and their texts instead.", metavar="FOLDER"),
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Name of the speaker; by default the owner.")] = None,
) -> None:
    """Record sentences in your own voice for training."""
    from assistant.commands.record import record_or_import

    if not record_or_import(
        configuration(context), out, speaker=speaker, sentences=sentences, count=count, folder=folder
    ):
        raise typer.Exit(WRONG_INPUT)


@app.command()
def correct(
    context: typer.Context,
    only_list: Annotated[bool, typer.Option("--list", help="List the recent utterances and exit.")] = False,
    json_lines: Annotated[bool, typer.Option("--json", help="Print one JSON line per utterance.")] = False,
) -> None:
    """Review recent utterances and correct them for training."""
    from assistant.commands.correct import review_queue

    review_queue(configuration(context), out, only_list=only_list, json_lines=json_lines)


@app.command()
def forget(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            help="last, today, yesterday, a date such as 2026-11-22; timers, alarms, reminders, plans, lists,"
            " notes, entries, profile, undo; or all.",
            metavar="WHAT",
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking for confirmation.")] = False,
) -> None:
    """Delete recordings, conversations and the models that learned from them, or what skills keep."""
    from assistant.commands.forget import confirm_and_delete

    configuration(context)
    confirm_and_delete(what, out, sure=yes)


@app.command()
def devices(
    json_lines: Annotated[bool, typer.Option("--json", help="Print one JSON line per device.")] = False,
) -> None:
    """List microphones and loudspeakers."""
    from assistant.commands.devices import print_devices

    print_devices(out, json_lines=json_lines)


@app.command()
def doctor(
    context: typer.Context,
    json_lines: Annotated[bool, typer.Option("--json", help="Print one JSON line per check.")] = False,
) -> None:
    """Check the installation and suggest a fix for everything that is missing."""
    from assistant.commands.doctor import run_checks

    file, given = context.obj
    if not run_checks(file, given, out, json_lines=json_lines):
        raise typer.Exit(FAILED)


@app.command()
def explain(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="The utterance to explain.", metavar="TEXT")],
) -> None:
    """Explain the understanding of a text: intent, slots, unknown values and the nearest known ones."""
    from assistant.commands.explain import explain_text

    explain_text(configuration(context), text, out)


JsonLines = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of a table.")]


@models.command("list")
def list_models(json_lines: JsonLines = False) -> None:
    """List the available base weights and bundles."""
    from assistant.commands.models import print_list

    print_list(out, json_lines=json_lines)


@models.command()
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


@models.command()
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


@models.command()
def use(
    name: Annotated[
        str, typer.Argument(help="A bundle; by default its highest version.", metavar="NAME[@VERSION]")
    ],
    json_lines: JsonLines = False,
) -> None:
    """Switch to a bundle."""
    from assistant.commands.models import use_bundle

    use_bundle(name, out, json_lines=json_lines)


@models.command()
def rollback(json_lines: JsonLines = False) -> None:
    """Switch back to the previous bundle."""
    from assistant.commands.models import roll_back

    roll_back(out, json_lines=json_lines)


app.add_typer(models, name="models")


def main() -> None:
    """The console script."""
    run(app)
