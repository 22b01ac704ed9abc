"""The `assistant` command line: every command with its options. Loads nothing heavy before a command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands import export, models_group, upkeep_group
from assistant.commands.options import AutostartSwitch, HearUntil, ListenMode, TextUntil, configuration
from models.command_line import FAILED, WRONG_INPUT, Device, Engine, Version, err, out, run

app = typer.Typer(
    name="assistant",
    help="A voice assistant that runs entirely on this computer and that you can train.",
    no_args_is_help=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


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
        Engine | None,
        typer.Option(help="Inference engine; auto is CTranslate2 on a CPU, torch on a GPU."),
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


@app.command()
def talk(
    context: typer.Context,
    listen: Annotated[
        ListenMode | None,
        typer.Option(help="Answer what is meant for the assistant, what follows the wake phrase, or a key."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no conversation.")] = False,
) -> None:
    """Talk with the assistant: microphone in, loudspeaker out."""
    from assistant.commands.talk import converse
    from assistant.commands.talk_setup import set_up

    config = configuration(context)
    file, _ = context.obj
    config = set_up(config.listening(listen.value) if listen else config, file, out)
    # what a first run asks is no conversation
    out.quiet = quiet
    converse(config, out)


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
            " notes, entries, profile, undo, statistics; or all.",
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
    context: typer.Context,
    json_lines: Annotated[bool, typer.Option("--json", help="Print one JSON line per device.")] = False,
    choose: Annotated[
        bool, typer.Option("--choose", help="Choose and test them, and write them into the configuration.")
    ] = False,
) -> None:
    """List microphones and loudspeakers, or choose among them."""
    from assistant.commands.devices import choose_devices, print_devices

    if choose:
        choose_devices(configuration(context), context.obj[0], err if json_lines else out)
    else:
        print_devices(out, json_lines=json_lines)


@app.command()
def autostart(
    context: typer.Context,
    switch: Annotated[AutostartSwitch, typer.Argument(help="Switch it on or off, or tell its status.")],
    listen: Annotated[
        ListenMode | None, typer.Option(help="What to answer, as with `talk`; without a terminal no key.")
    ] = None,
) -> None:
    """Start `assistant talk` at login."""
    from assistant.commands.autostart import print_status, switch_off, switch_on

    match switch:
        case AutostartSwitch.on:
            config, (file, given) = configuration(context), context.obj
            switch_on(config, out, file=file, given=given, listen=listen.value if listen else None)
        case AutostartSwitch.off:
            switch_off(out)
        case AutostartSwitch.status:
            print_status(out)


@app.command("explain")
def explain_utterance(
    context: typer.Context,
    text: Annotated[
        str | None, typer.Argument(help="The utterance to explain.", metavar="TEXT", show_default=False)
    ] = None,
    sound: Annotated[
        list[str] | None, typer.Option(help="A recording to explain; may be repeated.", metavar="FILE")
    ] = None,
    after: Annotated[
        list[str] | None,
        typer.Option(help="An utterance before it in the conversation; may be repeated.", metavar="TEXT"),
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write the explanation to this page too.", metavar="OUT.html")
    ] = None,
    json_lines: Annotated[bool, typer.Option("--json", help="Print one JSON line per utterance.")] = False,
) -> None:
    """Explain why an utterance is understood as it is, and what would be done; nothing is carried out."""
    from assistant.commands.explain import explain

    if not explain(
        configuration(context), text, sound or [], out, json_lines=json_lines, html=html, after=after or []
    ):
        raise typer.Exit(WRONG_INPUT)


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[
        str | None, typer.Option(help="Address for HTTP; by default only this computer reaches it.")
    ] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65_535, help="Port for HTTP; 0 for any.")] = None,
    wyoming_port: Annotated[
        int | None, typer.Option(min=0, max=65_535, help="Port for Wyoming; 0 for any.")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(help="Certificate for HTTPS, with its chain.", metavar="FILE.pem")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="The certificate's private key.", metavar="FILE.pem")
    ] = None,
) -> None:
    """Serve other programs and computers: a page that talks, HTTP, WebSocket, OpenAI's API, Wyoming."""
    from assistant.commands.serve import serve_clients

    files = {name: str(file) for name, file in (("certificate", certificate), ("key", key)) if file}
    given = {"host": host, "port": port, "wyoming_port": wyoming_port, **files}
    serve_clients(configuration(context).serving_on(given), out)


app.command()(export.export)
app.add_typer(models_group.app, name="models")
# its commands are the program's own
app.add_typer(upkeep_group.app)


def main() -> None:
    """The console script."""
    run(app)
