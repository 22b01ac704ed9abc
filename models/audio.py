"""Sound as arrays at one rate in one channel: levels, resampling, sound files. Knows no device.

soxr resamples: torchaudio's default lets 8.2 kHz through to 16 kHz at -8 dB (soxr: -143 dB), takes 6 to 18
times as long, and has no streaming form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from models.errors import SoundFileError
from models.types import Samples

if TYPE_CHECKING:
    import soundfile

SAMPLE_RATE_HZ = 16_000
FRAME_MS = 30
FRAME_SAMPLES = SAMPLE_RATE_HZ * FRAME_MS // 1000  # 480
BLOCK_SAMPLES = 1_000_000
"""Samples of a file read at once, over all its channels."""
LARGEST_SAMPLE = 1e6
"""Floats scaled like 16-bit integers are accepted; a file beyond this holds no sound."""


def level_dbfs(samples: Samples) -> float:
    """Root mean square of (n,) samples in dB of full scale; -120 for silence."""
    if not samples.size:
        return -120.0
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return max(-120.0, 10.0 * float(np.log10(power + 1e-12)))


def mono(samples: Samples) -> Samples:
    """(n, channels) → (n,), the mean of the channels; (n,) stays as it is."""
    if samples.ndim == 1:
        return samples
    with np.errstate(invalid="ignore", over="ignore"):
        # `read` refuses samples that are no numbers, with their place in the file
        mixed: Samples = samples.mean(axis=1, dtype=np.float32)
        return mixed


def resample(samples: Samples, from_hz: float, to_hz: float = SAMPLE_RATE_HZ) -> Samples:
    """(n,) samples at one rate → (about n * to_hz / from_hz,) at another."""
    import soxr

    if from_hz == to_hz:
        return samples
    resampled: Samples = soxr.resample(samples.astype(np.float32, copy=False), from_hz, to_hz)
    return resampled


def resample_stream(
    blocks: Iterable[Samples], from_hz: float, to_hz: float = SAMPLE_RATE_HZ
) -> Iterator[Samples]:
    """`resample` for a stream of (n,) blocks without seams; the lengths of the blocks change."""
    import soxr

    if from_hz == to_hz:
        yield from blocks
        return
    resampler = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32")
    for block in blocks:
        yield resampler.resample_chunk(block)
    yield resampler.resample_chunk(np.zeros(0, np.float32), last=True)


def read(path: str | Path) -> Iterator[Samples]:
    """A sound file as (n,) blocks of at most about a second at 16 kHz: any format, rate and channels that
    libsndfile reads.

    Raises:
        SoundFileError: it is missing, a folder, unreadable, no sound file, damaged, or holds samples that are
            no numbers.
    """
    import soundfile

    where = str(path)
    with _opened(Path(path)) as handle:
        try:
            # by its descriptor, so that the content decides the format and not the name's ending
            with soundfile.SoundFile(handle.fileno(), closefd=False) as sound:
                yield from resample_stream(_blocks(sound, where), sound.samplerate)
        except soundfile.LibsndfileError as error:
            raise SoundFileError(
                "this is not a sound file that can be read",
                where=where,
                do="convert it to WAV, FLAC, OGG or MP3",
            ) from error


def load(path: str | Path) -> Samples:
    """A whole sound file, (n,) samples at 16 kHz.

    Raises:
        SoundFileError: as `read` does.
    """
    blocks = list(read(path))
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)


def _opened(path: Path) -> BinaryIO:
    where = str(path)
    try:
        if path.is_file() and not path.stat().st_size:
            raise SoundFileError("the file is empty", where=where)
        return path.open("rb")
    except FileNotFoundError as error:
        raise SoundFileError("there is no such file", where=where) from error
    except IsADirectoryError as error:
        raise SoundFileError("this is a folder, not a sound file", where=where) from error
    except PermissionError as error:
        raise SoundFileError("the file may not be read", where=where, do="allow reading it") from error
    except (OSError, ValueError) as error:  # a drive that fails, a name with a NUL in it
        raise SoundFileError(f"the file cannot be read ({error})", where=where) from error


def _blocks(sound: soundfile.SoundFile, where: str) -> Iterator[Samples]:
    """(n,) blocks at the file's own rate."""
    position = 0
    rate = sound.samplerate
    for block in sound.blocks(
        max(1, min(rate, BLOCK_SAMPLES // sound.channels)), dtype="float32", always_2d=True
    ):
        samples = mono(block)
        valid = np.abs(samples) < LARGEST_SAMPLE  # false for NaN too
        if not valid.all():
            # the program that wrote the file failed; a repaired sample could become an invented word
            first = int(np.argmin(valid))
            raise SoundFileError(
                f"its sample at {(position + first) / rate:.2f} s is {samples[first]:.3g}, no sound",
                where=where,
                do="export the file again",
            )
        position += len(samples)
        yield samples
