"""The choice of devices, with a PortAudio made of software and with a real one on virtual devices."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from assistant import config
from assistant.commands import choose_devices
from assistant.commands.choose_devices import DeviceChooser
from assistant.config import Config
from models.audio import SAMPLE_RATE_HZ, level_dbfs, load
from models.errors import ConfigError
from models.types import Samples
from tests.fixtures.desktop import Answers, Terminal
from tests.fixtures.several_devices import SeveralDevices
from tests.fixtures.sound_devices import SoundDevices

EXAMPLES = Path(__file__).parents[3] / "examples"
DEVICES = (("Hall", "ALSA", 0, 2), ("Desk", "ALSA", 0, 2), ("USB", "ALSA", 1, 0), ("Webcam", "ALSA", 1, 0))


@pytest.fixture
def spoken() -> Samples:
    """0.6 s of noise."""
    noise = np.random.default_rng(1).normal(0, 0.1, int(0.6 * SAMPLE_RATE_HZ))
    return noise.astype(np.float32)


@pytest.fixture(autouse=True)
def a_bell_and_short_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(config: Config) -> None:
        raise ConfigError("there is no voice")

    monkeypatch.setattr("assistant.factory.synthesizer", none)
    monkeypatch.setattr(choose_devices, "TRY_S", 0.6)


def chosen(sound: SeveralDevices, answers: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Config, str]:
    """The configuration after these answers, one a line, and what was printed."""
    monkeypatch.setitem(sys.modules, "sounddevice", sound)
    console = Console(file=(printed := io.StringIO()), width=120)
    chooser = DeviceChooser(Config(), console, answers=Answers(answers))
    return chooser.choose(), printed.getvalue()


def test_both_are_chosen_by_name_after_a_test(spoken: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = SeveralDevices(*DEVICES, heard=[spoken])
    made, printed = chosen(sound, "2\ny\n2\ny\n", monkeypatch)
    assert (made.speaker.device, made.microphone.device) == ("Desk", "Webcam")
    assert sound.used == ["Desk", "Webcam", "Desk"]
    assert "A bell instead: there is no voice." in printed
    # the owner hears what was spoken
    heard = np.concatenate(sound.played)[-len(spoken) :]
    assert np.allclose(heard, spoken)


def test_the_systems_defaults_need_only_return(spoken: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = chosen(SeveralDevices(*DEVICES, heard=[spoken]), "\n\n\n\n", monkeypatch)
    assert made == Config()


def test_what_was_not_heard_is_chosen_again(spoken: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = SeveralDevices(*DEVICES, heard=[spoken])
    made, printed = chosen(sound, "1\nn\n9\nx\n2\ny\n1\ny\n", monkeypatch)
    assert (made.speaker.device, made.microphone.device) == ("Desk", "USB")
    assert printed.count("Please") == 2


def test_a_device_that_fails_is_named_and_another_asked_for(
    spoken: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = SeveralDevices(*DEVICES, heard=[spoken], broken=["Hall", "USB"])
    made, printed = chosen(sound, "1\n2\ny\n1\n2\ny\n", monkeypatch)
    assert (made.speaker.device, made.microphone.device) == ("Desk", "Webcam")
    assert "Hall: this loudspeaker cannot be opened" in printed
    assert "USB: this microphone cannot be opened" in printed


def test_a_microphone_with_only_zeros_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = SeveralDevices(*DEVICES, heard=[np.zeros(SAMPLE_RATE_HZ, np.float32)])
    monkeypatch.setitem(sys.modules, "sounddevice", sound)
    console = Console(file=(printed := io.StringIO()), width=120)
    with pytest.raises(EOFError):
        DeviceChooser(Config(), console, answers=Answers("1\ny\n1\n")).choose()
    assert "USB: this microphone delivers only zeros" in printed.getvalue()


def test_a_kind_that_is_missing_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    made, printed = chosen(SeveralDevices(("Hall", "ALSA", 0, 2)), "1\ny\n", monkeypatch)
    assert (made.speaker.device, made.microphone.device) == ("Hall", None)
    assert "No microphone was found." in printed


@pytest.mark.sound
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
def test_on_a_terminal_with_virtual_devices(sound_devices: SoundDevices, home: Path) -> None:
    command = [sys.executable, "-m", "assistant", "devices", "--choose"]
    terminal = Terminal(command, sound_devices.environment | {"COLUMNS": "120"})
    try:
        terminal.wait_for("Which loudspeaker?")
        with sound_devices.record_speaker() as greeting:
            terminal.type("1")
            terminal.wait_for("Did you hear it?")
        assert level_dbfs(greeting.samples()) > -50
        terminal.type("y")
        terminal.wait_for("Which microphone?")
        with sound_devices.record_speaker() as echo:
            terminal.type("1")
            terminal.wait_for("Say something")
            sound_devices.play_into_microphone(load(EXAMPLES / "set-a-timer.wav"))
            terminal.wait_for("▮▮▮▮▮▮")
            terminal.wait_for("Did you hear yourself?")
        assert level_dbfs(echo.samples()) > -50
        terminal.type("y")
        terminal.wait_for("Written to")
        assert terminal.process.wait(timeout=30) == 0
    finally:
        terminal.close()
    assert (config.load().speaker.device, config.load().microphone.device) == ("pulse", "pulse")
