"""Reader of the CTranslate2 `model.bin` format: tensors by name, without their meaning."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.errors import CheckpointError

Tensors = dict[str, NDArray[Any]]

DTYPES = (np.dtype("<f4"), np.dtype("<i1"), np.dtype("<i2"), np.dtype("<i4"), np.dtype("<f2"))
"""NumPy types by the format's type number."""
FORMAT_VERSION = 6


def read(file: Path) -> Tensors:
    """All tensors by name, tied ones under both names; the arrays are views of the mapped file.

    Raises:
        CheckpointError: the file is not a model.bin of the known version, or ends early.
    """
    try:
        reader = _Reader(np.memmap(file, dtype=np.uint8, mode="r"))
        if (version := reader.number("I")) != FORMAT_VERSION:
            raise CheckpointError(f"model.bin of version {version}, not {FORMAT_VERSION}", where=str(file))
        reader.string()  # the specification's name
        reader.number("I")  # its revision
        tensors: Tensors = {}
        for _ in range(reader.number("I")):
            name = reader.string()
            tensors[name] = reader.tensor()
        for _ in range(reader.number("I")):
            name = reader.string()
            tensors[name] = tensors[reader.string()]
    except (struct.error, ValueError, IndexError, KeyError) as error:
        raise CheckpointError(f"not a complete CTranslate2 model ({error})", where=str(file)) from error
    return tensors


class _Reader:
    """Cursor over the mapped bytes: little-endian; strings have a length prefix and a closing NUL."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data, self.at = data, 0

    def number(self, code: str) -> int:
        size = struct.calcsize(code)
        (value,) = struct.unpack(f"<{code}", self.take(size).tobytes())
        return int(value)

    def string(self) -> str:
        return self.take(self.number("H")).tobytes()[:-1].decode()

    def tensor(self) -> NDArray[Any]:
        shape = [self.number("I") for _ in range(self.number("B"))]
        dtype = DTYPES[self.number("B")]
        return self.take(self.number("I")).view(dtype).reshape(shape)

    def take(self, size: int) -> NDArray[np.uint8]:
        taken = self.data[self.at : self.at + size]
        if len(taken) != size:
            raise ValueError("it ends early")
        self.at += size
        return taken
