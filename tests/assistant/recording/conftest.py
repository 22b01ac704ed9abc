"""An evening at the microphone without one: sounds with pauses as frames, and a recognizer that is told what
it hears."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from assistant.audio.sound_file import in_frames
from assistant.commands import record
from assistant.config import Config
from assistant.recording.prompts import Prompt
from assistant.recording.session import RecordingSession, RecordingTally
from assistant.recording.view import RecordingView
from models import recordings
from models.audio import load
from models.types import Frame, Samples, Transcript

EXAMPLES = Path(__file__).parents[3] / "examples"
KITCHEN, MILK, TOKYO = (
    load(EXAMPLES / f"{name}.wav")
    for name in ("turn-on-the-kitchen-lights", "add-milk", "what-time-is-it-in-tokyo")
)


def room(seconds: float, level: float = 1e-4) -> Samples:
    """(n,) of faint noise."""
    noise = np.random.default_rng(1).normal(0, level, round(seconds * 16_000))
    return noise.astype(np.float32)


def evening(*sounds: Samples) -> Samples:
    """The sounds one after the other, with pauses."""
    parts = [room(1.2)]
    for sound in sounds:
        parts += [sound + room(len(sound) / 16_000)[: len(sound)], room(1.2)]
    return np.concatenate(parts)


class Told:
    """A recognizer that hears what the test says, in order; then nothing."""

    def __init__(self, hears: Iterable[str | None]) -> None:
        self._hears = iter(hears)

    def transcribe(self, samples: Samples) -> Transcript | None:
        text = next(self._hears, None)
        return Transcript(text) if text is not None else None


class Fingers:
    """Presses keys at given frames, the first frame being 0."""

    def __init__(self, presses: dict[int, str] | None = None) -> None:
        self._presses, self._looked = presses or {}, -1

    def pressed(self) -> str | None:
        self._looked += 1
        return self._presses.get(self._looked)


@dataclass
class Evening:
    """A finished session."""

    tally: RecordingTally
    printed: str
    texts: list[str | None] = field(default_factory=list)
    """What lies in the manifest afterwards."""


@pytest.fixture
def spend() -> Callable[..., Evening]:
    """Runs a session over sounds and what the recognizer makes of them."""

    def run(
        prompts: Iterable[str],
        sounds: Iterable[Samples],
        hears: Iterable[str | None],
        presses: dict[int, str] | None = None,
    ) -> Evening:
        printed = io.StringIO()
        asked = [Prompt(text, "some_intent", ()) for text in prompts]
        view = RecordingView(Console(file=printed, width=200), total=len(asked))
        frames: Iterator[Frame] = in_frames([evening(*sounds)], fill=True)
        session = RecordingSession(
            frames, Told(hears), Config(), record.keeper("anna"), view, Fingers(presses)
        )
        tally = session.run(asked)
        return Evening(tally, printed.getvalue(), [one.text for one in recordings.read()])

    return run
