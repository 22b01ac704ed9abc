"""What the store does, drawn as bars."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from models.weights import store


@contextmanager
def bars(console: Console) -> Iterator[store.Progress]:
    """A callback for the store's functions; each thing that it tells gets a line, gone at the end.

    Where nobody sees bars, in a log for instance, each thing is one printed line.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        DownloadColumn(),
        TimeRemainingColumn(compact=True),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                if not console.is_terminal:
                    console.print(what, markup=False, soft_wrap=True)
                # a step that tells no size is over when the next one begins
                for task in progress.tasks:
                    progress.update(task.id, visible=task.total is not None and not task.finished)
                tasks[what] = progress.add_task(what, total=total or None)
            progress.update(tasks[what], completed=done)

        with store.watched(tell):
            yield tell
