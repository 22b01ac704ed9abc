"""pyttsx3: the voice that every system has (SAPI5, NSSpeechSynthesizer, espeak-ng). Runs in the worker's
process.

A new engine speaks to the loudspeaker by itself, cannot be cut there and is known to hang on a second call;
here it only ever writes files.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import ConfigError, DependencyError, SynthesisError
from models.tts.wire import Voice
from models.types import Speech

if TYPE_CHECKING:
    from models.tts.process import VoiceOptions

ESPEAK_LANGUAGES = {"en": "en-us", "fr": "fr-fr", "pt": "pt-br", "zh": "cmn", "no": "nb"}
"""Where espeak-ng's name for a language, or its best understood accent, is not the ISO code."""
ATTEMPTS = 3
ESPEAK_RATE_HZ = 22_050
ESPEAK_PARAMETER_WORD_GAP = 7
ESPEAK_WORD_GAP = 3
"""Units of 10 ms between words, which espeak-ng runs together: a recognizer makes half the mistakes then."""


def load(options: VoiceOptions) -> Pyttsx3:
    """The system's engine with a voice chosen.

    Raises:
        DependencyError: the system has no speech engine.
        ConfigError: it lacks the voice or language.
    """
    if sys.platform.startswith("linux"):
        _load_espeak()
    import pyttsx3

    try:
        engine = pyttsx3.init()
    except (ImportError, RuntimeError, OSError) as error:
        raise DependencyError(f"no speech engine was found ({error})", do="install espeak-ng") from error
    return Pyttsx3(engine, options)


class Pyttsx3:
    """One pyttsx3 engine that renders to files."""

    sample_rate_hz = ESPEAK_RATE_HZ

    def __init__(self, engine: Any, options: VoiceOptions) -> None:
        self._engine = engine
        self._is_espeak = engine.driver_name == "espeak"
        self._failures: list[str] = []
        engine.connect("error", lambda name=None, exception=None: self._failures.append(str(exception)))
        if self._is_espeak:
            # only after an empty turn of its loop does the driver obey at once: in the first turn it cancels
            # whatever is on its way to espeak-ng, settings and sentences alike
            engine.runAndWait()
        engine.setProperty("voice", self._choose(options))
        engine.setProperty("rate", options.rate_wpm)
        if self._is_espeak:
            _espeak().SetParameter(ESPEAK_PARAMETER_WORD_GAP, ESPEAK_WORD_GAP, 0)

    def render(self, text: str) -> Speech:
        """One piece of text as samples.

        Raises:
            SynthesisError: the engine wrote no sound.
        """
        for _ in range(ATTEMPTS):
            speech = self._render(text)
            # now and then the end of an earlier sentence is taken for this one's, and the file is empty
            if speech.samples.size or not any(character.isalnum() for character in text):
                return speech
        raise SynthesisError("the voice wrote no sound")

    def _render(self, text: str) -> Speech:
        import soundfile

        self._failures.clear()
        # Apple's engine writes AIFF whatever the name says
        with tempfile.TemporaryDirectory(prefix="voice-") as folder:
            file = Path(folder) / ("speech.aiff" if sys.platform == "darwin" else "speech.wav")
            if self._is_espeak:
                _espeak().Synchronize()
            else:
                # as before its first sentence: the others wait in the queue for the loop to begin
                self._engine.proxy.setBusy(True)
            self._engine.save_to_file(text, str(file))
            self._engine.runAndWait()
            if self._failures:
                raise SynthesisError(f"the voice failed ({self._failures[0]})")
            try:
                samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
            except (OSError, soundfile.SoundFileError) as error:
                raise SynthesisError("the voice wrote no sound") from error
        return Speech(samples.mean(axis=1), rate)

    def voices(self) -> tuple[Voice, ...]:
        """The engine's voices."""
        return tuple(voice for voice, _ in self._voices())

    def _voices(self) -> Iterator[tuple[Voice, str]]:
        """Each voice with the engine's own name for it."""
        for found in self._engine.getProperty("voices"):
            # espeak-ng's are called by their file, as in gmw/en-us
            name = found.id.rpartition("/")[2] if self._is_espeak else found.id
            yield Voice(name, _tag(found), found.name), found.id

    def _choose(self, options: VoiceOptions) -> str:
        """The engine's own name for the voice that was asked for.

        Raises:
            ConfigError: it has none.
        """
        voices = list(self._voices())
        if options.voice is None:
            language = options.language.casefold()
            if self._is_espeak:
                language = ESPEAK_LANGUAGES.get(language, language)
            exact = [own for voice, own in voices if voice.language == language]
            found = exact or [own for voice, own in voices if voice.language.startswith(f"{language}-")]
            if not found:
                raise ConfigError(
                    f"the speech engine has no voice for the language {options.language}",
                    do="choose another language",
                )
            return found[0]
        # espeak-ng takes a variant after a plus: en-us+f3
        wanted, plus, variant = options.voice.partition("+") if self._is_espeak else (options.voice, "", "")
        wanted = wanted.casefold()
        found = [
            own for voice, own in voices if wanted in (voice.name.casefold(), voice.description.casefold())
        ]
        if not found:
            language = options.language.partition("-")[0]
            names = [voice.name for voice, _ in voices if voice.language.partition("-")[0] == language]
            raise ConfigError(
                f"the speech engine has no voice called {options.voice}",
                do=f"choose one of {', '.join(names)}",
            )
        return f"{found[0]}{plus}{variant}"


def _tag(voice: Any) -> str:
    """A voice's first language as in en-us; the drivers give it as text, bytes or with an underscore."""
    language = (voice.languages or [""])[0] or ""
    text = language.decode("utf-8", "ignore") if isinstance(language, bytes) else str(language)
    return text.strip("\x00-\x1f ").replace("_", "-").casefold()


def _load_espeak() -> None:
    """Makes espeak-ng known to pyttsx3: the system's own, else the one in the espeakng-loader wheel."""
    with contextlib.suppress(OSError):
        ctypes.CDLL("libespeak-ng.so.1")
        return
    try:
        import espeakng_loader
    except ImportError as error:
        raise DependencyError(
            "espeak-ng was not found", do="pip install espeakng-loader, or install espeak-ng"
        ) from error
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    # under its own name and for everyone: pyttsx3 then opens it again by that name
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def _espeak() -> Any:
    """pyttsx3's binding of espeak-ng, for what it offers no property for."""
    from pyttsx3.drivers import _espeak as binding

    return binding
