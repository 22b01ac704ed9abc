"""GoEmotions: single labels, wrong lines, the real files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DataError
from training.corpora import goemotions
from training.data import leakage

Shared = Callable[[str], Path]


def test_goemotions_keeps_single_labels(tmp_path: Path) -> None:
    (tmp_path / "labels.txt").write_text("ambiguous\nnegative\nneutral\npositive\n", encoding="utf-8")
    (tmp_path / "train.tsv").write_text("I love it\t3\tx\nBoth\t1,3\ty\n", encoding="utf-8")
    (tmp_path / "dev.tsv").write_text("Meh\t2\tz\n", encoding="utf-8")
    love, meh = goemotions.convert(tmp_path)
    assert (love.text, love.sentiment, meh.sentiment, meh.split) == (
        "I love it",
        "positive",
        "neutral",
        "test",
    )
    (tmp_path / "dev.tsv").write_text("fine\t2\ta\nMeh 2 z\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"dev\.tsv:2"):
        list(goemotions.convert(tmp_path))


def test_unknown_labels_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "labels.txt").write_text("positive\nangry\n", encoding="utf-8")
    with pytest.raises(DataError, match="labels other than"):
        list(goemotions.convert(tmp_path))


def test_real(shared_data: Shared) -> None:
    examples = list(goemotions.convert(shared_data("goemotions")))
    assert {e.sentiment for e in examples} == {"positive", "negative", "neutral", "ambiguous"}
    assert not list(leakage.find(examples))
