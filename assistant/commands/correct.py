"""`assistant correct`: terminal and loudspeaker around `assistant.corrections.review`."""

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
from assistant.commands.record import owner
from assistant.config import Config
from assistant.console import progress_bars
from assistant.corrections.queue import describe, format_time, review_order
from assistant.corrections.review import Review
from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance
from models import paths
from models.command_line import err, printable
from models.nlu import labels
from models.types import Speech


def review_queue(config: Config, console: Console, *, only_list: bool, json_lines: bool) -> None:
    """Review the logged utterances with the owner, or list them.

    Raises:
        DataError: the log is damaged.
        StoreError: an accepted utterance cannot be written.
    """
    waiting = review_order(conversation_log.read())
    if only_list or json_lines:
        show_list(waiting, console, json_lines=json_lines)
        return
    if not waiting:
        _explain_empty(config, console)
        return
    with progress_bars(err):
        classifier = factory.classifier(config)
    folder = Path(factory.models(config).classifier)
    vocabularies = labels.read(folder).vocabularies if folder.is_dir() else {}

    def ask(question: str, default: str = "") -> str:
        shown = f" [{default}]" if default else ""
        return console.input(Text(f"   {question}{shown} › ", style="green")).strip() or default

    def play(speech: Speech) -> None:
        with Speaker(config.speaker) as speaker:
            speaker.play(speech)

    review = Review(classifier, vocabularies, owner(), console, ask, play)
    try:
        review.run(waiting)
    except KeyboardInterrupt:
        console.print()
    done, left = review.tally, len(conversation_log.read())
    console.print(
        f"{done.learned} to learn from, {done.dropped} dropped, {left} left for later."
        + (" `assistant-train personal` learns from them." if done.learned else ""),
        style="bold green",
        soft_wrap=True,
    )


def as_json(logged: LoggedUtterance) -> dict[str, Any]:
    """One line of `correct --list --json`."""
    return {
        "when": logged.when.isoformat(timespec="seconds"),
        "transcript": logged.text,
        "audio": str(paths.recordings() / logged.audio) if logged.audio else None,
        "intent": logged.intent,
        "slots": None
        if logged.slots is None
        else [{"name": s.name, "value": s.value, "start": s.start, "end": s.end} for s in logged.slots],
        "reply": logged.reply,
        "flagged": logged.flagged,
        "correction": logged.correction,
    }


def show_list(waiting: Iterable[LoggedUtterance], console: Console, *, json_lines: bool) -> None:
    """Print the queue as JSON Lines or as a table."""
    if json_lines:
        for logged in waiting:
            print(json.dumps(as_json(logged), ensure_ascii=False))
        return
    table = Table("when", "", "heard", "understood", "you meant", box=None, header_style="dim")
    for logged in waiting:
        understood = describe(logged.intent, logged.intent is None, logged.slots)
        mark = Text("!", style="bold yellow") if logged.flagged else ""
        cells = (printable(logged.text), printable(understood), printable(logged.correction or ""))
        table.add_row(format_time(logged.when), mark, *map(Text, cells))
    console.print(table)


def _explain_empty(config: Config, console: Console) -> None:
    if config.keep_conversations:
        console.print("There is nothing to correct: nothing was said lately.", style="dim")
        return
    console.print(
        "There is nothing to correct, since no conversation is logged. With keep_conversations = true in "
        f"{paths.config_file()} what you say is kept on this computer, for you to correct.",
        style="dim",
        soft_wrap=True,
    )
