"""`assistant correct`: the queue, the terminal and the loudspeaker around `assistant.corrections.review`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant import factory
from assistant.audio.speaker import Speaker
from assistant.commands.progress import bars
from assistant.commands.record import owner
from assistant.config import Config
from assistant.console import printable
from assistant.corrections.review import Correcting, meaning, said_when
from assistant.memory import conversation_log
from assistant.memory.conversation_log import Kept
from models import paths
from models.command_line import err
from models.nlu import labels
from models.types import Speech


def correct(config: Config, console: Console, *, only_list: bool, json_lines: bool) -> None:
    """Goes through what was understood lately, or lists it.

    Raises:
        DataError: the queue is damaged.
        StoreError: what was accepted cannot be written.
    """
    waiting = queue()
    if only_list or json_lines:
        show_list(waiting, console, json_lines=json_lines)
        return
    if not waiting:
        _say_why_not(config, console)
        return
    with bars(err):
        classifier = factory.classifier(config)
    folder = Path(factory.models(config).classifier)
    vocabularies = labels.read(folder).vocabularies if folder.is_dir() else {}

    def ask(question: str, default: str = "") -> str:
        shown = f" [{default}]" if default else ""
        return console.input(Text(f"   {question}{shown} › ", style="green")).strip() or default

    def play(speech: Speech) -> None:
        with Speaker(config.speaker) as speaker:
            speaker.play(speech)

    walk = Correcting(classifier, vocabularies, owner(), console, ask, play)
    try:
        walk.run(waiting)
    except KeyboardInterrupt:
        console.print()
    done = walk.tally
    left = len(queue())
    console.print(
        f"{done.learned} to learn from, {done.dropped} dropped, {left} left for later."
        + (" `assistant-train personal` learns from them." if done.learned else ""),
        style="bold green",
        soft_wrap=True,
    )


def queue() -> list[Kept]:
    """What waits to be looked through: what was flagged, then what was not understood, then the newest."""
    doubt = {"reject": 1, "confirm": 2}
    return sorted(
        conversation_log.read(),
        key=lambda kept: (
            0 if kept.flagged else doubt.get(kept.decision or "", 3),
            -kept.when.timestamp(),
        ),
    )


def as_json(kept: Kept) -> dict[str, Any]:
    """The line that `correct --list --json` prints."""
    return {
        "when": kept.when.isoformat(timespec="seconds"),
        "transcript": kept.text,
        "audio": str(paths.recordings() / kept.audio) if kept.audio else None,
        "intent": kept.intent,
        "slots": None
        if kept.slots is None
        else [{"name": s.name, "value": s.value, "start": s.start, "end": s.end} for s in kept.slots],
        "reply": kept.reply,
        "flagged": kept.flagged,
        "correction": kept.correction,
    }


def show_list(waiting: Iterable[Kept], console: Console, *, json_lines: bool) -> None:
    """Everything in the queue, as lines or as a table."""
    if json_lines:
        for kept in waiting:
            print(json.dumps(as_json(kept), ensure_ascii=False))
        return
    table = Table("when", "", "heard", "understood", "you meant", box=None, header_style="dim")
    for kept in waiting:
        told = meaning(kept.intent, kept.intent is None, kept.slots)
        mark = Text("!", style="bold yellow") if kept.flagged else ""
        cells = (printable(kept.text), printable(told), printable(kept.correction or ""))
        table.add_row(said_when(kept.when), mark, *map(Text, cells))
    console.print(table)


def _say_why_not(config: Config, console: Console) -> None:
    if config.keep_conversations:
        console.print("There is nothing to correct: nothing was said lately.", style="dim")
        return
    console.print(
        "There is nothing to correct, since no conversation is kept. With keep_conversations = true in "
        f"{paths.config_file()} what you say is kept on this computer, for you to correct.",
        style="dim",
        soft_wrap=True,
    )
