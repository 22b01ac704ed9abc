"""`assistant devices` with a PortAudio made of software."""

from __future__ import annotations

import io
import json
import sys

import pytest
from rich.console import Console

from assistant.commands.devices import print_devices
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
