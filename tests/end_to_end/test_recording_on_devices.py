"""`assistant record` on a virtual microphone with the real recognizer: said, kept, stopped, gone on with."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import soundfile

from models import recordings
from tests.fixtures.recording_session import EXAMPLES
from tests.fixtures.sound_devices import SoundDevices
from tests.fixtures.talking import Running, hears_ctrl_c

pytestmark = [pytest.mark.weights, pytest.mark.sound]

SENTENCES = {
    "turn on the kitchen lights": "turn-on-the-kitchen-lights",
    "add milk to my shopping list": "add-milk",
    "call me anna": "call-me-anna",
}


@contextmanager
def recording(devices: SoundDevices, *options: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "assistant", "record", *options]
    environment = devices.environment | {"COLUMNS": "200", "PYTHONUNBUFFERED": "1"}
    out = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(  # type: ignore[call-overload]
        command, text=True, env=environment, preexec_fn=hears_ctrl_c, **out
    ) as process:
        try:
            yield Running(process)
        finally:
            process.kill()


def asked(printed: str) -> list[str]:
    """The sentences that were asked for, in order."""
    return [
        line.partition("): ")[2].strip(". ").lower()
        for line in printed.splitlines()
        if line.startswith("say (")
    ]


def test_an_evening_and_the_next(weights: Path, sound_devices: SoundDevices, tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("\n".join(SENTENCES))
    with recording(sound_devices, "--sentences", str(file)) as running:
        first = asked(running.wait_for(lambda printed: len(asked(printed)) == 1))[0]
        # something else first, by mistake
        wrong = next(name for text, name in SENTENCES.items() if text != first)
        sound_devices.play_into_microphone(EXAMPLES / f"{wrong}.wav")
        running.wait_for(lambda printed: "Once more, please." in printed)
        sound_devices.play_into_microphone(EXAMPLES / f"{SENTENCES[first]}.wav")
        running.wait_for(lambda printed: len(asked(printed)) == 2)
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(timeout=30) == 0
        said = running.wait_for(lambda _: True) if running.process.poll() is None else running.printed
    assert "1 sentence recorded" in said
    assert [one.text for one in recordings.read()] == [first]
    with recording(sound_devices, "--sentences", str(file), "--count", "2") as running:
        for number in (1, 2):
            now = asked(running.wait_for(lambda printed, n=number: len(asked(printed)) == n))[-1]
            sound_devices.play_into_microphone(EXAMPLES / f"{SENTENCES[now]}.wav")
        assert running.process.wait(timeout=60) == 0
    assert "Traceback" not in running.printed
    texts = [one.text for one in recordings.read()]
    assert sorted(texts, key=str) == sorted(SENTENCES)
    for example in recordings.read():
        assert example.audio is not None
        assert 0.8 < soundfile.info(str(example.audio)).duration < 4.0
