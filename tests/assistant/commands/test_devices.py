"""`assistant devices` with a PortAudio made of software."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from assistant import config
from assistant.commands.devices import choose_devices, print_devices
from assistant.config import Config
from models.errors import InputError
from tests.fixtures.desktop import Answers
from tests.fixtures.fake_portaudio import FakePortAudio


@pytest.fixture(autouse=True)
def one_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", FakePortAudio((44_100,), channels=2))


def test_as_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    print_devices(Console(file=io.StringIO()), json_lines=True)
    (line,) = capsys.readouterr().out.splitlines()
    device = json.loads(line)
    assert (device["name"], device["driver"], device["inputs"]) == ("fake device", "Fake", 2)
    assert device["sample_rate_hz"] == 44_100 and device["is_default_input"]


def test_as_a_table() -> None:
    console = Console(file=(printed := io.StringIO()), width=120)
    print_devices(console, json_lines=False)
    for words in ("fake device", "2 channels ★", "44100 Hz", "[microphone] device = …"):
        assert words in printed.getvalue()


def test_a_choice_is_written(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = np.random.default_rng(1).normal(0, 0.1, 6 * 16_000).astype(np.float32)
    monkeypatch.setitem(sys.modules, "sounddevice", FakePortAudio(heard=[heard]))
    console = Console(file=(printed := io.StringIO()), width=200)
    config.change_file(home / "mine.toml", {"microphone": {"device": "old"}})
    chosen = choose_devices(Config(), home / "mine.toml", console, answers=Answers("\n\n\n\n"))
    assert chosen == config.load(home / "mine.toml") == Config()
    assert f"Written to {home / 'mine.toml'}." in printed.getvalue()


def test_an_early_end_writes_nothing(home: Path) -> None:
    with pytest.raises(InputError, match="nothing was changed"):
        choose_devices(Config(), None, Console(file=io.StringIO()), answers=Answers(""))
    assert not (home / "config.toml").exists()


def test_a_choice_needs_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(InputError, match=r"under \[microphone\] and \[speaker\]"):
        choose_devices(Config(), None, Console(file=io.StringIO()))
