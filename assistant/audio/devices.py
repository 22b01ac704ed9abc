"""The sound devices that PortAudio finds. The only file that imports sounddevice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from models.errors import DeviceError

if TYPE_CHECKING:
    from types import ModuleType

Direction = Literal["input", "output"]
WORDS = {"input": "microphone", "output": "loudspeaker"}


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """One line of `assistant devices`."""

    index: int
    name: str
    driver: str
    """ALSA, Core Audio, Windows WASAPI, …"""
    inputs: int
    outputs: int
    """Channels in each direction; 0 where it has none."""
    sample_rate_hz: float
    """The rate that it runs at unless asked for another."""
    is_default_input: bool
    is_default_output: bool


def portaudio() -> ModuleType:
    """The sounddevice module.

    Raises:
        DeviceError: the PortAudio library is missing.
    """
    try:
        import sounddevice
    except OSError as error:  # its wheel for Linux does not carry the library
        raise DeviceError(
            "the PortAudio library is missing, so there is no microphone and no loudspeaker",
            do="install it, on Debian and Ubuntu with: sudo apt install libportaudio2",
        ) from error
    module: ModuleType = sounddevice
    return module


def devices() -> tuple[SoundDevice, ...]:
    """Every sound device, in PortAudio's order.

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
    """What PortAudio knows of a device: by index, by a part of its name, or the default one.

    Raises:
        DeviceError: there is none, or the name fits several.
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


def no_stream(error: Exception, name: str, direction: Direction) -> DeviceError:
    """The error for a device that is there and does not open."""
    return DeviceError(
        f"this {WORDS[direction]} cannot be opened ({error})",
        where=name,
        do="close other programs that use it, or choose another",
    )
