"""The reader of CTranslate2's format, on files written by hand."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from models.errors import CheckpointError
from models.weights.convert import model_bin


def string(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def header(version: int = 6, count: int = 2) -> bytes:
    return struct.pack("<I", version) + string("SomeSpec") + struct.pack("<II", 3, count)


MATRIX = string("a/weight") + struct.pack("<BIIBI", 2, 2, 3, 4, 12) + np.arange(6, dtype="<f2").tobytes()
SCALAR = string("a/heads") + struct.pack("<BBI", 0, 2, 2) + struct.pack("<h", 8)
ALIASES = struct.pack("<I", 1) + string("b/weight") + string("a/weight")


def test_tensors_scalars_and_aliases(tmp_path: Path) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(header() + MATRIX + SCALAR + ALIASES)
    tensors = model_bin.read(file)
    assert set(tensors) == {"a/weight", "a/heads", "b/weight"}
    np.testing.assert_array_equal(tensors["a/weight"], [[0, 1, 2], [3, 4, 5]])
    assert tensors["a/weight"].dtype == np.float16
    assert tensors["a/heads"].shape == () and int(tensors["a/heads"]) == 8
    assert tensors["b/weight"] is tensors["a/weight"]


@pytest.mark.parametrize("length", [0, 3, 20, 40, 60])
def test_a_file_that_ends_early(tmp_path: Path, length: int) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes((header() + MATRIX + SCALAR + ALIASES)[:length])
    with pytest.raises(CheckpointError, match="not a complete CTranslate2 model"):
        model_bin.read(file)


def test_another_version(tmp_path: Path) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(header(version=7) + MATRIX)
    with pytest.raises(CheckpointError, match="version 7, not 6"):
        model_bin.read(file)
