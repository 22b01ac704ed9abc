"""The lines typed at a terminal."""

from __future__ import annotations

import stat
import sys

import pytest

from assistant.memory import history
from models import paths

readline = pytest.importorskip("readline")


def test_lines_are_kept_for_the_owner_alone() -> None:
    with history.editing(keep=True):
        for line in ("hello", "what time is it", "what time is it"):
            readline.add_history(line)
    assert history.read() == ["hello", "what time is it"]
    if sys.platform != "win32":
        assert stat.S_IMODE(history.file().stat().st_mode) == 0o600
    with history.editing(keep=True):
        assert readline.get_history_item(1) == "hello"
    assert readline.get_current_history_length() == 0


def test_without_conversations_nothing_is_written_or_read() -> None:
    history.write(["an old line"])
    with history.editing(keep=False):
        assert readline.get_current_history_length() == 0
        readline.add_history("a secret")
    assert history.read() == ["an old line"]
    assert not any(b"secret" in file.read_bytes() for file in paths.home().rglob("*") if file.is_file())


def test_only_the_latest_lines_are_kept_and_a_damaged_file_is_none() -> None:
    history.write([f"line {number}" for number in range(history.MOST_LINES + 5)])
    assert len(history.read()) == history.MOST_LINES
    history.file().write_bytes(b"\xff\xfe")
    assert history.read() == []
