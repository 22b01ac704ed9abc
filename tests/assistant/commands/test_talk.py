"""The whole program on virtual sound devices.

A recorded command goes in at the microphone, and the reply comes out of the loudspeaker.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models import asr
from models.audio import load
from models.text.normalise import normalise
from tests.fixtures.sound_devices import SoundDevices

EXAMPLES = Path(__file__).parents[3] / "examples"
PATIENCE_S = 240.0

pytestmark = [pytest.mark.weights, pytest.mark.sound]


class Running:
    """`assistant talk` with everything that it has printed so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.printed = process, ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed += line

    def wait_for(self, seen: Callable[[str], bool]) -> str:
        """What was printed, once `seen` holds of it."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self.process.poll() is None:
            if seen(self.printed):
                return self.printed
            time.sleep(0.1)
        raise AssertionError(f"not seen; exit code {self.process.poll()}, printed:\n{self.printed}")

    def reply(self, number: int) -> str:
        """The reply of the numbered turn, the first being 0, once it is there."""
        said = self.wait_for(lambda printed: len(replies(printed)) > number)
        return replies(said)[number]

    def leave(self) -> int:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=30)
        self._reader.join(timeout=5)
        return code


def replies(printed: str) -> list[str]:
    """What the assistant said, in order; only turns whose timings were printed are over."""
    turns = [turn for turn in printed.split("you ") if " ms " in turn]
    return [
        turn.split("assistant", 1)[1].split(" ms ", 1)[0].strip() for turn in turns if "assistant" in turn
    ]


def hears_ctrl_c() -> None:
    """Let a child hear Ctrl-C, which it would ignore as the tests do in the background of a shell."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def talking(devices: SoundDevices, *options: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "assistant", *options, "talk"]
    environment = devices.environment | {"COLUMNS": "200"}
    out = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, text=True, env=environment, preexec_fn=hears_ctrl_c, **out) as process:
        try:
            running = Running(process)
            running.wait_for(lambda printed: "listening" in printed)
            yield running
        finally:
            process.kill()


def test_a_spoken_command_is_answered_aloud(weights: Path, sound_devices: SoundDevices) -> None:
    with talking(sound_devices) as running:
        with sound_devices.record_speaker() as recording:
            sound_devices.play_into_microphone(EXAMPLES / "what-time-is-it-in-tokyo.wav")
            reply = running.reply(0)
        assert "Tokyo" in reply
        assert running.leave() == 0
    heard = asr.load("whisper-base").transcribe(recording.samples())
    assert heard is not None
    # "11:10" may come back as "1110"
    said, again = (normalise(re.sub(r"[\d:]+", "", text)).split() for text in (reply, heard.text))
    # a recognizer may mishear a word of a synthetic voice, not the sentence
    assert len(set(said) & set(again)) >= 0.7 * len(set(said)), (reply, heard.text)
    assert "Traceback" not in running.printed


def test_a_timer_rings_until_someone_says_stop(
    weights: Path, sound_devices: SoundDevices, tmp_path: Path
) -> None:
    stop = load(EXAMPLES / "stop.wav")
    with talking(sound_devices) as running:
        sound_devices.play_into_microphone(EXAMPLES / "set-a-timer.wav")
        assert "second" in running.reply(0)
        running.wait_for(lambda printed: "timer is up" in printed)
        # while it rings it is deaf, so one says it until it hears
        for _ in range(10):
            sound_devices.play_into_microphone(stop)
            time.sleep(1.0)
            if re.search(r"^ *you +stop\b", running.printed, re.IGNORECASE | re.MULTILINE):
                break
        assert running.reply(1) == "Okay."
        assert running.leave() == 0
