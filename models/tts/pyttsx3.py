"""pyttsx3: the voice of Windows (SAPI5) and macOS (NSSpeechSynthesizer). Runs in the worker's process.

The engine only writes files: one that speaks to the loudspeaker by itself cannot be cut and is known to hang
on a second call.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from models.errors import DependencyError, SynthesisError
from models.tts.messages import Voice, VoiceOptions
from models.tts.voice_choice import choose
from models.types import Speech

USUAL_RATE_HZ = 22_050
"""The rate told before the first sentence; each sound carries its own."""

_CONTROLS = "".join(map(chr, range(0x21)))
"""Some drivers put a priority byte before a language."""


def load(options: VoiceOptions) -> Pyttsx3:
    """The system's engine with a voice chosen.

    Raises:
        DependencyError: the system has no speech engine.
        ConfigError: it lacks the voice or language.
    """
    import pyttsx3

    try:
        engine = pyttsx3.init()
    except (ImportError, RuntimeError, OSError) as error:
        raise DependencyError(
            f"no speech engine was found ({error})", do="install a voice in the system's settings"
        ) from error
    return Pyttsx3(engine, options)


class Pyttsx3:
    """One pyttsx3 engine that renders to files."""

    sample_rate_hz = USUAL_RATE_HZ

    def __init__(self, engine: Any, options: VoiceOptions) -> None:
        self._engine = engine
        self._failures: list[str] = []
        engine.connect("error", lambda name=None, exception=None: self._failures.append(str(exception)))
        engine.setProperty("voice", choose(options, self._voices()))
        engine.setProperty("rate", options.rate_wpm)

    def render(self, text: str) -> Speech:
        """One piece of text as samples.

        Raises:
            SynthesisError: the engine wrote no sound.
        """
        import soundfile

        self._failures.clear()
        # Apple's engine writes AIFF whatever the name says
        with tempfile.TemporaryDirectory(prefix="voice-") as folder:
            file = Path(folder) / ("speech.aiff" if sys.platform == "darwin" else "speech.wav")
            # as before its first sentence: the engine waits for its loop to begin
            self._engine.proxy.setBusy(True)
            self._engine.save_to_file(text, str(file))
            self._engine.runAndWait()
            if self._failures:
                raise SynthesisError(f"the voice failed ({self._failures[0]})")
            try:
                samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
            except (OSError, soundfile.SoundFileError) as error:
                raise SynthesisError("the voice wrote no sound") from error
        if not len(samples) and any(character.isalnum() for character in text):
            raise SynthesisError("the voice wrote no sound")
        return Speech(samples.mean(axis=1), rate)

    def voices(self) -> tuple[Voice, ...]:
        """The engine's voices."""
        return tuple(self._voices().values())

    def _voices(self) -> dict[str, Voice]:
        """The engine's own name → voice."""
        return {each.id: Voice(each.id, _tag(each), each.name) for each in self._engine.getProperty("voices")}


def _tag(voice: Any) -> str:
    """A voice's first language as in en-us; drivers give it as text, as bytes or with an underscore."""
    language = (voice.languages or [""])[0] or ""
    text = language.decode("utf-8", "ignore") if isinstance(language, bytes) else str(language)
    return text.strip(_CONTROLS).replace("_", "-").casefold()
