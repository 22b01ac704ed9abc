"""Sound devices that are missing, muted, refused, silent or wrongly set."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant import config
from assistant.audio import microphone as microphone_module
from assistant.audio.microphone import MicrophoneConfig
from assistant.audio.speaker import SpeakerConfig
from assistant.commands.checks import sound
from assistant.commands.checks.check import mended
from assistant.config import Config, VoiceConfig
from models import paths
from models.types import Samples
from tests.fixtures.fake_portaudio import FakePortAudio
from tests.fixtures.sound_devices import SoundDevices

GONE = MicrophoneConfig(device="gone")


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sound server answers, but to the tests that have one."""
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setattr(microphone_module, "GONE_AFTER_S", 0.2)


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Callable[[FakePortAudio], None]:
    return lambda fake: monkeypatch.setitem(sys.modules, "sounddevice", fake)


def noise(level: float, rate: int = 16_000) -> Samples:
    return (level * np.random.default_rng(1).uniform(-1, 1, rate * 2)).astype(np.float32)


def test_portaudio_that_is_missing_is_installed_by_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPortAudio:
        def find_spec(self, name: str, path: object, target: object = None) -> None:
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoPortAudio(), *sys.meta_path])
    (check,) = sound.sound()
    assert (check.name, check.status, check.fix) == ("portaudio", "missing", None)
    assert "PortAudio library is missing" in check.found and "libportaudio2" in check.do


@pytest.mark.parametrize("program", sound.PORTAUDIO)
def test_the_command_is_that_of_the_systems_package_manager(
    program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / program).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sound.portaudio_command() == sound.PORTAUDIO[program]
    monkeypatch.setattr(sys, "platform", "darwin")
    assert sound.portaudio_command() == ""


@pytest.mark.parametrize(("channels", "status"), [(1, "ok"), (0, "missing")])
def test_devices_are_counted(channels: int, status: str, plug: Callable[[FakePortAudio], None]) -> None:
    plug(FakePortAudio(channels=channels))
    assert [check.status for check in sound.sound()] == [status, status]


@pytest.mark.parametrize(
    ("level", "status", "said"),
    [
        (0.0, "missing", "only zeros"),
        (1e-5, "warning", "almost silent"),
        (0.1, "ok", "hears -"),
        (1.5, "warning", "clipped"),
    ],
)
def test_the_level_of_the_microphone(
    level: float, status: str, said: str, plug: Callable[[FakePortAudio], None]
) -> None:
    plug(FakePortAudio(heard=[np.clip(noise(level), -1, 1)] if level < 1 else [np.sign(noise(1.0))]))
    (check,) = sound.microphone(Config(), None)
    assert check.status == status and said in check.found


def test_a_refused_rate_is_resampled_and_a_refusal_of_all_is_told(
    plug: Callable[[FakePortAudio], None],
) -> None:
    plug(FakePortAudio((44_100,), heard=[noise(0.1, 44_100)]))
    (check,) = sound.microphone(Config(), None)
    assert check.status == "ok" and "resampled from 44100 Hz" in check.found
    plug(FakePortAudio((44_100,), opens=0))
    (check,) = sound.microphone(Config(microphone=MicrophoneConfig(device="fake")), None)
    assert check.status == "missing" and "cannot be opened" in check.found
    (check,) = sound.loudspeaker(Config(speaker=SpeakerConfig(device="fake")), None)
    assert check.status == "missing" and "cannot be opened" in check.found


def test_a_configured_device_that_is_gone_is_given_up(plug: Callable[[FakePortAudio], None]) -> None:
    plug(FakePortAudio(heard=[noise(0.1)]))
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text('[microphone]\ndevice = "gone"\n[speaker]\ndevice = "gone"\n')
    (check,) = sound.microphone(config.load(), None)
    assert check.status == "missing" and "gone: there is no such microphone" in check.found
    assert "removed device under [microphone]" in mended(check).found
    (check,) = sound.loudspeaker(config.load(), None)
    assert "removed device under [speaker]" in mended(check).found
    assert config.load().microphone.device is None and config.load().speaker.device is None
    (check,) = sound.microphone(config.load(), None)
    assert check.status == "ok"


def test_a_volume_of_zero_is_told(plug: Callable[[FakePortAudio], None]) -> None:
    plug(FakePortAudio())
    (check,) = sound.loudspeaker(Config(speaker=SpeakerConfig(volume=0)), None)
    assert check.status == "warning" and "volume is 0" in check.found
    (check,) = sound.loudspeaker(Config(), None)
    assert check.status == "ok"


def test_a_voice_that_is_not_there_is_given_up() -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text('[voice]\nname = "Pavarotti"\n')
    (check,) = sound.voice(config.load(), None)
    assert check.status == "missing" and "Pavarotti" in check.found
    assert mended(check).status == "ok"
    (check,) = sound.voice(config.load(), None)
    assert check.status == "ok" and "voices for en" in check.found
    (check,) = sound.voice(Config(voice=VoiceConfig(), language="xx"), None)
    assert check.status == "missing" and check.fix is None


@pytest.mark.sound
def test_muted_devices_are_unmuted(
    own_sound_devices: SoundDevices, monkeypatch: pytest.MonkeyPatch, plug: Callable[[FakePortAudio], None]
) -> None:
    for name, value in own_sound_devices.variables.items():
        monkeypatch.setenv(name, value)
    # PortAudio reads its environment once in a process: the server is real, the stream is not
    plug(FakePortAudio(heard=[noise(0.0)]))
    own_sound_devices.control("set-source-mute", "@DEFAULT_SOURCE@", "1")
    (check,) = sound.microphone(Config(), None)
    assert check.status == "missing" and "muted" in check.found
    assert mended(check).found == "mended: the microphone is no longer muted"
    assert own_sound_devices.control("get-source-mute", "@DEFAULT_SOURCE@").strip().endswith("no")
    plug(FakePortAudio(heard=[noise(0.0)]))
    own_sound_devices.control("set-source-volume", "@DEFAULT_SOURCE@", "0")
    (check,) = sound.microphone(Config(), None)
    assert "volume is 0" in check.found and mended(check).status == "ok"
    assert "100%" in own_sound_devices.control("get-source-volume", "@DEFAULT_SOURCE@")
    own_sound_devices.control("set-sink-mute", "@DEFAULT_SINK@", "1")
    (check,) = sound.loudspeaker(Config(), None)
    assert check.status == "warning" and "muted" in check.found
    assert mended(check).status == "ok"
    (check,) = sound.loudspeaker(Config(), None)
    assert check.status == "ok"
