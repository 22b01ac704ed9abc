"""The training sentences beside a checkpoint."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.errors import CheckpointError
from models.nlu import neighbours
from models.nlu.neighbours import KnownSentence

KNOWN = (
    KnownSentence("light on", "on", "request"),
    KnownSentence("light öff", "off", "request"),
    KnownSentence("who won", None),
)
STATES = np.array([[1, 0, 0.1], [0.5, 0.5, 0], [0, 0, -2]], dtype=np.float32)


def test_the_nearest_come_first(tmp_path: Path) -> None:
    neighbours.write(tmp_path, KNOWN, STATES)
    index = neighbours.read(tmp_path)
    assert index is not None and index.sentences == KNOWN
    near = index.nearest(np.array([2, 0, 0.2], dtype=np.float32), 2)
    assert [n.sentence.text for n in near] == ["light on", "light öff"]
    assert near[0].likeness == pytest.approx(1.0, abs=0.01)
    other = index.nearest(STATES[0], 5, lambda sentence: sentence.intent != "on")
    assert [n.sentence.text for n in other] == ["light öff", "who won"]


def test_a_checkpoint_without_any_and_a_damaged_file(tmp_path: Path) -> None:
    assert neighbours.read(tmp_path) is None
    (tmp_path / neighbours.FILE).write_bytes(b"nothing")
    with pytest.raises(CheckpointError, match="holds no training sentences"):
        neighbours.read(tmp_path)
