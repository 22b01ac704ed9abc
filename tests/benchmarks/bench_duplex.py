"""Listening while it speaks, on virtual sound devices: `python -m tests.benchmarks.bench_duplex`.

For no echo, and for an echo 20, 10 and 0 dB below what is played: the turns that it took from its own voice,
the replies that "stop" ended, and the time from the first sound of "stop" to silence at the loudspeaker,
recorded by the sound server within some 20 ms.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from rich.console import Console
from rich.table import Table

from models.audio import SAMPLE_RATE_HZ, load
from models.types import Samples
from tests.fixtures.room import Room
from tests.fixtures.sound_devices import SoundDevices, virtual_sound_devices
from tests.fixtures.talking import EXAMPLES, Running, question, replies, talking

ECHOES = ("none", "-20", "-10", "0")
QUIET_S = 2.0
"""After a reply, in which an echo would be answered."""
INTO_REPLY_S = 2.0
LOUD = 0.01
SILENCE_S = 0.3


@dataclass
class Measured:
    """Of one echo."""

    replies: int = 0
    own_turns: int = 0
    """Turns that nobody asked for."""
    stopped: int = 0
    stop_ms: list[float] = field(default_factory=list)


def measure(devices: SoundDevices, gain_db: int | None, count: int, ask: Samples) -> Measured:
    """Ask `count` times and let it speak, then `count` times and say "stop"."""
    found, stop = Measured(), load(EXAMPLES / "stop.wav")
    with Room(devices, gain_db), talking(devices) as running:
        for _ in range(count):
            before = len(replies(running.printed))
            devices.play_into_microphone(ask)
            running.reply(before)
            time.sleep(QUIET_S)
            found.replies += 1
            found.own_turns += len(replies(running.printed)) - before - 1
        for _ in range(count):
            interrupt(devices, running, ask, stop, found)
        running.leave()
    return found


def interrupt(devices: SoundDevices, running: Running, ask: Samples, stop: Samples, found: Measured) -> None:
    """Ask, say "stop" over the reply, and note what became of it."""
    before = len(replies(running.printed))
    devices.play_into_microphone(ask)
    with devices.record_speaker() as speaker:
        began = time.monotonic()
        time.sleep(INTO_REPLY_S + 1.0)
        said = time.monotonic()
        devices.play_into_microphone(stop)
        cut = running.reply(before)
        time.sleep(QUIET_S)
    if "hear more" in cut:
        return
    found.stopped += 1
    onset_s = said - began + float(np.argmax(np.abs(stop) > LOUD)) / SAMPLE_RATE_HZ
    found.stop_ms.append(1000 * (silent_from(speaker.samples(), onset_s) - onset_s))


def silent_from(samples: Samples, after_s: float) -> float:
    """Seconds at which the first long silence after a moment begins."""
    loud = np.flatnonzero(np.abs(samples) > LOUD) / SAMPLE_RATE_HZ
    loud = np.append(loud[loud > after_s], np.inf)
    return float(loud[np.argmax(np.diff(loud) > SILENCE_S)])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replies", type=int, default=25)
    parser.add_argument("--echo", nargs="*", default=ECHOES, help="none, or in dB")
    options = parser.parse_args(arguments)
    ask, console = question(), Console()
    table = Table("echo", "replies", "turns of its own", '"stop" ended', "to silence, ms, median", "95 %")
    for gain_db in (None if echo == "none" else int(echo) for echo in options.echo):
        with virtual_sound_devices() as devices:
            found = measure(devices, gain_db, options.replies, ask)
        times = [f"{np.percentile(found.stop_ms, q):.0f}" for q in (50, 95)] if found.stop_ms else ["", ""]
        table.add_row(
            "none" if gain_db is None else f"{gain_db} dB",
            str(found.replies),
            str(found.own_turns),
            f"{found.stopped} of {options.replies}",
            *times,
        )
    console.print(table)


if __name__ == "__main__":
    main()
