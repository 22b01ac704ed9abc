"""The list of sound devices, and what is said where the library is missing."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from assistant.audio import devices as module
from assistant.audio.devices import closed_on_failure, devices, name_of, portaudio
from models.errors import DeviceError
from tests.fixtures.fake_portaudio import FakePortAudio, PortAudioError
from tests.fixtures.several_devices import SeveralDevices


def test_devices_are_listed_with_channels_rate_and_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "portaudio", lambda: FakePortAudio([48_000], channels=2))
    (device,) = devices()
    assert (device.index, device.name, device.driver) == (0, "fake device", "Fake")
    assert (device.inputs, device.outputs, device.sample_rate_hz) == (2, 2, 48_000)
    assert device.is_default_input and device.is_default_output


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DeviceError, match="apt install libportaudio2"):
        portaudio()


USB = ("USB Audio: - (hw:1,0)", "ALSA", 1, 0)


@pytest.mark.parametrize(
    ("known", "index", "name"),
    [
        # the card's number is left out
        ([("default", "ALSA", 2, 2), USB], 1, "USB Audio:"),
        # but where it alone tells two cards apart
        ([USB, ("USB Audio: - (hw:2,0)", "ALSA", 1, 0)], 1, "USB Audio: - (hw:2,0)"),
        # a loudspeaker of the same name is no microphone
        ([("USB Audio: - (hw:2,0)", "ALSA", 0, 2), USB], 1, "USB Audio:"),
        # Windows lists each device once for each driver
        ([("Headset", "MME", 1, 0), ("Headset", "Windows WASAPI", 1, 0)], 1, "Headset, Windows WASAPI"),
        # an exact name is found although others contain it
        ([("pulse", "ALSA", 2, 2), ("pulse 2", "ALSA", 2, 2)], 0, "pulse"),
        # nothing tells these apart
        ([("Headset", "MME", 1, 0), ("Headset", "MME", 1, 0)], 1, 1),
    ],
)
def test_the_name_of_a_device_leads_back_to_it(
    known: list[tuple[str, str, int, int]], index: int, name: str | int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = SeveralDevices(*known)
    monkeypatch.setattr(module, "portaudio", lambda: sound)
    assert name_of(devices()[index], "input") == name
    assert sound.query_devices(name, "input")["index"] == index


def test_a_stream_that_does_not_start_is_closed() -> None:
    class Stream:
        closed = 0

        def close(self) -> None:
            self.closed += 1

    stream = Stream()
    with pytest.raises(PortAudioError), closed_on_failure(stream):
        raise PortAudioError
    assert stream.closed == 1
    with closed_on_failure(stream):
        pass
    assert stream.closed == 1
