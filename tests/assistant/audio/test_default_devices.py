"""Other default devices, chosen while the program runs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assistant.audio import default_devices as module
from assistant.audio.default_devices import DefaultDevices, described
from assistant.audio.devices import Direction
from tests.fixtures.sound_devices import SoundDevices

LISTED = """\
Sink #0
\tState: RUNNING
\tName: card
\tDescription: Null Output
Sink #1
\tName: hall
\tMute: no
"""


@pytest.mark.parametrize(("name", "shown"), [("card", "Null Output"), ("hall", "hall"), ("attic", "attic")])
def test_a_device_is_called_what_the_server_calls_it(name: str, shown: str) -> None:
    assert described(LISTED, name) == shown


def test_without_pactl_nothing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "PACTL", str(tmp_path / "none"))
    told: list[str] = []
    with DefaultDevices(told.append, ("input", "output")) as devices:
        devices._run()
    assert not told


@pytest.mark.sound
@pytest.mark.parametrize("watched", [("input", "output"), ("input",), ()])
def test_another_default_is_told_in_one_sentence(
    own_sound_devices: SoundDevices, monkeypatch: pytest.MonkeyPatch, watched: tuple[Direction, ...]
) -> None:
    for name, value in own_sound_devices.variables.items():
        monkeypatch.setenv(name, value)
    hall = "sink_properties=device.description=Hall"
    own_sound_devices.control("load-module", "module-null-sink", "sink_name=hall", hall)
    told: list[str] = []
    with DefaultDevices(told.append, watched) as devices:
        deadline = time.monotonic() + 10
        assert len(devices._known) == len(watched)
        own_sound_devices.control("set-default-sink", "hall")
        own_sound_devices.control("set-default-source", "hall.monitor")
        while len(told) < len(watched) and time.monotonic() < deadline:
            time.sleep(0.05)
        # another event of the server changes nothing
        own_sound_devices.control("set-default-sink", "hall")
        time.sleep(0.3)
    sentences = {
        "output": "The loudspeaker is now Hall.",
        "input": "The microphone is now Monitor of Hall.",
    }
    assert sorted(told) == sorted(sentences[way] for way in watched)
