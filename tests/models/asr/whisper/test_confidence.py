"""The calibration of a recognizer's confidence, by hand-computed values, and its file."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from models.asr.whisper import confidence
from models.asr.whisper.confidence import Calibration, DecodingEvidence
from models.errors import CheckpointError

SURE = DecodingEvidence(-0.05, tokens=9, no_speech=0.01, retried=False, seconds=2.0)


def test_the_odds_are_a_sum_of_weighed_inputs() -> None:
    assert SURE.inputs == {
        "log_probability": -0.05, "total": pytest.approx(-0.5), "length": pytest.approx(math.log(10)),
        "retried": 0.0,
    }  # fmt: skip
    calibration = Calibration(weights={"total": 2.0, "retried": -1.0}, bias=1.0)
    assert calibration.confidence(SURE) == 0.5
    doubted = replace(SURE, retried=True)
    assert calibration.confidence(doubted) == pytest.approx(1 / (1 + math.e))
    assert 0 < Calibration(weights={"total": 1e9}, bias=0.0).confidence(SURE) < 1e-20


def test_the_file_holds_the_calibration(tmp_path: Path) -> None:
    assert confidence.read(tmp_path) is None
    known = Calibration(weights={"log_probability": 3.5}, bias=0.25)
    (tmp_path / confidence.FILE).write_text(known.model_dump_json())
    assert confidence.read(tmp_path) == known


@pytest.mark.parametrize("content", ['{"bias": 1}', '{"weights": {"loudness": 1}, "bias": 1}', "[]"])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / confidence.FILE).write_text(content)
    with pytest.raises(CheckpointError, match=r"confidence\.json"):
        confidence.read(tmp_path)
