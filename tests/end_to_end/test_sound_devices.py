"""The real PortAudio on virtual devices: each test is a program of its own, since PortAudio looks for devices
once."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from models.audio import level_dbfs
from models.types import Samples
from tests.fixtures.sound_devices import SoundDevices

pytestmark = pytest.mark.sound

LIST = """
import dataclasses, json
from assistant.audio.devices import devices
print(json.dumps([dataclasses.asdict(device) for device in devices()]))
"""
RECORD = """
import json, sys
from assistant.audio.microphone import Microphone
import numpy as np
with Microphone() as frames:
    print("listening", flush=True)
    heard = np.concatenate([frame.samples for _, frame in zip(range(100), frames)])
    lost_ms = frames.lost_ms
print(json.dumps({"lost_ms": lost_ms, "samples": heard.tolist()}))
"""
PLAY = """
import json, threading, time
import numpy as np
from assistant.audio.speaker import Speaker
from models.types import Speech
time_s = np.arange(22_050) / 22_050
speech = Speech((0.5 * np.sin(2 * np.pi * 440 * time_s)).astype(np.float32), 22_050)
cancelled = threading.Event()
with Speaker() as speaker:
    began = time.monotonic()
    whole, took = speaker.play(speech), time.monotonic() - began
    time.sleep(0.5)
    threading.Timer(0.4, cancelled.set).start()
    cut = speaker.play(speech, cancelled)
print(json.dumps({"whole": whole, "took": took, "cut": cut}))
"""
UNPLUGGED = """
from assistant.audio.microphone import Microphone
from models.errors import DeviceError
with Microphone() as frames:
    print("listening", flush=True)
    try:
        for _ in frames:
            pass
    except DeviceError as error:
        print(error)
"""


def start(program: str, devices: SoundDevices) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program], env=devices.environment, stdout=subprocess.PIPE, text=True
    )


def answer(process: subprocess.Popen[str]) -> Any:
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return json.loads(out.splitlines()[-1])


def tone(seconds: float, hz: float) -> Samples:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(round(16_000 * seconds)) / 16_000)).astype(np.float32)


def sounding_s(samples: Samples, hz: float) -> float:
    """For how long a tone is heard, in steps of 10 ms."""
    steps = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    wave = np.exp(-2j * np.pi * hz * np.arange(160) / 16_000)
    return float(np.sum(np.abs(steps @ wave) / 80 > 0.1) * 0.01)


def test_the_virtual_devices_are_listed(sound_devices: SoundDevices) -> None:
    listed = answer(start(LIST, sound_devices))
    assert any(device["is_default_input"] and device["inputs"] for device in listed)
    assert any(device["is_default_output"] and device["outputs"] for device in listed)


def test_the_microphone_hears_what_is_played_into_it(sound_devices: SoundDevices) -> None:
    process = start(RECORD, sound_devices)
    assert process.stdout is not None
    assert process.stdout.readline() == "listening\n"
    sound_devices.play_into_microphone(tone(1.0, 700))
    heard = answer(process)
    assert heard["lost_ms"] == 0
    assert sounding_s(np.array(heard["samples"], np.float32), 700) == pytest.approx(1.0, abs=0.1)


def test_the_loudspeaker_plays_to_the_end_and_can_be_cut(sound_devices: SoundDevices) -> None:
    with sound_devices.record_speaker() as recording:
        played = answer(start(PLAY, sound_devices))
    heard = recording.samples()
    assert level_dbfs(heard) > -60
    assert played["whole"] == pytest.approx(1.0)
    # the server takes the first blocks at once
    assert played["took"] > 0.9
    assert played["cut"] == pytest.approx(0.4, abs=0.1)
    assert sounding_s(heard, 440) == pytest.approx(1.4, abs=0.2)


def test_a_microphone_whose_server_dies_is_an_error_in_one_sentence(own_sound_devices: SoundDevices) -> None:
    process = start(UNPLUGGED, own_sound_devices)
    assert process.stdout is not None
    assert process.stdout.readline() == "listening\n"
    own_sound_devices.server.terminate()
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "this microphone was unplugged or has stopped" in out
