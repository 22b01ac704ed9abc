"""The list of sound devices, and what is said where the library is missing."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from assistant.audio import devices as module
from assistant.audio.devices import devices, portaudio
from models.errors import DeviceError
from tests.fixtures.fake_portaudio import FakePortAudio


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
