"""`assistant forget`: deletes recordings, conversations and what skills keep, after a confirmation.

The models that learned from recordings are deleted as well.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.memory import conversation_log, erasing, history
from assistant.memory.conversation_log import LoggedUtterance
from assistant.memory.database import Database
from models import files, paths, recordings
from models.bundles import active, bundle, provenance
from models.command_line import printable
from models.errors import InputError
from models.manifest import Example
from models.weights import store

WHEN = f"last, today, yesterday, a date such as 2026-11-22, {', '.join(erasing.KINDS)}, or all"
SHOWN = 3
"""Number of quoted texts."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """Everything that will be deleted."""

    examples: tuple[Example, ...]
    """Recordings and corrections."""
    logged: tuple[LoggedUtterance, ...]
    """Logged utterances of conversations."""
    models: tuple[Path, ...]
    """Folders of bundles, training runs and engines that learned from the examples."""
    folders: tuple[Path, ...] = ()
    """Folders deleted as a whole, unlisted files included, and single files."""
    kept: Mapping[str, int] = field(default_factory=dict)
    """Kinds of what skills keep → how many."""
    everything: bool = False
    """Whether all that skills keep is deleted."""
    day: date | None = None
    """The day whose statistics alone are deleted; None for those of `kept`."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to delete."""
        listed = self.examples or self.logged or self.models or self.kept
        return not (listed or any(map(Path.exists, self.folders)))


def confirm_and_delete(what: str, console: Console, *, sure: bool) -> None:
    """Show what will be deleted, ask for confirmation, and delete it.

    Arguments:
        sure: skip the confirmation.

    Raises:
        InputError: `what` is none of WHEN, or confirmation needs a terminal.
        DataError: a list in the recordings' folder is damaged.
        StoreError: a file cannot be deleted.
    """
    deletion = plan(what)
    if deletion.empty:
        console.print(f"There is nothing to forget ({what}).", style="dim", markup=False)
        return
    console.print("This will be deleted:", style="bold")
    show(deletion, console)
    if not sure:
        if sys.stdin is None or not sys.stdin.isatty():
            raise InputError("confirmation needs a terminal", do="add --yes to delete without it")
        answer = console.input(Text("This cannot be undone. Delete? (y, N) › ", style="yellow"))
        if not answer.strip().lower().startswith("y"):
            console.print("Nothing was deleted.", style="dim")
            return
    delete(deletion)
    now = f" The assistant uses {_name(_in_use())} now." if deletion.models else ""
    console.print(f"Forgotten.{now}", style="bold green", markup=False)
    if deletion.everything and paths.config_file().exists():
        stays = f"Your configuration stays: {paths.config_file()}. Delete it yourself if it should go too."
        console.print(stays, style="dim", markup=False, soft_wrap=True)


def plan(what: str) -> Deletion:
    """The deletion of `what`, one of WHEN.

    Raises:
        InputError: it is none of them.
        DataError: a list in the recordings' folder is damaged.
    """
    what = what.strip().lower()
    kept = erasing.counts(Database())
    if what in erasing.KINDS:
        return Deletion((), (), (), kept={name: number for name, number in kept.items() if name == what})
    examples, logged = recordings.read(), conversation_log.read()
    if what == "all":
        # includes models that learned from recordings deleted earlier
        learners = provenance.learners(None)
        folders = (paths.recordings(), history.file())
        return Deletion(tuple(examples), tuple(logged), learners, folders, kept, everything=True)
    when = recordings.times()
    if what == "last":
        newest: list[tuple[datetime, Example | LoggedUtterance]] = [
            *((when(example) or datetime.min, example) for example in examples),
            *((one.when, one) for one in logged),
        ]
        last = max(newest, key=lambda pair: pair[0])[1] if newest else None
        examples, logged = [e for e in examples if e is last], [k for k in logged if k is last]
        return Deletion(tuple(examples), tuple(logged), _learners(examples))
    day = _day(what)
    examples = [e for e in examples if (moment := when(e)) is not None and moment.date() == day]
    logged = [one for one in logged if one.when.date() == day]
    name = day.isoformat()
    folders = (paths.recordings() / name, paths.recordings() / conversation_log.SOUNDS / name)
    counted = erasing.statistics_of(Database(), day)
    kept = {"statistics": counted} if counted else {}
    return Deletion(tuple(examples), tuple(logged), _learners(examples), folders, kept, day=day)


def delete(deletion: Deletion) -> None:
    """Carry out a deletion; after an interruption, the same command finds the rest.

    Raises:
        StoreError: a file cannot be deleted.
    """
    # models first: provenance is looked up by their recordings
    for model in deletion.models:
        _delete_model(model)
    conversation_log.remove({one.id for one in deletion.logged})
    recordings.remove({recordings.identity(example) for example in deletion.examples})
    for folder in deletion.folders:
        with files.disk_errors(folder):
            if folder.is_file():
                folder.unlink()
            elif folder.exists():
                shutil.rmtree(folder)
    if deletion.day is not None:
        erasing.erase_statistics(Database(), deletion.day)
    elif deletion.everything or deletion.kept:
        erasing.erase(Database(), *(() if deletion.everything else deletion.kept))
    _empty_logs()


def show(deletion: Deletion, console: Console) -> None:
    """Print what will be deleted."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", justify="right")
    grid.add_column()
    grid.add_column(style="dim")
    sounds = [example.text for example in deletion.examples if example.audio is not None]
    typed = [example.text for example in deletion.examples if example.audio is None]
    for texts, one, many in (
        (sounds, "recording", "recordings"),
        (typed, "correction without sound", "corrections without sound"),
        (
            [one.text for one in deletion.logged],
            "utterance of a conversation",
            "utterances of conversations",
        ),
    ):
        if texts:
            grid.add_row(str(len(texts)), one if len(texts) == 1 else many, Text(_quoted(texts)))
    for name, number in deletion.kept.items():
        kind = erasing.KINDS.get(name, erasing.OTHER)
        grid.add_row(str(number), kind.one if number == 1 else kind.many)
    for model in deletion.models:
        grid.add_row("1", _kind(model), Text(_name(model)))
    console.print(grid)
    if _in_use() in deletion.models:
        console.print("The bundle in use is among them; the previous one takes its place.", style="yellow")


def _in_use() -> Path:
    """The active bundle's folder; its file is not read, so that a broken bundle can be deleted."""
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
        raise InputError(f"{what!r} is nothing that can be forgotten", do=f"use {WHEN}") from error


def _delete_model(model: Path) -> None:
    """Delete a model's folder: first its bundle file, last the record of its training data."""
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
    """Truncate the logs; tracebacks may quote utterances."""
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
