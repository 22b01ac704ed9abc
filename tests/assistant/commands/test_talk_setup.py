"""What `talk` settles before it listens: keys need a terminal, and a first run asks for the devices."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from assistant import config
from assistant.commands import choose_devices
from assistant.commands.talk_setup import set_up
from assistant.config import Config
from tests.fixtures.desktop import Answers, Terminal
from tests.fixtures.several_devices import SeveralDevices
from tests.fixtures.sound_devices import SoundDevices

TWO = (("Hall", "ALSA", 1, 2), ("Desk", "ALSA", 1, 2))
SPOKEN = np.random.default_rng(1).normal(0, 0.1, 96_000).astype(np.float32)
needs_terminals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")


@pytest.fixture(autouse=True)
def portaudio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", SeveralDevices(*TWO, heard=[SPOKEN]))
    monkeypatch.setattr(choose_devices, "TRY_S", 0.6)


def settled(answers: str, file: Path | None = None) -> tuple[Config, str]:
    console = Console(file=(printed := io.StringIO()), width=120)
    made = set_up(Config(), file, console, answers=Answers(answers))
    return made, printed.getvalue()


def test_a_first_run_offers_the_devices_and_writes_them(home: Path) -> None:
    made, printed = settled("y\n2\ny\n1\ny\n")
    assert "first run" in printed and str(home / "config.toml") in printed
    assert (made.speaker.device, made.microphone.device) == ("Desk", "Hall")
    assert config.load() == made
    assert settled("") == (Config(), "")


@pytest.mark.parametrize("answers", ["n\n", ""])
def test_who_declines_is_not_asked_again(answers: str, home: Path) -> None:
    made, printed = settled(answers)
    assert made == Config() and "`assistant devices --choose` asks for them later." in printed
    assert settled("") == (Config(), "") and config.load() == Config()


def test_a_folder_that_cannot_be_written_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "file"))
    made, printed = settled("y\n2\ny\n1\ny\n")
    assert made.speaker.device == "Desk" and "cannot be written" in printed
    assert "cannot be written" in settled("n\n")[1]


def test_no_offer_without_a_choice_or_with_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settled("", file=tmp_path / "my.toml") == (Config(), "")
    monkeypatch.setitem(sys.modules, "sounddevice", SeveralDevices(TWO[0]))
    assert settled("") == (Config(), "")


def test_without_a_terminal_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    console = Console(file=(printed := io.StringIO()))
    for stdin in (io.StringIO("y\n"), None):
        monkeypatch.setattr(sys, "stdin", stdin)
        assert set_up(Config(), None, console) == Config()
    assert printed.getvalue() == "" and not (home / "config.toml").exists()


def test_a_key_needs_a_terminal() -> None:
    command = [sys.executable, "-m", "assistant", "talk", "--listen", "key"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2 and done.stderr.startswith("--listen key: ") and done.stderr.count("\n") == 1


@needs_terminals
def test_a_key_at_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pty

    master, slave = pty.openpty()
    with os.fdopen(slave) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        start = Config().listening("key")
        assert set_up(start, tmp_path / "my.toml", Console(file=io.StringIO())) == start
    os.close(master)


@pytest.mark.sound
@needs_terminals
def test_talk_offers_it_on_virtual_devices(sound_devices: SoundDevices, home: Path) -> None:
    command = [sys.executable, "-m", "assistant", "talk"]
    terminal = Terminal(command, sound_devices.environment | {"COLUMNS": "120"})
    try:
        terminal.wait_for("This is the first run.")
        terminal.type("n")
        terminal.wait_for("asks for them later.")
        ends = time.monotonic() + 10
        while not (home / "config.toml").exists():
            assert time.monotonic() < ends
            time.sleep(0.02)
    finally:
        terminal.close()
