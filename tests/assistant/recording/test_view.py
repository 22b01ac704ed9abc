"""What the owner sees, and the keys of a real terminal."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from rich.console import Console

from assistant.listening.listener import FrameStatus
from assistant.recording.keyboard import Keyboard
from assistant.recording.prompts import Prompt
from assistant.recording.quality import Quality, QualityProblem
from assistant.recording.session import RecordingAttempt
from assistant.recording.view import RecordingView
from tests.fixtures.recording_session import KITCHEN

PROMPT = Prompt("turn on the [bold]kitchen[/] lights")


def test_the_sentence_the_level_and_the_way_to_go() -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, width=100, color_system=None)
    with RecordingView(console, total=50, before=12) as view:
        view.ask(PROMPT, 1, 38)
        view.update(FrameStatus(-20.0, -60.0, True, True))
        console.print(view._panel())
        attempt = RecordingAttempt(
            KITCHEN, Quality(-20, -60, 0), "turn on the chicken", 0.4, QualityProblem.other_words
        )
        view.again(PROMPT, attempt)
        view.kept(PROMPT, attempt)
        view.skipped("skip", PROMPT)
    printed = shown.getvalue()
    # what is in a sentence is no markup
    assert "Turn on the [bold]kitchen[/] lights." in printed
    assert "12 of 50" in printed and "I hear you" in printed and "q stop" in printed
    assert "I heard “turn on the chicken”. Once more, please." in printed
    assert "worth learning" in printed and "skipped: Turn on" in printed


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


def test_without_a_terminal_nobody_presses_anything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "piped").write_text("qqq")
    with (tmp_path / "piped").open() as piped:
        monkeypatch.setattr(sys, "stdin", piped)
        with Keyboard() as keyboard:
            assert keyboard.pressed() is None
