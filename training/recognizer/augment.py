"""Augmentation of training sounds and features. Knows no text and no network.

Masks after Park et al., "SpecAugment", 2019, arXiv 1904.08779; reverberation after Polack's model, white
noise under an exponential decay. Speed changes use soxr: for the arbitrary factors drawn here torchaudio's
resampler builds kernels of thousands of phases and takes seconds a clip. torchaudio's masks and noise draw
from torch's global generator, where each clip here has a generator of its own.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import soundfile
from pydantic import BaseModel, ConfigDict, Field

from models.asr.whisper.features import Features
from models.audio import SAMPLE_RATE_HZ, resample
from models.types import Samples
from training.recognizer.mixing import convolve, mix
from training.recognizer.rooms import Room, across

_TELEPHONE_HZ = 8_000
_CODECS = (("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III"))
_GAIN_DB = (-12.0, 6.0)
_REVERBERATION_S = (0.1, 0.5)
"""Range of the time in which an echo falls by 60 dB."""
_REVERBERATION = (0.1, 0.6)
"""Range of the echo's energy norm: from a voice close to the microphone to one across the room."""
_DIRECT_MS = 2
"""Beginning of a room's response that holds the direct sound alone."""
_TIME_MASKS, _TIME_MASK_SHARE = 2, 0.08
"""Number of masked stretches, and the longest one as a share of the clip."""
_BAND_MASKS, _BAND_MASK_WIDTH = 2, 16
"""Number of masked groups of mel bands, and the widest one."""


class AugmentConfig(BaseModel):
    """Chances and ranges of the changes to a training clip, each drawn anew for every batch."""

    model_config = ConfigDict(extra="forbid")
    speed: tuple[float, float] = (0.9, 1.1)
    """Range of the playing speed; the pitch changes with it."""
    noise: float = Field(default=0.3, ge=0, le=1)
    """Chance of background noise."""
    snr_db: tuple[float, float] = (5.0, 30.0)
    """Range of the signal-to-noise ratio."""
    room: float = Field(default=0.2, ge=0, le=1)
    """Chance of reverberation."""
    band: float = Field(default=0.1, ge=0, le=1)
    """Chance of a telephone's band limit."""
    codec: float = Field(default=0.1, ge=0, le=1)
    """Chance of lossy compression."""
    joined: float = Field(default=0.1, ge=0, le=1)
    """Chance that another clip of the manifest follows after a pause, for utterances longer than the
    clips."""


class FarConfig(BaseModel):
    """Voices across simulated rooms, in place of `AugmentConfig`'s noise, reverberation and band limit."""

    model_config = ConfigDict(extra="forbid")
    share: float = Field(default=0.0, ge=0, le=1)
    """Chance that a clip is far, drawn anew for every batch."""
    snr_db: tuple[float, float] = (3.0, 25.0)
    """Range of the signal-to-noise ratio."""
    rooms: int = Field(default=150, ge=1)
    """Number of rooms."""


class Augmenter:
    """Changes sounds and features at random.

    Arguments:
        config: chances and ranges.
        noises: (n,) samples each at 16 kHz to mix in; without any there is no background noise.
        far: chance and noise of the distant voices.
        rooms: where those are; without any, all voices are close.
    """

    def __init__(
        self, config: AugmentConfig, noises: Sequence[Samples] = (), *, far: FarConfig | None = None,
        rooms: Sequence[Room] = (),
    ) -> None:  # fmt: skip
        self._config, self._noises = config, noises
        self._far_config, self._rooms = far or FarConfig(), rooms

    def sound(self, samples: Samples, draw: np.random.Generator) -> Samples:
        """(n,) samples → (m,) augmented samples; they depend on the state of `draw` alone."""
        config = self._config
        speed = draw.uniform(*config.speed)
        # soxr takes rates, not factors
        changed = resample(samples, round(SAMPLE_RATE_HZ * speed), SAMPLE_RATE_HZ)
        if self._rooms and draw.random() < self._far_config.share:
            changed = self._far(changed, draw)
        else:
            changed = self._near(changed, draw)
        if draw.random() < config.codec:
            changed = compress(changed, *_CODECS[draw.integers(len(_CODECS))])
        louder = changed * np.float32(10 ** (draw.uniform(*_GAIN_DB) / 20))
        clipped: Samples = np.clip(louder, -1.0, 1.0).astype(np.float32)
        return clipped

    def _near(self, samples: Samples, draw: np.random.Generator) -> Samples:
        config, changed = self._config, samples
        if draw.random() < config.room:
            changed = reverberate(changed, draw.uniform(*_REVERBERATION_S), draw)
        if self._noises and draw.random() < config.noise:
            changed = mix(changed, self._noise(draw), draw.uniform(*config.snr_db), draw)
        if draw.random() < config.band:
            changed = resample(resample(changed, SAMPLE_RATE_HZ, _TELEPHONE_HZ), _TELEPHONE_HZ)
        return changed

    def _far(self, samples: Samples, draw: np.random.Generator) -> Samples:
        room = self._rooms[int(draw.integers(len(self._rooms)))]
        noise = self._noise(draw) if self._noises else None
        return across(samples, room, noise, draw.uniform(*self._far_config.snr_db), draw)

    def _noise(self, draw: np.random.Generator) -> Samples:
        return self._noises[int(draw.integers(len(self._noises)))]


def mask(features: Features, frames: int, draw: np.random.Generator) -> Features:
    """(bands, all frames) → a copy in which stretches and bands of the first `frames` have their mean
    value."""
    masked = features.copy()
    mean = features[:, :frames].mean() if frames else 0.0
    for _ in range(_TIME_MASKS):
        masked[:, random_span(frames, int(frames * _TIME_MASK_SHARE), draw)] = mean
    for _ in range(_BAND_MASKS):
        masked[random_span(len(features), _BAND_MASK_WIDTH, draw), :frames] = mean
    return masked


def random_span(size: int, longest: int, draw: np.random.Generator) -> slice:
    """A stretch of 0 to `longest` among `size` places."""
    width = int(draw.integers(0, longest + 1))
    first = int(draw.integers(0, max(1, size - width)))
    return slice(first, first + width)


def reverberate(samples: Samples, seconds: float, draw: np.random.Generator) -> Samples:
    """The samples in a room whose echo falls by 60 dB in `seconds`; length and direct sound are unchanged."""
    times = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    response = draw.normal(size=times.size) * np.exp(-6.9 * times / seconds)
    direct = SAMPLE_RATE_HZ * _DIRECT_MS // 1000
    response[:direct] = 0.0
    response *= draw.uniform(*_REVERBERATION) / np.sqrt(np.square(response).sum() + 1e-9)
    response[0] = 1.0
    return convolve(samples, response.astype(np.float32))


def compress(samples: Samples, container: str, codec: str) -> Samples:
    """The samples after lossy compression; the length is unchanged."""
    file = io.BytesIO()
    soundfile.write(file, samples, SAMPLE_RATE_HZ, format=container, subtype=codec)
    file.seek(0)
    decoded, _ = soundfile.read(file, dtype="float32")
    return np.pad(decoded, (0, max(0, samples.size - decoded.size)))[: samples.size]
