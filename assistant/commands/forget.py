"""`assistant forget`: says what will go, asks, and deletes it.

Recordings, corrections, conversations, and the models that learnt from them.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.console import printable
from assistant.memory import conversation_log
from assistant.memory.conversation_log import Kept
from models import files, paths, recordings
from models.bundles import active, bundle, provenance
from models.errors import InputError
from models.manifest import Example
from models.weights import store

WHEN = "last, today, yesterday, a day as in 2026-11-22, or all"
SHOWN = 3
"""Texts that are quoted."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be gone."""

    examples: tuple[Example, ...]
    """Recordings and corrections."""
    kept: tuple[Kept, ...]
    """Utterances of conversations."""
    models: tuple[Path, ...]
    """Folders of bundles, runs and engines that learnt from the examples."""
    folders: tuple[Path, ...] = ()
    """Deleted whole, with what no list names."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to forget."""
        return not (self.examples or self.kept or self.models or any(map(Path.exists, self.folders)))


def run(what: str, console: Console, *, sure: bool) -> None:
    """Says what will go, asks, and deletes it.

    Arguments:
        sure: nobody is asked.

    Raises:
        InputError: `what` is none of WHEN, or there is nobody to ask.
        DataError: a list in the recordings' folder is damaged.
        StoreError: something cannot be deleted.
    """
    planned = plan(what)
    if planned.nothing:
        console.print(f"There is nothing to forget ({what}).", style="dim", markup=False)
        return
    console.print("This will be deleted:", style="bold")
    show(planned, console)
    if not sure:
        if sys.stdin is None or not sys.stdin.isatty():
            raise InputError("nobody is there to be asked", do="say --yes to delete it")
        answer = console.input(Text("It cannot be brought back. Delete it? (y, N) › ", style="yellow"))
        if not answer.strip().lower().startswith("y"):
            console.print("Nothing was deleted.", style="dim")
            return
    forget(planned)
    now = f" The assistant uses {_name(_in_use())} now." if planned.models else ""
    console.print(f"Forgotten.{now}", style="bold green", markup=False)


def plan(what: str) -> Plan:
    """What belongs to `what`, which is one of WHEN.

    Raises:
        InputError: it is none of them.
        DataError: a list in the recordings' folder is damaged.
    """
    what = what.strip().lower()
    examples, kept = recordings.read(), conversation_log.read()
    if what == "all":
        # also what learnt from recordings that are gone already
        learnt = provenance.learners(None)
        return Plan(tuple(examples), tuple(kept), learnt, (paths.recordings(),))
    when = recordings.times()
    if what == "last":
        newest: list[tuple[datetime, Example | Kept]] = [
            *((when(example) or datetime.min, example) for example in examples),
            *((one.when, one) for one in kept),
        ]
        last = max(newest, key=lambda pair: pair[0])[1] if newest else None
        examples, kept = [e for e in examples if e is last], [k for k in kept if k is last]
        return Plan(tuple(examples), tuple(kept), _learners(examples))
    day = _day(what)
    examples = [e for e in examples if (moment := when(e)) is not None and moment.date() == day]
    kept = [one for one in kept if one.when.date() == day]
    name = day.isoformat()
    folders = (paths.recordings() / name, paths.recordings() / conversation_log.SOUNDS / name)
    return Plan(tuple(examples), tuple(kept), _learners(examples), folders)


def forget(planned: Plan) -> None:
    """Deletes it. Stopped amid it, the same command finds what is left.

    Raises:
        StoreError: something cannot be deleted.
    """
    # models first: once their recordings are gone nothing says any more which ones learnt from them
    for model in planned.models:
        _delete_model(model)
    conversation_log.remove({one.id for one in planned.kept})
    recordings.remove({recordings.identity(example) for example in planned.examples})
    for folder in planned.folders:
        with files.disk_errors(folder):
            if folder.exists():
                shutil.rmtree(folder)
    _empty_logs()


def show(planned: Plan, console: Console) -> None:
    """What will go, in words."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", justify="right")
    grid.add_column()
    grid.add_column(style="dim")
    sounds = [example.text for example in planned.examples if example.audio is not None]
    typed = [example.text for example in planned.examples if example.audio is None]
    for texts, one, many in (
        (sounds, "recording", "recordings"),
        (typed, "correction without sound", "corrections without sound"),
        ([kept.text for kept in planned.kept], "utterance of a conversation", "utterances of conversations"),
    ):
        if texts:
            grid.add_row(str(len(texts)), one if len(texts) == 1 else many, Text(_quoted(texts)))
    for model in planned.models:
        grid.add_row("1", _kind(model), Text(_name(model)))
    console.print(grid)
    if _in_use() in planned.models:
        console.print("The bundle in use is among them: the one before it takes its place.", style="yellow")


def _in_use() -> Path:
    """The active bundle's folder; not read, since a broken one must not hold up the forgetting."""
    places = (active.folder(place) for place in reversed(active.history()))
    return next((folder for folder in places if (folder / bundle.FILE).is_file()), paths.released())


def _learners(examples: Sequence[Example]) -> tuple[Path, ...]:
    return provenance.learners({recordings.identity(example) for example in examples})


def _day(what: str) -> date:
    today = date.today()
    if what in ("today", "yesterday"):
        return today - timedelta(days=what == "yesterday")
    try:
        return date.fromisoformat(what)
    except ValueError as error:
        raise InputError(f"{what!r} is nothing that can be forgotten", do=f"say {WHEN}") from error


def _delete_model(model: Path) -> None:
    """What names it as a bundle goes first, and what says what it learnt from last."""
    with files.disk_errors(model):
        (model / bundle.FILE).unlink(missing_ok=True)
        for entry in list(model.iterdir()) if model.exists() else []:
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry.name != store.LEARNED_FROM:
                entry.unlink()
        if model.exists():
            shutil.rmtree(model)
        beside = model.parent
        if beside.parent in (paths.bundles(), paths.runs()) and beside.exists() and not any(beside.iterdir()):
            beside.rmdir()


def _empty_logs() -> None:
    """An error's traceback may quote what was said."""
    for log in (paths.home() / "logs").glob("*.log*"):
        with files.disk_errors(log):
            log.write_bytes(b"")


def _quoted(texts: Sequence[str | None]) -> str:
    quoted = ", ".join(f"“{printable(text or '')}”" for text in texts[:SHOWN])
    more = len(texts) - SHOWN
    return f"{quoted} and {more} more" if more > 0 else quoted


def _kind(model: Path) -> str:
    kinds = {paths.bundles(): "bundle", paths.runs(): "training run", paths.engines(): "engine"}
    return next((kind for parent, kind in kinds.items() if model.is_relative_to(parent)), "model")


def _name(model: Path) -> str:
    if model == paths.released():
        return "the models that came with it"
    if model.is_relative_to(paths.bundles()):
        return "@".join(model.relative_to(paths.bundles()).parts)
    return str(model.relative_to(paths.home()) if model.is_relative_to(paths.home()) else model)
