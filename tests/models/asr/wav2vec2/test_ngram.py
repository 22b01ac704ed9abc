"""The letter model beside a checkpoint."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from models.asr.wav2vec2 import ngram
from models.asr.wav2vec2.ngram import DISCOUNT, END, START, NGram
from models.errors import CheckpointError

MODEL = NGram(
    order=2,
    counts={"": {"a": 2.0, "b": 1.0, END: 1.0}, START: {"a": 2.0}, "a": {"b": 1.0, END: 1.0}},
    weight=0.5,
    bonus=0.25,
)


def test_the_longest_context_counts_and_the_shorter_ones_smooth() -> None:
    shorter = (2.0 - DISCOUNT + DISCOUNT * 3 * 0.25) / 4.0
    assert MODEL.probability("", "a") == pytest.approx(shorter)
    assert MODEL.probability(START, "a") == pytest.approx((2.0 - DISCOUNT + DISCOUNT * shorter) / 2.0)
    # an unseen context is as the shorter one, and only its last letter matters
    assert MODEL.probability("q", "a") == MODEL.probability("", "a")
    assert MODEL.probability("ba", "b") == MODEL.probability("a", "b")


def test_the_end_gets_no_bonus() -> None:
    weighed = 0.5 * math.log(MODEL.probability("a", "b"))
    assert MODEL.score("a", "b") == pytest.approx(weighed + 0.25)
    assert MODEL.score("a", END) == pytest.approx(0.5 * math.log(MODEL.probability("a", END)))


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert ngram.read(tmp_path) is None
    ngram.write(tmp_path, MODEL)
    assert ngram.read(tmp_path) == MODEL


@pytest.mark.parametrize("content", ["", "[]", '{"order": 0}'])
def test_another_file_is_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / ngram.FILE).write_text(content)
    with pytest.raises(CheckpointError, match="no language model"):
        ngram.read(tmp_path)
