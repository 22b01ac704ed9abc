"""espeak-ng as a voice: what `pyttsx3` means on Linux. Runs in the worker's process."""

from __future__ import annotations

from dataclasses import replace

from models.errors import SynthesisError
from models.text import espeak
from models.text.espeak import Manner
from models.tts.messages import Voice, VoiceOptions
from models.tts.voice_choice import choose
from models.types import Speech

ACCENTS = {"en": "en-us", "fr": "fr-fr", "pt": "pt-br", "zh": "cmn", "no": "nb"}
"""Languages whose espeak-ng tag, or best understood accent, is not the ISO code."""
WORD_GAP = 3
"""Units of 10 ms between words, which espeak-ng runs together: a recognizer makes half the mistakes then."""


class EspeakEngine:
    """One voice of espeak-ng.

    Arguments:
        voice: an identifier, with a variant after a plus.
    """

    def __init__(self, voice: str, rate_wpm: int) -> None:
        self._voice = voice
        self._manner = Manner(rate_wpm=rate_wpm, word_gap=WORD_GAP)
        self.sample_rate_hz = espeak.sample_rate_hz()

    def render(self, text: str) -> Speech:
        """One piece of text as samples.

        Raises:
            SynthesisError: espeak-ng wrote no sound, or lacks the voice's variant.
        """
        speech = espeak.synthesize(text, self._voice, self._manner)
        if not speech.samples.size and any(character.isalnum() for character in text):
            raise SynthesisError("the voice wrote no sound")
        return speech

    def voices(self) -> tuple[Voice, ...]:
        """The engine's voices, each called by the end of its identifier."""
        return tuple(_voices().values())


def load(options: VoiceOptions) -> EspeakEngine:
    """espeak-ng with a voice chosen.

    Raises:
        DependencyError: espeak-ng cannot be loaded.
        ConfigError: it lacks the voice or language.
    """
    name, plus, variant = (options.voice or "").partition("+")
    identifier = choose(replace(options, voice=name or None), _voices(), ACCENTS)
    return EspeakEngine(f"{identifier}{plus}{variant}", options.rate_wpm)


def _voices() -> dict[str, Voice]:
    """Identifier → voice."""
    return {
        voice.identifier: Voice(
            voice.identifier.rpartition("/")[2].casefold(), voice.language.casefold(), voice.name
        )
        for voice in espeak.voices()
    }
