"""Sentence → speech: two kinds of engine, each in a process of its own, behind one class."""

from __future__ import annotations

import importlib.util
from typing import Literal

from models.errors import DependencyError
from models.tts.messages import Voice, VoiceOptions
from models.tts.process import VoiceProcess
from models.tts.text import spoken

__all__ = ["Voice", "VoiceOptions", "VoiceProcess", "load", "spoken"]


def load(
    kind: Literal["pyttsx3", "hibari"] = "pyttsx3",
    *,
    voice: str | None = None,
    rate_wpm: int = 165,
    language: str = "en",
) -> VoiceProcess:
    """A voice whose process has begun to start: `.synthesize(sentence)`, `.voices()`, `.close()`.

    Arguments:
        kind: pyttsx3 is the system's voice (espeak-ng on Linux), hibari the neural one.
        voice: name of one of `.voices()`; None for the engine's best of the language.
        rate_wpm: words a minute.
        language: ISO 639-1.

    Raises:
        DependencyError: the engine's package is not installed.
    """
    if kind == "hibari" and importlib.util.find_spec("hibari") is None:
        raise DependencyError(
            "the neural voice is not installed", do='pip install "trainable-assistant[voice]"'
        )
    process = VoiceProcess(VoiceOptions(kind, voice, rate_wpm, language))
    process.start()
    return process
