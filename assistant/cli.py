"""`assistant`: talk, hear, read; and what is set up. Loads nothing heavy before a command needs it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from models.command_line import FAILED, WRONG_INPUT, Device, err, log_to_file, run
from models.errors import InputError, SoundFileError

if TYPE_CHECKING:
    from assistant.config import Config
    from assistant.turn import Turn, Until

app = typer.Typer(
    name="assistant",
    help="A voice assistant that runs on this machine alone and that you can train.",
    no_args_is_help=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


class EngineName(StrEnum):
    auto, torch, int8 = "auto", "torch", "int8"


class HearUntil(StrEnum):
    transcript, understanding, reply = "transcript", "understanding", "reply"


class TextUntil(StrEnum):
    understanding, reply = "understanding", "reply"


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="Configuration file, instead of the user's own.")
    ] = None,
    bundle: Annotated[str | None, typer.Option(help="Bundle of models, by name or folder.")] = None,
    recognizer: Annotated[str | None, typer.Option(help="Recognizer to use instead of the bundle's.")] = None,
    classifier: Annotated[str | None, typer.Option(help="Classifier to use instead of the bundle's.")] = None,
    generator: Annotated[str | None, typer.Option(help="Generator to use instead of the bundle's.")] = None,
    device: Annotated[Device | None, typer.Option(help="Where the models run.")] = None,
    engine: Annotated[
        EngineName | None, typer.Option(help="int8 is fastest on a CPU, torch on a GPU.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="What is spoken, as in en, de, fr.")] = None,
) -> None:
    """Keeps the options that come before the command; the command reads the configuration when it starts."""
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
    """The configuration file with the command line's options over it."""
    from assistant import config

    log_to_file("assistant")
    file, given = context.obj
    return config.load(file).with_options(given)


@app.command()
def talk(context: typer.Context) -> None:
    """Talk with the assistant: microphone in, loudspeaker out."""
    from assistant.commands.talk import converse

    converse(configuration(context), Console(highlight=False))


@app.command()
def hear(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(help="Sound files of any format and rate.", metavar="FILE")],
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON line per utterance.")] = False,
    speak: Annotated[
        Path | None, typer.Option(help="Write the spoken replies to this sound file.", metavar="OUT.wav")
    ] = None,
    until: Annotated[HearUntil, typer.Option(help="Stop after this stage.")] = HearUntil.reply,
) -> None:
    """Answer what is said in sound files."""
    from assistant.commands.headless import HeadlessSession
    from assistant.listening import sources

    config = configuration(context)
    if speak is not None and any(same_file(speak, file) for file in files):
        raise SoundFileError("this file is to be heard", where=str(speak), do="name another for the replies")
    if speak is not None and until != HearUntil.reply:
        err.print(f"{speak} is not written: nothing is said before the reply.", markup=False, soft_wrap=True)
        speak = None
    wrong = False

    def watch(turn: Turn) -> None:
        nonlocal wrong
        wrong = wrong or turn.heard.error is not None

    with HeadlessSession(config, until=until.value, console=err, hears=True, speak=speak) as session:
        heard = sources.sound_files(files, config.vad, config.endpointer, session.recognizer)
        session.run(heard, reporter(json_lines, until.value, watch))
    if wrong:
        raise typer.Exit(WRONG_INPUT)


@app.command()
def text(
    context: typer.Context,
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON line per line of input.")] = False,
    until: Annotated[TextUntil, typer.Option(help="Stop after this stage.")] = TextUntil.reply,
) -> None:
    """Answer typed lines: one utterance a line on standard input, or a prompt on a terminal."""
    from assistant.commands.headless import HeadlessSession
    from assistant.listening import sources

    config = configuration(context)
    if sys.stdin is None:
        raise InputError("standard input is closed", do="pipe lines into this command or type them")
    with HeadlessSession(config, until=until.value, console=err) as session:
        lines = prompted() if sys.stdin.isatty() else piped()
        session.run(sources.typed(lines, config.language), reporter(json_lines, until.value))


def same_file(one: Path, other: str) -> bool:
    """Whether two names stand for the same file."""
    return one.exists() and Path(other).exists() and one.samefile(other)


def piped() -> Iterator[str]:
    """Lines of standard input as they come, split at newlines alone."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace")


def prompted() -> Iterator[str]:
    """Lines typed at a prompt, until the end of input."""
    err.print("Type to the assistant; Ctrl-D to leave.", style="dim")
    while True:
        try:
            line = err.input("[bold green]you ›[/] ")
        except EOFError:
            return
        if line.strip():
            yield line


def reporter(
    json_lines: bool, until: Until, also: Callable[[Turn], None] | None = None
) -> Callable[[Turn], None]:
    """Prints turns as JSON Lines or for a person."""
    from assistant.console import render
    from assistant.turn import as_json

    console = Console(highlight=False)

    def report(turn: Turn) -> None:
        if json_lines:
            # a line is complete when the next stage of a pipe reads it
            print(json.dumps(as_json(turn, until), ensure_ascii=False), flush=True)
        else:
            console.print(render(turn, until))
        if also:
            also(turn)

    return report


@app.command()
def record(
    context: typer.Context,
    count: Annotated[
        int | None, typer.Option(min=1, help="How many sentences this time, instead of up to the next 50.")
    ] = None,
    sentences: Annotated[
        Path | None,
        typer.Option(help="What to say: a text, one sentence a line, or a manifest.", metavar="FILE"),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--import", help="Take sounds with their texts from here instead.", metavar="FOLDER"),
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Who speaks, where it is not the owner.")] = None,
) -> None:
    """Record sentences in your own voice, to learn from."""
    from assistant.commands import record as command
    from assistant.recording import import_folder

    config, console = configuration(context), Console(highlight=False)
    speaker = speaker or command.owner()
    if folder is None:
        command.record(config, console, speaker=speaker, sentences=sentences, count=count)
    elif import_folder.import_folder(folder, speaker, console).problems:
        raise typer.Exit(WRONG_INPUT)


@app.command()
def correct(
    context: typer.Context,
    only_list: Annotated[bool, typer.Option("--list", help="Only list what was understood.")] = False,
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON line per utterance.")] = False,
) -> None:
    """Look through what was understood lately, and set right what is to be learned."""
    from assistant.commands import correct as correct_command

    correct_command.correct(
        configuration(context), Console(highlight=False), only_list=only_list, json_lines=json_lines
    )


@app.command()
def forget(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(help="last, today, yesterday, a day as in 2026-11-22, or all.", metavar="WHAT")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete recordings, corrections, conversations and the models that learnt from them."""
    from assistant.commands import forget as forgetting

    configuration(context)
    forgetting.run(what, Console(highlight=False), sure=yes)


@app.command()
def devices(
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON line per device.")] = False,
) -> None:
    """List microphones and loudspeakers."""
    from assistant.commands.devices import show

    show(Console(highlight=False), json_lines)


@app.command()
def doctor(
    context: typer.Context,
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON line per check.")] = False,
) -> None:
    """Check what is installed and what is missing, and say what to do."""
    from assistant.commands import doctor as checks

    if not checks.show(context.obj, Console(highlight=False), json_lines):
        raise typer.Exit(FAILED)


@app.command()
def explain(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What might be said.", metavar="TEXT")],
) -> None:
    """Show what is made of a text, which of its values are not known, and what is near them."""
    from assistant.commands import explain as explain_command

    explain_command.explain(configuration(context), text, Console(highlight=False))


def _mount_models() -> None:
    from assistant.commands.models import app as models_app

    app.add_typer(models_app, name="models", help="Base weights and bundles.")


def main(arguments: Iterable[str] | None = None) -> None:
    """The console script."""
    if arguments is not None:
        sys.argv[1:] = list(arguments)
    _mount_models()
    run(app)
