"""The keys of a real terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from assistant.recording.keyboard import Keyboard


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
def test_keys_come_without_return_and_the_terminal_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    import pty
    import termios

    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    with os.fdopen(slave) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        with Keyboard() as keyboard:
            assert keyboard.pressed() is None
            os.write(master, b"Sq")
            keys: list[str] = []
            while len(keys) < 2:
                keys += [key] if (key := keyboard.pressed()) else []
            assert keys == ["s", "q"]
        after = termios.tcgetattr(slave)
    os.close(master)
    assert after[3] == before[3]


def test_without_a_terminal_there_are_no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "piped").write_text("qqq")
    with (tmp_path / "piped").open() as piped:
        monkeypatch.setattr(sys, "stdin", piped)
        with Keyboard() as keyboard:
            assert keyboard.pressed() is None
