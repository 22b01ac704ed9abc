"""Sound files as frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from models.audio import FRAME_MS, FRAME_SAMPLES, read
from models.types import Frame, Samples


def frames(path: str | Path) -> Iterator[Frame]:
    """A sound file as 30 ms frames, read lazily; the last one is padded with zeros.

    Raises:
        SoundFileError: the file cannot be read; for a damaged file, after its intact frames.
    """
    return in_frames(read(path), fill=True)


def in_frames(blocks: Iterable[Samples], *, fill: bool) -> Iterator[Frame]:
    """(n,) blocks of any length at 16 kHz → frames; the rest is padded with zeros or dropped."""
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
