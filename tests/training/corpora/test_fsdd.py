"""Spoken digits: names, splits, the real files."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DataError
from tests.fixtures.corpora import empty, speakers_cross
from training.corpora import fsdd
from training.data import splits

Shared = Callable[[str], Path]


def test_names_say_all(tmp_path: Path) -> None:
    empty(tmp_path / "recordings", "7_ann_0.wav", "7_ann_5.wav", "0_bob_12.wav")
    examples = list(fsdd.convert(tmp_path))
    assert [(e.text, e.speaker, e.split) for e in examples] == [
        ("zero", "bob", "train"),
        ("seven", "ann", "test"),
        ("seven", "ann", "valid"),
    ]
    apart = list(splits.assign(fsdd.convert_speakers(tmp_path)))
    assert not speakers_cross(apart) and {e.split for e in apart} == {"train", "test"}


@pytest.mark.parametrize("name", ["seven_ann_0.wav", "7_ann.wav"])
def test_another_name_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="no \\.wav"):
        list(fsdd.convert(tmp_path))
    empty(tmp_path, name)
    with pytest.raises(DataError, match=name):
        list(fsdd.convert(tmp_path))


def test_real(shared_data: Shared) -> None:
    folder = shared_data("fsdd")
    assert Counter(e.split for e in fsdd.convert(folder)) == {"train": 2050, "valid": 200, "test": 250}
    apart = list(splits.assign(fsdd.convert_speakers(folder)))
    assert Counter(e.split for e in apart) == {
        "train": 1500,
        "valid": 500,
        "test": 500,
    } and not speakers_cross(apart)
