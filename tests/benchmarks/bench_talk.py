"""From the last sound of a command to the first of the reply, in `talk` on virtual sound devices:
`python -m tests.benchmarks.bench_talk DATA [--commands 20] [--late]`, and a part of `tests.benchmarks.run`.

Half of the commands are recordings (coffee orders), half are HWU64 test sentences in synthetic voices; under
all of them lies a microphone's faint noise. Onsets and ends are found by level in the sound of both devices,
which the server delivers within some 10 ms. Early work is what is done while the speaker pauses
(`endpointer.early`). A command that is answered before its last sound counts as cut off.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.audio import SAMPLE_RATE_HZ, load
from models.types import Samples
from tests.benchmarks import recordings
from tests.benchmarks.bench_start import fresh_home
from tests.benchmarks.rows import Row
from tests.fixtures.monitor import Monitor, hiss
from tests.fixtures.sound_devices import SoundDevices, virtual_sound_devices
from tests.fixtures.talking import talking
from training.corpora import hwu64
from training.data.splits import key, split_of
from training.synthesis.casting import Cast
from training.turn.pauses import loud_moments
from training.turn.streams import digest

COMMANDS = 60
VOICES = ("hibari", "espeak")
LONGEST_TEXT = 60
SETTINGS = "endpointer.early = {early}\nattention.least = 0.0\nvoice.rate_wpm = 400\n"
"""Whatever was said is answered; a fast reply is soon over, and begins no sooner for that."""
LOUD = 0.003
PATIENCE_S = 5.0
"""A later reply is none."""
QUIET_S = 0.6
"""Silence after which a reply is over."""
SETTLE_S = 2.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one configuration; times in ms, of the commands that were answered after their last sound."""

    commands: int
    answered: int
    cut_off: int
    p50: float
    p95: float


def commands(data: Path, count: int) -> Iterator[Samples]:
    """The sounds of the commands, recordings and voices in turn."""
    cast = Cast(VOICES)
    texts = {each.text for each in hwu64.convert(data / "hwu64") if each.text and _is_command(each.intent)}
    held = sorted((t for t in texts if len(t) < LONGEST_TEXT and split_of(key(t)) == "test"), key=digest)
    for recording, text in zip(recordings.read([data / "coffee"], most=count // 2), held, strict=False):
        yield load(recording.path)
        yield cast.say(text, cast.draw(f"talk:{text}"))


def _is_command(intent: str | None) -> bool:
    # small talk takes its time, and nothing is heard of a reply once the volume is down
    return intent is not None and not intent.startswith(("general_", "audio_"))


def delay_ms(devices: SoundDevices, sound: Samples, microphone: Monitor, speaker: Monitor) -> float | None:
    """Say a command and hear the reply to its end; None where there is none."""
    began = time.monotonic()
    devices.play_into_microphone(sound)
    deadline = time.monotonic() + PATIENCE_S
    while (onset_s := first_loud_s(speaker.since(began))) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    heard = microphone.since(began)
    while first_loud_s(speaker.since(time.monotonic() - QUIET_S)) is not None:
        time.sleep(0.1)
    if onset_s is None:
        return None
    return 1000 * onset_s - 10 * (int(np.flatnonzero(loud_moments(heard))[-1]) + 1)


def first_loud_s(samples: Samples) -> float | None:
    """Seconds until the first sound; None for silence."""
    loud = np.abs(samples) > LOUD
    return int(np.argmax(loud)) / SAMPLE_RATE_HZ if loud.any() else None


def measure(data: Path, *, early: bool, count: int = COMMANDS) -> Figures:
    """Say all commands to one program."""
    with (
        tempfile.TemporaryDirectory() as folder,
        fresh_home() as home,
        virtual_sound_devices() as devices,
    ):
        devices.variables["ASSISTANT_HOME"] = home["ASSISTANT_HOME"]
        file = Path(folder) / "config.toml"
        file.write_text(SETTINGS.format(early=str(early).lower()), "utf-8")
        with (
            hiss(devices),
            Monitor(devices, "virtual_mic") as microphone,
            Monitor(devices, "speaker.monitor") as speaker,
            talking(devices, "--config", str(file)) as running,
        ):
            time.sleep(SETTLE_S)
            found = [delay_ms(devices, sound, microphone, speaker) for sound in commands(data, count)]
            running.leave()
    answered = [ms for ms in found if ms is not None]
    late = [ms for ms in answered if ms > 0]
    p50, p95 = np.percentile(late, [50, 95])
    return Figures(len(found), len(answered), len(answered) - len(late), float(p50), float(p95))


def rows(found: Figures, words: str) -> Iterator[Row]:
    """The figures of one configuration, which `words` name."""
    yield Row(f"last sound of {found.answered} commands to the reply, p50, {words}", found.p50, "ms")
    yield Row(f"the same, p95, {words}", found.p95, "ms")
    yield Row(f"commands cut off, of {found.commands}, {words}", found.cut_off, "")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure one configuration and print its figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--commands", type=int, default=COMMANDS)
    parser.add_argument("--late", action="store_true", help="without early work")
    options = parser.parse_args(arguments)
    words = "without early work" if options.late else "with early work"
    for row in rows(measure(options.data, early=not options.late, count=options.commands), words):
        print(f"{row.figure}: {row.value:.0f} {row.unit}")


if __name__ == "__main__":
    main()
