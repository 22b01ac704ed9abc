"""A sound card made of software: a PulseAudio of its own, with a virtual microphone and a virtual
loudspeaker.

Nothing of the user's is touched: the server, its socket, its configuration and ALSA's live in a temporary
folder, and only the environment of the processes that are given `devices.environment` leads there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import soundfile

from models.audio import SAMPLE_RATE_HZ, load
from models.types import Samples

PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
PACKAGES = "pulseaudio pulseaudio-utils libasound2-plugins libportaudio2"
SCRIPT = """\
load-module module-native-protocol-unix socket={socket} auth-anonymous=1
load-module module-null-sink sink_name=mic_feed rate=48000 sink_properties=device.description=mic_feed
load-module module-null-sink sink_name=speaker rate=48000 sink_properties=device.description=speaker
load-module module-remap-source source_name=virtual_mic master=mic_feed.monitor
set-default-sink speaker
set-default-source virtual_mic
"""
ALSA = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


class Recording:
    """What a virtual loudspeaker plays while the context lasts."""

    def __init__(self, file: Path, environment: dict[str, str]) -> None:
        self._file, self._environment = file, environment

    def __enter__(self) -> Self:
        command = ["parec", "--device=speaker.monitor", f"--rate={SAMPLE_RATE_HZ}", "--channels=1"]
        with self._file.open("wb") as out:
            self._process = subprocess.Popen(
                [*command, "--format=s16le", "--latency-msec=20"], stdout=out, env=self._environment
            )
        deadline = time.monotonic() + 10
        while not self._file.stat().st_size and time.monotonic() < deadline:
            time.sleep(0.02)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        time.sleep(0.3)  # what has left the program is still on its way through the server
        self._process.terminate()
        self._process.wait(timeout=10)

    def samples(self) -> Samples:
        """(n,) samples at 16 kHz since it began."""
        recorded = self._file.read_bytes()
        return (np.frombuffer(recorded[: len(recorded) // 2 * 2], np.int16) / 32_768).astype(np.float32)


@dataclass(frozen=True)
class SoundDevices:
    """The virtual devices."""

    folder: Path
    variables: dict[str, str]
    """What leads a program to them."""
    server: subprocess.Popen[bytes]

    @property
    def environment(self) -> dict[str, str]:
        """For a subprocess: the caller's environment, in which the virtual devices are the default ones."""
        return os.environ | self.variables

    def play_into_microphone(self, sound: Path | str | Samples) -> float:
        """Says a file, or (n,) samples at 16 kHz, into the microphone; returns its seconds once said."""
        samples = sound if isinstance(sound, np.ndarray) else load(sound)
        file = self.folder / "into_microphone.wav"
        soundfile.write(file, samples, SAMPLE_RATE_HZ)
        command = ["paplay", "--device=mic_feed", str(file)]
        subprocess.run(command, env=self.environment, check=True, capture_output=True, timeout=120)
        return len(samples) / SAMPLE_RATE_HZ

    def record_speaker(self) -> Recording:
        """A context in which what the loudspeaker plays is recorded."""
        return Recording(self.folder / f"speaker_{time.monotonic_ns()}.s16", self.environment)


def missing() -> str:
    """Why there can be no virtual devices here; empty where there can."""
    absent = [program for program in PROGRAMS if shutil.which(program) is None]
    return f"{', '.join(absent)} not installed (apt-get install {PACKAGES})" if absent else ""


@contextmanager
def virtual_sound_devices() -> Iterator[SoundDevices]:
    """Runs the server for as long as the context lasts.

    Raises:
        RuntimeError: `missing()` says why, or the server did not start.
    """
    if reason := missing():
        raise RuntimeError(reason)
    with tempfile.TemporaryDirectory(prefix="sound") as name:
        folder = Path(name)
        socket = folder / "socket"
        (folder / "server.pa").write_text(SCRIPT.format(socket=socket), "utf-8")
        (folder / "asound.conf").write_text(ALSA, "utf-8")
        variables = {
            "HOME": name,
            "XDG_RUNTIME_DIR": name,
            "XDG_CONFIG_HOME": name,
            "PULSE_SERVER": f"unix:{socket}",
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        }
        environment = os.environ | variables
        command = [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--use-pid-file=no",
            "--exit-idle-time=-1",
            "--disable-shm=yes",
        ]
        with (folder / "server.log").open("wb") as log:
            server = subprocess.Popen(
                [*command, f"--file={folder / 'server.pa'}"], env=environment, stdout=log, stderr=log
            )
        try:
            _wait_for(server, environment, folder / "server.log")
            yield SoundDevices(folder, variables, server)
        finally:
            server.terminate()
            server.wait(timeout=10)


def _wait_for(server: subprocess.Popen[bytes], environment: dict[str, str], log: Path) -> None:
    for _ in range(100):
        asked = subprocess.run(
            ["pactl", "list", "short", "sources"], env=environment, capture_output=True, check=False
        )
        if b"virtual_mic" in asked.stdout:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"pulseaudio did not start: {log.read_text('utf-8')[-500:]}")
