"""Samples → the same words in other circumstances, and features with holes. Knows no text and no network.

Holes after Park et al., "SpecAugment", 2019, arXiv 1904.08779; rooms after Polack's model of an echo, noise
under an exponential decay.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import soundfile

from models.asr.whisper.features import Features
from models.audio import SAMPLE_RATE_HZ, resample
from models.types import Samples
from training.recognizer.whisper.config import AugmentConfig

_TELEPHONE_HZ = 8_000
_CODECS = (("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III"))
_DIRECT_MS = 2
"""Of a room's response, the first of it is the direct sound alone."""


class Augmenter:
    """Arguments:
    config: chances and ranges.
    noises: (n,) samples each at 16 kHz to mix in; without one there is no noise.
    """

    def __init__(self, config: AugmentConfig, noises: Sequence[Samples] = ()) -> None:
        self._config, self._noises = config, noises

    def sound(self, samples: Samples, draw: np.random.Generator) -> Samples:
        """(n,) samples → (m,) samples; the same for the same state of `draw`."""
        config = self._config
        speed = draw.uniform(*config.speed)
        # soxr wants a rate, not a factor
        changed = resample(samples, round(SAMPLE_RATE_HZ * speed), SAMPLE_RATE_HZ)
        if draw.random() < config.room:
            changed = reverberate(changed, draw.uniform(*config.reverberation_s), draw)
        if self._noises and draw.random() < config.noise:
            noise = self._noises[int(draw.integers(len(self._noises)))]
            changed = mix(changed, noise, draw.uniform(*config.snr_db), draw)
        if draw.random() < config.band:
            changed = resample(resample(changed, SAMPLE_RATE_HZ, _TELEPHONE_HZ), _TELEPHONE_HZ)
        if draw.random() < config.codec:
            changed = compress(changed, *_CODECS[draw.integers(len(_CODECS))])
        louder = changed * np.float32(10 ** (draw.uniform(*config.gain_db) / 20))
        clipped: Samples = np.clip(louder, -1.0, 1.0).astype(np.float32)
        return clipped

    def holes(self, features: Features, frames: int, draw: np.random.Generator) -> Features:
        """(bands, all frames) → the same with stretches and bands of its first `frames` at their mean."""
        config, masked = self._config, features.copy()
        quiet = features[:, :frames].mean() if frames else 0.0
        for _ in range(config.time_masks):
            width = int(draw.integers(0, int(frames * config.time_mask_share) + 1))
            first = int(draw.integers(0, max(1, frames - width)))
            masked[:, first : first + width] = quiet
        for _ in range(config.band_masks):
            width = int(draw.integers(0, config.band_mask_width + 1))
            first = int(draw.integers(0, max(1, len(features) - width)))
            masked[first : first + width, :frames] = quiet
        return masked


def mix(samples: Samples, noise: Samples, snr_db: float, draw: np.random.Generator) -> Samples:
    """Speech with noise under it, the noise repeated or cut to fit; powers are means over the whole clip."""
    start = int(draw.integers(noise.size))
    fitted = np.take(noise, np.arange(start, start + samples.size), mode="wrap")
    speech_power, noise_power = (float(np.mean(np.square(s, dtype=np.float64))) for s in (samples, fitted))
    if not noise_power:
        return samples
    scale = np.sqrt(speech_power / noise_power / 10 ** (snr_db / 10))
    return (samples + np.float32(scale) * fitted).astype(np.float32)


def reverberate(samples: Samples, seconds: float, draw: np.random.Generator) -> Samples:
    """The samples in a room whose echo falls by 60 dB in `seconds`; as long and as loud as before."""
    times = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    response = draw.normal(size=times.size) * np.exp(-6.9 * times / seconds)
    direct = SAMPLE_RATE_HZ * _DIRECT_MS // 1000
    response[:direct] = 0.0
    # from a voice close to the microphone to one across the room
    response *= draw.uniform(0.1, 0.6) / np.sqrt(np.square(response).sum() + 1e-9)
    response[0] = 1.0
    size = samples.size + response.size - 1
    spectrum = np.fft.rfft(samples, size) * np.fft.rfft(response, size)
    return np.fft.irfft(spectrum, size)[: samples.size].astype(np.float32)


def compress(samples: Samples, container: str, codec: str) -> Samples:
    """The samples after lossy compression; as long as before."""
    file = io.BytesIO()
    soundfile.write(file, samples, SAMPLE_RATE_HZ, format=container, subtype=codec)
    file.seek(0)
    decoded, _ = soundfile.read(file, dtype="float32")
    return np.pad(decoded, (0, max(0, samples.size - decoded.size)))[: samples.size]
