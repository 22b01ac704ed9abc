"""hibari: a small neural voice, easier to listen to (extra `voice`, English alone). Runs in the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.errors import ConfigError, DependencyError
from models.tts.wire import Voice
from models.types import Speech

if TYPE_CHECKING:
    from models.tts.process import VoiceOptions

NATURAL_WPM = 165
"""How fast it speaks when left alone."""
SPEEDS = (0.5, 2.0)


def load(options: VoiceOptions) -> Hibari:
    """The neural voice.

    Raises:
        DependencyError: the package is not installed.
        ConfigError: there is no such voice, or the language is not English.
    """
    try:
        import hibari
        from hibari.voices import VOICES
    except ImportError as error:
        raise DependencyError(
            "the neural voice is not installed", do='pip install "trainable-assistant[voice]"'
        ) from error
    if options.language.partition("-")[0] != "en":
        raise ConfigError(
            f"hibari speaks English, not {options.language}", do="choose pyttsx3 for other languages"
        )
    if options.voice is not None and options.voice not in VOICES:
        raise ConfigError(
            f"hibari has no voice called {options.voice}", do="choose one of " + ", ".join(VOICES)
        )
    try:
        # a voice that is not in the package is fetched from the Hugging Face hub on first use
        voice = hibari.Hibari(**({"voice": options.voice} if options.voice else {}))
    except RuntimeError as error:
        raise ConfigError(f"hibari's voice {options.voice} is not here and could not be fetched") from error
    return Hibari(voice, options.rate_wpm)


class Hibari:
    """One loaded hibari model."""

    def __init__(self, voice: Any, rate_wpm: int) -> None:
        self._voice = voice
        self._speed = min(max(rate_wpm / NATURAL_WPM, SPEEDS[0]), SPEEDS[1])
        self.sample_rate_hz: int = voice.sample_rate
        # reads its dictionaries and allocates, so that the first sentence is as quick as the second
        self.render("Hello.")

    def render(self, text: str) -> Speech:
        """One piece of text as samples; its breath noise is the same each time."""
        return Speech(self._voice(text, speed=self._speed, seed=0), self.sample_rate_hz)

    def voices(self) -> tuple[Voice, ...]:
        """The built-in voice and those that can be fetched."""
        from hibari.voices import VOICES

        return tuple(
            Voice(name, about["language"].casefold(), f"{about['accent']}, {about['gender']}")
            for name, about in VOICES.items()
        )
