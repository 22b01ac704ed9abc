"""The whole program on virtual sound devices.

A recorded command goes in at the microphone, and the reply comes out of the loudspeaker.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from models import asr
from models.text.normalise import normalise
from tests.fixtures.room import Room
from tests.fixtures.sound_devices import SoundDevices
from tests.fixtures.talking import EXAMPLES, Running, question, replies, spoken, stop_it, talking

pytestmark = [pytest.mark.weights, pytest.mark.sound]


def test_a_spoken_command_is_answered_aloud(weights: Path, sound_devices: SoundDevices) -> None:
    with talking(sound_devices) as running:
        with sound_devices.record_speaker() as recording:
            sound_devices.play_into_microphone(EXAMPLES / "what-time-is-it-in-tokyo.wav")
            reply = running.reply(0)
        assert "Tokyo" in reply
        assert running.leave() == 0
    heard = asr.load("whisper-base").transcribe(recording.samples())
    assert heard is not None
    # "11:10" may come back as "1110"
    said, again = (normalise(re.sub(r"[\d:]+", "", text)).split() for text in (reply, heard.text))
    # a recognizer may mishear a word of a synthetic voice, not the sentence
    assert len(set(said) & set(again)) >= 0.7 * len(set(said)), (reply, heard.text)
    assert "Traceback" not in running.printed


def test_a_ring_is_stopped_while_it_sounds(weights: Path, sound_devices: SoundDevices) -> None:
    with Room(sound_devices, gain_db=-10), talking(sound_devices) as running:
        sound_devices.play_into_microphone(EXAMPLES / "set-a-timer.wav")
        assert "second" in running.reply(0)
        running.wait_for(lambda printed: "timer is up" in printed)
        with sound_devices.record_speaker() as speaker:
            for _ in range(5):
                speaker.wait_for_sound()
                sound_devices.play_into_microphone(EXAMPLES / "stop.wav")
                time.sleep(1.5)
                if len(replies(running.printed)) > 1:
                    break
        assert running.reply(1) == "Okay."
        assert running.leave() == 0


def test_a_key_opens_the_microphone_and_a_ring_is_stopped_without_one(
    weights: Path, sound_devices: SoundDevices, tmp_path: Path
) -> None:
    (tmp_path / "key.toml").write_text('[attention]\nlisten = "key"\n', "utf-8")
    keyboard, terminal = os.openpty()
    try:
        with talking(sound_devices, "--config", str(tmp_path / "key.toml"), keys=terminal) as running:
            sound_devices.play_into_microphone(EXAMPLES / "set-a-timer.wav")
            running.wait_for(lambda printed: "not for me" in printed and "Press space first" in printed)
            os.write(keyboard, b" ")
            sound_devices.play_into_microphone(EXAMPLES / "set-a-timer.wav")
            assert "second" in running.reply(0)
            running.wait_for(lambda printed: "timer is up" in printed)
            stop_it(sound_devices, running, 1)
            assert running.reply(1) == "Okay."
            assert running.leave() == 0
    finally:
        os.close(keyboard)
        os.close(terminal)


def test_a_pause_within_a_command_does_not_end_it(weights: Path, sound_devices: SoundDevices) -> None:
    command = spoken("Set a timer for", "ten minutes.", pause_s=0.7)
    with Room(sound_devices, gain_db=None), talking(sound_devices) as running:
        sound_devices.play_into_microphone(command)
        assert re.search("(10|ten)[ -]minute", running.reply(0))
        assert running.leave() == 0


def test_devices_that_go_and_come_back(weights: Path, own_sound_devices: SoundDevices) -> None:
    devices = own_sound_devices
    with talking(devices) as running:
        with devices.unplugged():
            running.wait_for(lambda printed: "this microphone was unplugged or has stopped" in printed)
        running.wait_for(lambda printed: printed.count("The microphone is back") == 1)
        answered_aloud(devices, running, 0)
        devices.stop()
        running.wait_for(lambda printed: printed.count("this microphone was unplugged or has stopped") == 2)
        devices.start()
        running.wait_for(lambda printed: printed.count("The microphone is back") == 2)
        assert running.leave() == 0
    assert "Traceback" not in running.printed and "ALSA" not in running.printed


def test_it_follows_another_default_loudspeaker(weights: Path, own_sound_devices: SoundDevices) -> None:
    devices, hall = own_sound_devices, "sink_properties=device.description=Hall"
    devices.control("load-module", "module-null-sink", "sink_name=hall", hall)
    with talking(devices) as running:
        devices.control("set-default-sink", "hall")
        running.wait_for(lambda printed: printed.count("The loudspeaker is now Hall.") == 1)
        answered_aloud(devices, running, 0, sink="hall")
        devices.control("set-default-sink", "speaker")
        running.wait_for(lambda printed: printed.count("The loudspeaker is now speaker.") == 1)
        answered_aloud(devices, running, 1)
        assert running.leave() == 0
    assert "Traceback" not in running.printed


def test_a_sound_server_that_dies_and_is_back_costs_no_time(
    weights: Path, own_sound_devices: SoundDevices
) -> None:
    devices = own_sound_devices
    with talking(devices) as running:
        devices.server.kill()
        devices.server.wait(timeout=10)
        running.wait_for(lambda printed: "this microphone was unplugged or has stopped" in printed)
        assert used(running.process.pid) < 0.3
        devices.start()
        running.wait_for(lambda printed: "The microphone is back" in printed)
        answered_aloud(devices, running, 0)
        time.sleep(1.0)
        assert used(running.process.pid) < 0.5
        assert running.leave() == 0


def used(process: int, seconds: float = 4.0) -> float:
    """The share of one core that a process takes."""

    def ticks() -> int:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    began = ticks()
    time.sleep(seconds)
    return (ticks() - began) / os.sysconf("SC_CLK_TCK") / seconds


def answered_aloud(devices: SoundDevices, running: Running, number: int, *, sink: str = "speaker") -> None:
    """Ask until the reply of this number is there, since a device may take seconds to start; and hear it."""
    with devices.record_speaker(sink) as speaker:
        for _ in range(5):
            devices.play_into_microphone(EXAMPLES / "what-is-twelve-times-fourteen.wav")
            deadline = time.monotonic() + 8.0
            while len(replies(running.printed)) <= number and time.monotonic() < deadline:
                time.sleep(0.2)
            if len(replies(running.printed)) > number:
                break
        assert "168" in running.reply(number), running.printed
        speaker.wait_for_sound(anywhere=True)


def test_over_a_loudspeaker_it_hears_a_stop_and_not_itself(
    weights: Path, sound_devices: SoundDevices
) -> None:
    ask = question()
    with Room(sound_devices, gain_db=-10), talking(sound_devices) as running:
        sound_devices.play_into_microphone(ask)
        whole = running.reply(0)
        assert len(whole.split()) > 20
        # its own voice was no turn
        time.sleep(3.0)
        assert len(replies(running.printed)) == 1
        for turn in (1, 3, 5):
            sound_devices.play_into_microphone(ask)
            time.sleep(3.0)
            stop_it(sound_devices, running, turn)
            if len(cut := running.reply(turn)) < len(whole):
                break
        assert whole.startswith(cut) and len(cut) < len(whole)
        assert running.leave() == 0
