"""PortAudio, microphone, loudspeaker, voice."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.audio.default_devices import KINDS, asked
from assistant.audio.devices import WORDS, Direction, devices
from assistant.commands.checks.check import Check, Fix
from assistant.commands.checks.settings import removing
from models.errors import ConfigError, DeviceError

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.config import Config

VOICES_SHOWN = 12
ZERO_DBFS, QUIET_DBFS, LOUD_DBFS = -120.0, -75.0, -0.1
"""Digital silence; a microphone whose noise is below, or whose peaks are above, is set wrongly."""
PORTAUDIO = {
    "apt-get": "sudo apt install libportaudio2",
    "dnf": "sudo dnf install portaudio",
    "zypper": "sudo zypper install libportaudio2",
    "pacman": "sudo pacman -S portaudio",
    "apk": "sudo apk add portaudio",
}
"""Package manager → command; it needs root, so that the owner runs it."""


def sound() -> Iterator[Check]:
    """PortAudio, and the number of microphones and loudspeakers."""
    try:
        found = devices()
    except DeviceError as error:
        yield Check("portaudio", "missing", error.what, portaudio_command() or error.do)
        return
    for name, count in (
        ("microphones", sum(device.inputs > 0 for device in found)),
        ("loudspeakers", sum(device.outputs > 0 for device in found)),
    ):
        if count:
            yield Check(name, "ok", str(count))
        else:
            yield Check(name, "missing", "none", "plug one in; sound files and typed text work without it")


def portaudio_command() -> str:
    """The command that installs PortAudio here; empty where that is not known."""
    if sys.platform != "linux":
        return ""
    return next((command for program, command in PORTAUDIO.items() if shutil.which(program)), "")


def microphone(config: Config, file: Path | None) -> Iterator[Check]:
    """One second of sound from the microphone: no device, zeros, mute, rate, level."""
    from assistant.audio.microphone import Microphone
    from models.audio import FRAME_MS, SAMPLE_RATE_HZ, level_dbfs

    try:
        with Microphone(config.microphone) as frames:
            levels = [
                level_dbfs(frame.samples) for frame, _ in zip(frames, range(1000 // FRAME_MS), strict=False)
            ]
            rate_hz = frames.rate_hz
    except DeviceError as error:
        yield _no_device("microphone", config.microphone.device, error, file)
        return
    loudest = max(levels)
    muted = _muted("input") if config.microphone.device is None else None
    if muted is not None:
        yield Check("microphone", "missing", muted[0], "unmute it", muted[1])
    elif loudest <= ZERO_DBFS:
        do = "allow this terminal to use the microphone, and unmute it"
        yield Check("microphone", "missing", "delivers only zeros", do)
    elif loudest < QUIET_DBFS:
        do = "turn its volume up in the system's sound settings"
        yield Check("microphone", "warning", f"almost silent: {loudest:.0f} dBFS at its loudest", do)
    elif loudest > LOUD_DBFS:
        do = "turn its volume down in the system's sound settings"
        yield Check("microphone", "warning", "so loud that it is clipped", do)
    else:
        resampled = f", resampled from {rate_hz} Hz" if rate_hz != SAMPLE_RATE_HZ else ""
        heard = f"hears {loudest:.0f} dBFS at its loudest in one second{resampled}"
        yield Check("microphone", "ok", heard)


def loudspeaker(config: Config, file: Path | None) -> Iterator[Check]:
    """Whether the loudspeaker opens, and sounds."""
    from assistant.audio.speaker import Speaker

    try:
        with Speaker(config.speaker) as speaker:
            speaker.open()
    except DeviceError as error:
        yield _no_device("loudspeaker", config.speaker.device, error, file)
        return
    muted = _muted("output") if config.speaker.device is None else None
    if muted is not None:
        yield Check("loudspeaker", "warning", muted[0], "unmute it", muted[1])
    elif config.speaker.volume == 0:
        yield Check(
            "loudspeaker", "warning", "its volume is 0 in the configuration", "set volume under [speaker]"
        )
    else:
        yield Check("loudspeaker", "ok", "opens")


def voice(config: Config, file: Path | None) -> Iterator[Check]:
    """The synthesis of one word, and the available voices; a voice that is not there is given up."""
    from assistant import factory

    try:
        synthesizer = factory.synthesizer(config)
        try:
            synthesizer.synthesize("Hello.")
            names = [each.name for each in synthesizer.voices() if each.language.startswith(config.language)]
        finally:
            synthesizer.close()
    except ConfigError as error:
        fix = removing(file, "voice", "name") if config.voice.name else None
        do = "remove name under [voice], or choose another" if fix else error.do
        yield Check("voice", "missing", error.what, do, fix)
        return
    listed = ", ".join(names[:VOICES_SHOWN]) + (" …" if len(names) > VOICES_SHOWN else "")
    yield Check("voice", "ok", f"{config.voice.kind}, {len(names)} voices for {config.language}: {listed}")


def _no_device(name: str, configured: str | int | None, error: DeviceError, file: Path | None) -> Check:
    """A device that does not open; one that the configuration names is given up for the system's."""
    fix = removing(file, "microphone" if name == "microphone" else "speaker", "device")
    where = f"{error.where}: " if error.where else ""
    return Check(name, "missing", f"{where}{error.what}", error.do, fix if configured is not None else None)


def _muted(direction: Direction) -> tuple[str, Fix] | None:
    """What the sound server has silenced, and what undoes it; None for nothing, or without a server."""
    kind = KINDS[direction]
    default = f"@DEFAULT_{kind.upper()}@"

    def unmute() -> str:
        asked(f"set-{kind}-mute", default, "0")
        if asked(f"get-{kind}-mute", default).endswith("yes"):
            raise DeviceError("the sound server does not unmute it", do="use the system's sound settings")
        return f"the {WORDS[direction]} is no longer muted"

    def turn_up() -> str:
        asked(f"set-{kind}-volume", default, "100%")
        return f"the {WORDS[direction]} is at its full volume"

    if asked(f"get-{kind}-mute", default).endswith("yes"):
        return "muted in the system's sound settings", unmute
    volume = asked(f"get-{kind}-volume", default)
    if volume and " 0%" in volume:
        return "its volume is 0 in the system's sound settings", turn_up
    return None
