"""PortAudio's sound devices. The only file that imports sounddevice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from models.errors import DeviceError

if TYPE_CHECKING:
    from types import ModuleType

Direction = Literal["input", "output"]
WORDS: Mapping[Direction, str] = {"input": "microphone", "output": "loudspeaker"}
CARD = re.compile(r"\s*-?\s*\(hw:\d+,\d+\)$")
"""ALSA's numbers of card and device at the end of a name."""


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """One line of `assistant devices`."""

    index: int
    name: str
    driver: str
    """ALSA, Core Audio, Windows WASAPI, …"""
    inputs: int
    outputs: int
    """Number of output channels; `inputs` likewise, 0 for none."""
    sample_rate_hz: float
    """Default sample rate."""
    is_default_input: bool
    is_default_output: bool


def portaudio() -> ModuleType:
    """The sounddevice module.

    Raises:
        DeviceError: the PortAudio library is missing.
    """
    try:
        import sounddevice
    except OSError as error:  # the Linux wheel does not contain the library
        raise DeviceError(
            "the PortAudio library is missing, so there is no microphone and no loudspeaker",
            do="install it, on Debian and Ubuntu with: sudo apt install libportaudio2",
        ) from error
    module: ModuleType = sounddevice
    return module


def devices() -> tuple[SoundDevice, ...]:
    """All sound devices, in PortAudio's order.

    Raises:
        DeviceError: PortAudio is missing or failed.
    """
    sound = portaudio()
    try:
        drivers = [driver["name"] for driver in sound.query_hostapis()]
        found: list[dict[str, Any]] = list(sound.query_devices())
    except sound.PortAudioError as error:
        raise DeviceError(f"the sound devices cannot be listed ({error})") from error
    default_input, default_output = sound.default.device
    return tuple(
        SoundDevice(
            index=index,
            name=device["name"],
            driver=drivers[device["hostapi"]],
            inputs=device["max_input_channels"],
            outputs=device["max_output_channels"],
            sample_rate_hz=device["default_samplerate"],
            is_default_input=index == default_input,
            is_default_output=index == default_output,
        )
        for index, device in enumerate(found)
    )


def find(sound: ModuleType, wanted: str | int | None, direction: Direction) -> dict[str, Any]:
    """PortAudio's record of a device: by index, by a part of its name, or the default one.

    Raises:
        DeviceError: there is no such device, or several match the name.
    """
    word = WORDS[direction]
    try:
        known: dict[str, Any] = sound.query_devices(wanted, direction)
    except (ValueError, sound.PortAudioError) as error:
        if wanted is None:
            raise DeviceError(f"no {word} was found", do="plug one in, or use files or text") from error
        several = isinstance(error, ValueError) and "Multiple" in str(error)
        problem = f"more than one {word} has this in its name" if several else f"there is no such {word}"
        raise DeviceError(
            problem, where=str(wanted), do="choose one that `assistant devices` lists"
        ) from error
    return known


def name_of(device: SoundDevice, direction: Direction) -> str | int:
    """The shortest name by which `find` finds a device; its index where another one has the same name.

    ALSA's card number is left out if possible: it changes when devices are plugged in another order.
    """
    sound = portaudio()
    bare = CARD.sub("", device.name)
    for name in (bare, device.name, f"{device.name}, {device.driver}"):
        try:
            if name and find(sound, name, direction)["index"] == device.index:
                return name
        except DeviceError:
            # several match
            continue
    return device.index


def no_stream(error: Exception, name: str, direction: Direction) -> DeviceError:
    """The error for an existing device that cannot be opened."""
    return DeviceError(
        f"this {WORDS[direction]} cannot be opened ({error})",
        where=name,
        do="close other programs that use it, or choose another",
    )


@contextmanager
def closed_on_failure(stream: Any) -> Iterator[None]:
    """A context that closes a stream that cannot be started: left open, it keeps its threads."""
    try:
        yield
    except Exception:
        with suppress(Exception):
            stream.close()
        raise
