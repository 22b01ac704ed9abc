"""Simulated rooms: speech across a room, as a microphone hears it. Knows no text and no network.

Responses by pyroomacoustics (Scheibler et al. 2018, arXiv 1710.04196): image sources up to the third order,
traced rays beyond.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from safetensors.numpy import load_file, save_file

from models import files
from models.audio import SAMPLE_RATE_HZ
from models.command_line import err
from models.types import Samples
from training.recognizer.mixing import convolve, mix

_SMALLEST_M, _LARGEST_M = (2.5, 2.2, 2.3), (9.0, 7.0, 3.5)
_REVERBERATION_S = (0.2, 1.2)
"""Range of the time in which an echo falls by 60 dB."""
_MARGIN_M = 0.2
"""Least distance of voice, noise and microphone from a wall."""
_DISTANCE_M = (1.0, 6.0)
"""Range of the distance from voice to microphone."""
_VOICE_HEIGHT_M, _MICROPHONE_HEIGHT_M = (1.0, 1.8), (0.4, 1.6)
_BANDS_HZ = (125, 250, 500, 1000, 2000, 4000, 8000)
_IMAGE_ORDER, _RAYS = 3, 4000
_SPEED_OF_SOUND_M_S = 343.0
_CURVE_HZ = (60.0, 120.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 7800.0)
_CURVE_DB = 4.0
"""Standard deviation of a microphone's curve at each of these frequencies."""
_LOW_CUT_HZ = (40.0, 250.0)
"""Range of the frequency below which a small microphone hears little."""
_SELF_NOISE_DB = (25.0, 60.0)
"""Range of the distance of a microphone's own noise below the sound."""
_LEVEL_DBFS = (-45.0, -20.0)
_CLIPPED, _OVERDRIVE_DB = 0.05, (12.0, 24.0)
"""Chance of a clipped sound, and the level of its mean above the usual."""
_AROUND_S = (0.0, 0.3)
"""Range of the sound of the room before and after an utterance."""


@dataclass(frozen=True, slots=True)
class Room:
    """The impulse responses from two places of a room to one microphone, each of energy 1."""

    voice: Samples
    """(n,) at 16 kHz; begins with the direct sound."""
    noise: Samples
    """(m,)"""


def simulate(draw: np.random.Generator) -> Room:
    """A room of random size, walls and positions."""
    import pyroomacoustics

    size = draw.uniform(_SMALLEST_M, _LARGEST_M)
    seconds = np.exp(draw.uniform(*np.log(_REVERBERATION_S)))
    surface = 2 * (size[0] * size[1] + size[0] * size[2] + size[1] * size[2])
    # Sabine's law; the walls of a large room cannot swallow an echo in an instant
    absorption = min(0.8, 0.161 * float(np.prod(size)) / seconds / surface)
    # carpets and curtains absorb high frequencies, panels low ones
    slope = draw.uniform(-0.1, 0.35)
    by_band = absorption * 2 ** (slope * (np.log2(_BANDS_HZ) - np.log2(1000)))
    walls = {
        wall: pyroomacoustics.Material(
            {"coeffs": np.clip(by_band * draw.uniform(0.6, 1.4), 0.01, 0.95), "center_freqs": _BANDS_HZ},
            {"coeffs": [draw.uniform(0.05, 0.6)] * len(_BANDS_HZ), "center_freqs": _BANDS_HZ},
        )
        for wall in ("east", "west", "north", "south", "floor", "ceiling")
    }
    microphone = _place(size, draw, _MICROPHONE_HEIGHT_M)
    voice = _place(size, draw, _VOICE_HEIGHT_M)
    while not _DISTANCE_M[0] <= np.linalg.norm(voice - microphone) <= _DISTANCE_M[1]:
        microphone, voice = _place(size, draw, _MICROPHONE_HEIGHT_M), _place(size, draw, _VOICE_HEIGHT_M)
    noise = _place(size, draw, (_MARGIN_M, size[2] - _MARGIN_M))
    room = pyroomacoustics.ShoeBox(
        size, fs=SAMPLE_RATE_HZ, materials=walls, max_order=_IMAGE_ORDER, air_absorption=True,
        ray_tracing=True,
    )  # fmt: skip
    room.set_ray_tracing(n_rays=_RAYS)
    room.add_source(voice)
    room.add_source(noise)
    room.add_microphone(microphone)
    pyroomacoustics.random.seed(int(draw.integers(2**31)))
    room.compute_rir()
    longest = int(1.2 * seconds * SAMPLE_RATE_HZ)
    return Room(*(
        response_from(response, float(np.linalg.norm(place - microphone)), longest)
        for response, place in zip(room.rir[0], (voice, noise), strict=True)
    ))  # fmt: skip


def _place(
    size: NDArray[np.float64], draw: np.random.Generator, height_m: tuple[float, float]
) -> NDArray[np.float64]:
    x, y = draw.uniform(_MARGIN_M, size[:2] - _MARGIN_M)
    return np.array([x, y, draw.uniform(*height_m)])


def response_from(response: Samples, metres: float, longest: int) -> Samples:
    """A response from its direct sound on, of energy 1.

    Arguments:
        metres: from source to microphone.
        longest: samples after which it is cut.
    """
    first = int(metres / _SPEED_OF_SOUND_M_S * SAMPLE_RATE_HZ)
    kept = np.asarray(response[first : first + longest], dtype=np.float32)
    return np.asarray(kept / np.sqrt(np.square(kept).sum() + 1e-12), dtype=np.float32)


def simulated(count: int, seed: int, kept: Path) -> list[Room]:
    """Rooms that follow from the seed and their numbers.

    Arguments:
        kept: file of the responses, so that a resumed run does not compute them again.
    """
    known = load_file(kept) if kept.is_file() else {}
    for number in track(range(count), "simulating rooms", transient=True, console=err):
        if f"{seed}.{number}.voice" not in known:
            room = simulate(np.random.default_rng((seed, number)))
            known |= {f"{seed}.{number}.voice": room.voice, f"{seed}.{number}.noise": room.noise}
    with files.replacing(kept, shared=True) as draft:
        save_file(known, draft)
    return [Room(known[f"{seed}.{n}.voice"], known[f"{seed}.{n}.noise"]) for n in range(count)]


def across(
    samples: Samples, room: Room, noise: Samples | None, snr_db: float, draw: np.random.Generator
) -> Samples:
    """Speech as a microphone across the room hears it, with a little of the room before and after.

    Arguments:
        noise: heard from its own place; repeated or cut to the length.
        snr_db: signal-to-noise ratio at the microphone, of means over the whole sound.
    """
    before, after = (np.zeros(int(draw.uniform(*_AROUND_S) * SAMPLE_RATE_HZ), np.float32) for _ in range(2))
    heard = convolve(np.concatenate([before, samples, after]), room.voice)
    if noise is not None:
        heard = mix(heard, convolve(noise, room.noise), snr_db, draw)
    return through_microphone(heard, draw)


def through_microphone(samples: Samples, draw: np.random.Generator) -> Samples:
    """The samples with the frequency curve, noise, level and limits of a random microphone."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(samples.size, 1 / SAMPLE_RATE_HZ)
    curve_db = np.interp(np.log(hertz + 1.0), np.log(_CURVE_HZ), draw.normal(0.0, _CURVE_DB, len(_CURVE_HZ)))
    low_cut = 1 / np.sqrt(1 + (draw.uniform(*_LOW_CUT_HZ) / (hertz + 1.0)) ** 4)
    heard = np.fft.irfft(spectrum * low_cut * 10 ** (curve_db / 20), samples.size)
    loudness = np.sqrt(np.square(heard).mean() + 1e-12)
    heard += draw.normal(size=heard.size) * loudness * 10 ** (-draw.uniform(*_SELF_NOISE_DB) / 20)
    level_dbfs = draw.uniform(*_LEVEL_DBFS)
    if draw.random() < _CLIPPED:
        level_dbfs = draw.uniform(*_OVERDRIVE_DB) - 20.0
    heard = np.clip(heard * 10 ** (level_dbfs / 20) / loudness, -1.0, 1.0)
    # 16-bit samples
    return np.asarray(np.round(heard * 32767) / 32767, dtype=np.float32)
