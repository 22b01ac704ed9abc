"""ESC-10: folds, ESC-50's table, the real files."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DataError
from tests.fixtures.corpora import empty, sounds_exist
from training.corpora import esc10

Shared = Callable[[str], Path]


def test_folds_are_the_split(tmp_path: Path) -> None:
    empty(tmp_path, "001 - Bell/1-11-A.ogg", "rain/3-12-b.ogg", "rain/4-13-a.ogg")
    assert {e.audio and e.audio.name: e.split for e in esc10.convert(tmp_path)} == {
        "1-11-A.ogg": "train", "3-12-b.ogg": "train", "4-13-a.ogg": "test"
    }  # fmt: skip
    empty(tmp_path, "rain/recording.ogg")
    with pytest.raises(DataError, match=r"recording\.ogg"):
        list(esc10.convert(tmp_path))


def test_esc50s_table_is_read(tmp_path: Path) -> None:
    (tmp_path / "meta").mkdir()
    table = tmp_path / "meta/esc50.csv"
    table.write_text("filename,fold,esc10\n1-1-A-0.wav,1,True\n2-1-A-9.wav,2,False\n5-1-A-0.wav,5,True\n")
    assert [(e.audio, e.split) for e in esc10.convert(tmp_path)] == [
        (tmp_path / "audio/1-1-A-0.wav", "train"), (tmp_path / "audio/5-1-A-0.wav", "test")
    ]  # fmt: skip
    table.write_text("filename,fold,esc10\n1-1-A-0.wav,one,True\n")
    with pytest.raises(DataError, match=r"esc50\.csv:2"):
        list(esc10.convert(tmp_path))
    table.write_text("file\n")
    with pytest.raises(DataError, match=r"esc50\.csv:1"):
        list(esc10.convert(tmp_path))


def test_real(shared_data: Shared) -> None:
    examples = list(esc10.convert(shared_data("esc10")))
    assert Counter(e.split for e in examples) == {"train": 240, "test": 80} and sounds_exist(examples)
    assert not any(e.text for e in examples)
