"""Logged utterances for reviews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance
from models import paths, recordings
from models.audio import load

EVENING = datetime(2026, 11, 22, 19, 30, 5, 41_200)
SOUND = load(Path(__file__).parents[3] / "examples" / "turn-on-the-kitchen-lights.wav")


@pytest.fixture
def log() -> Callable[..., LoggedUtterance]:
    """A function that logs an utterance of the evening of 2026-11-22."""

    def add(text: str, minutes: int = 0, *, aloud: bool = False, **fields: object) -> LoggedUtterance:
        when = EVENING + timedelta(minutes=minutes)
        audio = None
        if aloud:
            sound = recordings.keep_sound(SOUND, when, under=conversation_log.SOUNDS)
            audio = sound.relative_to(paths.recordings()).as_posix()
        logged = LoggedUtterance(when, text, audio, **fields)  # type: ignore[arg-type]
        conversation_log.change(lambda before: [*before, logged])
        return logged

    return add
