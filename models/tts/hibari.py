"""hibari: a small neural voice, easier to listen to (extra `voice`, English only). Runs in the worker."""

from __future__ import annotations

from typing import Any

from models.errors import ConfigError, DependencyError
from models.tts.messages import Voice, VoiceOptions
from models.types import Speech

NATURAL_WPM = 165
"""Its own pace, speed 1."""
SPEEDS = (0.5, 2.0)


def load(options: VoiceOptions) -> Hibari:
    """The neural voice.

    Raises:
        DependencyError: the package is not installed.
        ConfigError: it has no voice of that name, or the language is not English.
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
        # hibari fetches a voice that is not in the package from the Hugging Face hub on first use
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
        # the first call reads dictionaries and allocates; the first sentence need not wait for that
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
