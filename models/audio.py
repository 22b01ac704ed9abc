"""Sound as arrays at one rate in one channel: levels, resampling, sound files. Knows no device.

soxr resamples: torchaudio's default lets 8.2 kHz through to 16 kHz at -8 dB (soxr: -143 dB), takes 6 to 18
times as long, and has no streaming form.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from io import BytesIO
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
STEP_SAMPLES = 1024
"""Samples of each channel decoded at once: of a damaged file all is read but the damaged step."""
LOUDEST = 16.0
"""A file of floats beyond this is scaled like 16-bit integers."""
INT16 = 32_768.0
LARGEST_SAMPLE = 1e6
"""A file beyond this holds no sound."""
LOWEST_RATE_HZ = 4_000
"""Least sample rate of a file: half of it is all that is left of a voice."""
LARGEST_UNSIZED = 500_000_000
"""Bytes of a WAV file that does not tell its size."""
CANCELLED = 0.1
"""Share of the loudest channel's power in the channels' mean, below which they cancel each other out."""
_silencing = threading.Lock()


def level_dbfs(samples: Samples) -> float:
    """Root mean square of (n,) samples in dB of full scale; -120 for silence."""
    if not samples.size:
        return -120.0
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return max(-120.0, 10.0 * float(np.log10(power + 1e-12)))


def mono(samples: Samples) -> Samples:
    """(n, channels) → (n,), the mean of the channels, or the loudest where they cancel out; (n,) stays."""
    if samples.ndim == 1:
        return samples
    with np.errstate(invalid="ignore", over="ignore"):
        # `read` refuses samples that are no numbers, with their place in the file
        mixed: Samples = samples.mean(axis=1, dtype=np.float32)
        powers = np.mean(np.square(samples, dtype=np.float64), axis=0)
        if samples.size and np.mean(np.square(mixed, dtype=np.float64)) < CANCELLED * powers.max():
            mixed = np.ascontiguousarray(samples[:, int(powers.argmax())], dtype=np.float32)
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
    libsndfile reads. What a header claims of its length does not count.

    Raises:
        SoundFileError: it is missing, a folder, unreadable, no sound file, damaged (after the blocks before
            the damage), or holds samples that are no numbers.
    """
    with _opened(Path(path)) as handle:
        # by its descriptor, so that the content decides the format and not the name's ending
        yield from _samples(handle.fileno(), handle, str(path))


def decode(content: bytes, where: str) -> Iterator[Samples]:
    """`read` for a sound file in memory.

    Arguments:
        where: its name in errors.

    Raises:
        SoundFileError: as `read` does.
    """
    handle = BytesIO(content)
    yield from _samples(handle, handle, where)


def load(path: str | Path, longest_s: float | None = None) -> Samples:
    """A whole sound file, (n,) samples at 16 kHz.

    Arguments:
        longest_s: the longest file, in seconds; None for any.

    Raises:
        SoundFileError: as `read` does, or it is longer.
    """
    blocks: list[Samples] = []
    left = np.inf if longest_s is None else longest_s * SAMPLE_RATE_HZ
    for block in read(path):
        blocks.append(block)
        left -= len(block)
        if left < 0:
            raise SoundFileError(f"it lasts longer than {longest_s:.0f} s", where=str(path), do="cut it")
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


def _samples(file: int | BytesIO, handle: BinaryIO, where: str) -> Iterator[Samples]:
    """The blocks of an opened sound file, given as `_stream` takes it and as a handle."""
    import soundfile

    try:
        with _stream(file) as sound:
            unsized = not sound.frames and sound.format == "WAV"
            if not unsized:
                yield from _resampled(sound, where)
                return
        with _stream(_sized(handle, where)) as sound:
            yield from _resampled(sound, where)
    except soundfile.LibsndfileError as error:
        raise SoundFileError(
            "this is not a sound file that can be read",
            where=where,
            do="convert it to WAV, FLAC, OGG or MP3",
        ) from error


def _stream(file: int | BytesIO) -> soundfile.SoundFile:
    """An opened sound file, by its descriptor or content, that is read from its beginning to its end."""
    import soundfile

    class Stream(soundfile.SoundFile):  # type: ignore[misc]  # the library has no types
        def seekable(self) -> bool:
            # else the library seeks after each read, and an MP3 loses the rest of its frame
            return False

    with _quiet():
        return Stream(file, closefd=False)


def _sized(handle: BinaryIO, where: str) -> BytesIO:
    """A WAV file whose header gives no size, as a program writes it into a pipe, with the size that it has.

    Raises:
        SoundFileError: it is too large.
    """
    handle.seek(0)
    content = bytearray(handle.read(LARGEST_UNSIZED + 1))
    if len(content) > LARGEST_UNSIZED:
        raise SoundFileError("its header gives no size", where=where, do="convert it to FLAC")
    at = 12  # after "RIFF", its size and "WAVE"
    while at + 8 <= len(content) and content[at : at + 4] != b"data":
        at += 8 + int.from_bytes(content[at + 4 : at + 8], "little")
    if at + 8 <= len(content):
        content[4:8] = (len(content) - 8).to_bytes(4, "little")
        content[at + 4 : at + 8] = (len(content) - at - 8).to_bytes(4, "little")
    return BytesIO(content)


def _resampled(sound: soundfile.SoundFile, where: str) -> Iterator[Samples]:
    """(n,) blocks at 16 kHz, and the error of a damaged file after them."""
    if sound.samplerate < LOWEST_RATE_HZ:
        raise SoundFileError(
            f"its sample rate of {sound.samplerate} Hz holds no speech",
            where=where,
            do=f"export it at {SAMPLE_RATE_HZ} Hz",
        )
    damage: list[SoundFileError] = []
    yield from resample_stream(_blocks(sound, where, damage), sound.samplerate)
    if damage:
        raise damage[0]


def _blocks(sound: soundfile.SoundFile, where: str, damage: list[SoundFileError]) -> Iterator[Samples]:
    """(n,) blocks at the file's own rate; damage ends them, and is put into `damage`."""
    position = 0
    scale = _scale(sound)
    for block in _decoded(sound, where, damage):
        samples = mono(block)
        valid = np.abs(samples) < LARGEST_SAMPLE  # false for NaN too
        if not valid.all():
            # the program that wrote the file failed; a repaired sample could become an invented word
            first = int(np.argmin(valid))
            at_s = (position + first) / sound.samplerate
            raise SoundFileError(
                f"its sample at {at_s:.2f} s is {samples[first]:.3g}, no sound",
                where=where,
                do="export the file again",
            )
        position += len(samples)
        yield samples if scale == 1.0 else samples / np.float32(scale)


def _decoded(sound: soundfile.SoundFile, where: str, damage: list[SoundFileError]) -> Iterator[Samples]:
    """(n, channels) blocks of about a second."""
    import soundfile

    size = max(1, min(sound.samplerate, BLOCK_SAMPLES // sound.channels))
    steps: list[Samples] = []
    position = held = 0
    while not damage:
        try:
            with _quiet() if sound.format == "MP3" else nullcontext():
                step = sound.read(min(size, STEP_SAMPLES), dtype="float32", always_2d=True)
        except soundfile.LibsndfileError:
            # what comes before it can be heard
            at_s = position / sound.samplerate
            damage.append(
                SoundFileError(f"it is damaged at {at_s:.2f} s", where=where, do="export the file again")
            )
            break
        # a header may claim more than the file holds
        if not len(step):
            break
        steps.append(step)
        position, held = position + len(step), held + len(step)
        if held >= size:
            yield np.concatenate(steps)
            steps, held = [], 0
    if steps:
        yield np.concatenate(steps)


def _scale(sound: soundfile.SoundFile) -> float:
    """The divisor of a file's samples: floats may be scaled like 16-bit integers."""
    if sound.subtype not in ("FLOAT", "DOUBLE"):
        return 1.0
    largest = 0.0
    while len(step := sound.read(BLOCK_SAMPLES // sound.channels, dtype="float32", always_2d=True)):
        largest = max(largest, float(np.abs(step, where=np.isfinite(step), out=np.zeros_like(step)).max()))
    sound.seek(0)
    return INT16 if LOUDEST < largest < LARGEST_SAMPLE else 1.0


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the MP3 decoder writes about a damaged file from the terminal: its errors are raised."""
    # the process has one stderr: two threads at once would lose it
    with _silencing:
        kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nothing, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nothing)
