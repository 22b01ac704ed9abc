"""The calibration of a recognizer's confidence, by hand-computed values, and its file."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from models import paths
from models.asr.whisper import confidence
from models.asr.whisper.confidence import Calibration, DecodingEvidence
from models.errors import CheckpointError

SURE = DecodingEvidence(-0.05, tokens=18)


def test_the_odds_fall_with_the_surprise_of_all_tokens() -> None:
    calibration = Calibration(weight=-2.0, bias=1.0)
    assert SURE.log_surprise == pytest.approx(0.0)
    assert calibration.confidence(SURE) == pytest.approx(1 / (1 + math.exp(-1)))
    longer = replace(SURE, log_probability=-0.099, tokens=49)
    assert longer.log_surprise == pytest.approx(math.log(5))
    assert calibration.confidence(longer) == pytest.approx(1 / (1 + 25 * math.exp(-1)))
    certain = replace(SURE, log_probability=0.0)
    assert Calibration(weight=-1e9, bias=0.0).confidence(certain) == 1.0


def test_the_file_holds_the_calibration(tmp_path: Path) -> None:
    assert confidence.read(tmp_path) is None
    known = Calibration(weight=-1.5, bias=0.25)
    (tmp_path / confidence.FILE).write_text(known.model_dump_json())
    assert confidence.read(tmp_path) == known


@pytest.mark.parametrize("content", ['{"bias": 1}', '{"weight": "much", "bias": 1}', "[]"])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / confidence.FILE).write_text(content)
    with pytest.raises(CheckpointError, match=r"confidence\.json"):
        confidence.read(tmp_path)


def test_the_released_recognizer_trusts_what_is_likely() -> None:
    released = confidence.read(paths.released() / "recognizer")
    assert released is not None
    doubtful = replace(SURE, log_probability=-0.6)
    assert released.confidence(doubtful) < 0.1 < 0.7 < released.confidence(SURE)
