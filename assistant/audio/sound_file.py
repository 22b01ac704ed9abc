"""Sound files as frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from models.audio import FRAME_MS, FRAME_SAMPLES, read
from models.types import Frame, Samples


def frames(path: str | Path) -> Iterator[Frame]:
    """A sound file as 30 ms frames, read as they are wanted, so its length does not matter; the last one is
    filled up with zeros.

    Raises:
        SoundFileError: it cannot be read; from a damaged file, after the frames that are whole.
    """
    return in_frames(read(path), fill=True)


def in_frames(blocks: Iterable[Samples], *, fill: bool) -> Iterator[Frame]:
    """(n,) blocks of any length at 16 kHz → frames; what is left over at the end is filled up with zeros, or
    dropped."""
    index, rest = 0, np.zeros(0, np.float32)
    for block in blocks:
        rest = np.concatenate([rest, block])
        whole = len(rest) // FRAME_SAMPLES
        for samples in rest[: whole * FRAME_SAMPLES].reshape(whole, FRAME_SAMPLES):
            yield Frame(samples=samples, start_ms=index * FRAME_MS)
            index += 1
        rest = rest[whole * FRAME_SAMPLES :]
    if fill and len(rest):
        yield Frame(samples=np.pad(rest, (0, FRAME_SAMPLES - len(rest))), start_ms=index * FRAME_MS)
