"""Lines typed at a terminal, for the arrow keys: kept across sessions only where conversations are kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from models import files, paths

MOST_LINES = 500


def file() -> Path:
    """The kept lines, readable by the owner alone."""
    return paths.state() / "typed.txt"


@contextmanager
def editing(*, keep: bool) -> Iterator[None]:
    """Line editing and a history of the typed lines.

    Arguments:
        keep: whether the history is read from and written to `file`; otherwise it is kept in memory only.

    Raises:
        StoreError: the history cannot be written.
    """
    try:
        import readline
    except ImportError:
        # Windows' consoles edit lines and keep their history themselves
        yield
        return
    readline.clear_history()
    for line in read() if keep else ():
        readline.add_history(line)
    try:
        yield
    finally:
        if keep:
            count = readline.get_current_history_length()
            write([readline.get_history_item(number) or "" for number in range(1, count + 1)])
        readline.clear_history()


def read() -> list[str]:
    """The kept lines, oldest first; none where there is no readable file."""
    try:
        return file().read_text("utf-8").splitlines()[-MOST_LINES:]
    except (OSError, UnicodeDecodeError):
        return []


def write(lines: list[str]) -> None:
    """Keep the latest lines, each once in a row.

    Raises:
        StoreError: the file cannot be written.
    """
    kept = [line for line, _ in groupby(lines) if line.strip()][-MOST_LINES:]
    files.write_text(file(), "".join(f"{line}\n" for line in kept), private=True)
