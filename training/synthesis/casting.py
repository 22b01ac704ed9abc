"""A pool of voices: draws a voice, rate, pitch and stature for a sentence, and speaks it. Knows no corpus."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from models import audio
from models.audio import SAMPLE_RATE_HZ
from models.errors import ConfigError, DependencyError
from models.tts import spoken
from models.types import Samples
from training.synthesis.voices import ENGINES, VoiceEngine

SHARES = {"hibari": 0.5, "flite": 0.2, "espeak": 0.2, "festival": 0.1}
"""Weight of each installed engine in the draw; the natural ones have the most."""
RATES = (0.8, 1.3)
PITCHES = (0.85, 1.2)
STATURES = (0.86, 1.18)
"""Factors of all frequencies, formants included: one voice becomes a smaller or a larger person."""
LEVELS_DBFS = (-32.0, -18.0)
MARGINS_S = (0.05, 0.35)
"""Silence before and after the speech, in place of the engine's own."""
_QUIET = 10 ** (-45 / 20)
"""Silence threshold, relative to the loudest sample."""


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """Voice and prosody of one sentence."""

    voice: str
    """Engine and voice, as in `flite:slt`."""
    rate: float = 1.0
    pitch: float = 1.0
    stature: float = 1.0
    level_dbfs: float = -23.0
    margins_s: tuple[float, float] = (0.1, 0.1)

    def __str__(self) -> str:
        """Identifies a sound file; never changed, so that existing sounds are reused."""
        return repr(self).replace(type(self).__name__, "Manner", 1)


class Cast:
    """A pool of voices to draw from.

    Arguments:
        names: engines (`flite`) or single voices (`flite:slt`); empty for all installed engines.
        without: voices to leave out.

    Raises:
        ConfigError: an unknown engine or voice.
        DependencyError: none of the voices is installed.
    """

    def __init__(self, names: Sequence[str] = (), without: Collection[str] = ()) -> None:
        self._engines: dict[str, VoiceEngine] = {name: make() for name, make in ENGINES.items()}
        self._voices: dict[str, tuple[str, ...]] = {}
        self.missing: tuple[str, ...] = tuple(n for n, e in self._engines.items() if not e.voices())
        """Engines that are not installed."""
        for name in names or ENGINES:
            engine, _, voice = name.partition(":")
            if engine not in self._engines:
                raise ConfigError(
                    f"there is no speech engine {engine!r}", do=f"name one of {', '.join(ENGINES)}"
                )
            installed = self._engines[engine].voices()
            if voice and installed and voice not in installed:
                raise ConfigError(
                    f"{engine} has no voice {voice!r}", do=f"name one of {', '.join(installed)}"
                )
            chosen = (voice,) if voice and installed else installed
            self._voices[engine] = tuple(dict.fromkeys((*self._voices.get(engine, ()), *chosen)))
        left = {e: tuple(v for v in vs if f"{e}:{v}" not in without) for e, vs in self._voices.items()}
        self._voices = {engine: voices for engine, voices in left.items() if voices}
        if not self._voices:
            raise DependencyError(
                f"none of these voices is installed: {', '.join(names or ENGINES)}",
                do='pip install "trainable-assistant[voice]"',
            )

    @property
    def voices(self) -> tuple[str, ...]:
        """All voices of the pool, each as `engine:voice`."""
        return tuple(f"{engine}:{voice}" for engine, voices in self._voices.items() for voice in voices)

    def draw(self, seed: str) -> VoiceSettings:
        """A manner: a function of the seed and of the pool."""
        chance = random.Random(seed)
        engines = list(self._voices)
        (engine,) = chance.choices(engines, [SHARES[name] for name in engines])
        voice = chance.choice(self._voices[engine])
        return VoiceSettings(
            voice=f"{engine}:{voice}",
            rate=round(chance.uniform(*RATES), 2),
            pitch=round(chance.uniform(*PITCHES), 2),
            # espeak-ng's variants are statures already
            stature=1.0 if engine == "espeak" else round(chance.uniform(*STATURES), 2),
            level_dbfs=round(chance.uniform(*LEVELS_DBFS), 1),
            margins_s=(round(chance.uniform(*MARGINS_S), 2), round(chance.uniform(*MARGINS_S), 2)),
        )

    def say(self, text: str, manner: VoiceSettings) -> Samples:
        """(n,) samples at 16 kHz.

        Raises:
            SynthesisError: the voice made no sound.
        """
        engine, _, voice = manner.voice.partition(":")
        # the stature's resampling also changes the speed, which the rate undoes
        speech = self._engines[engine].render(spoken(text), voice, manner.rate / manner.stature, manner.pitch)
        samples = audio.resample(speech.samples, speech.sample_rate_hz * manner.stature, SAMPLE_RATE_HZ)
        loud = np.flatnonzero(np.abs(samples) > _QUIET * np.abs(samples).max())
        trimmed = samples[loud[0] : loud[-1] + 1]
        gain = 10 ** ((manner.level_dbfs - audio.level_dbfs(trimmed)) / 20)
        scaled = np.clip(trimmed * gain, -1.0, 1.0)
        before, after = (round(s * SAMPLE_RATE_HZ) for s in manner.margins_s)
        return np.pad(scaled, (before, after)).astype(np.float32)
