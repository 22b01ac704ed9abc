"""HWU64: slots, rows, the real files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DataError
from models.manifest import SlotLabel
from training.corpora import hwu64
from training.data import splits

Shared = Callable[[str], Path]


def test_hwu64_marks_become_offsets() -> None:
    text, slots = hwu64.unmark("wake me up at  [time : five am] [date : this week],[person :bob's]")
    assert text == "wake me up at five am this week,bob's"
    assert [(s.name, s.value, text[s.start : s.end]) for s in slots] == [
        ("time", "five am", "five am"), ("date", "this week", "this week"), ("person", "bob's", "bob's"),
    ]  # fmt: skip
    assert hwu64.unmark("[time : six]") == ("six", (SlotLabel("time", "six", 0, 3),))
    assert hwu64.unmark("no slots here ") == ("no slots here", ())


def test_hwu64_rows(tmp_path: Path) -> None:
    header = "answerid;scenario;intent;answer_annotation;answer_from_anno;answer_from_user\n"
    row = '1;alarm;set;"wake me [date : tomorrow]";"wake me tomorrow";"Wake me tomorrow."\n'
    (tmp_path / "alarm_set.csv").write_text(header + row, encoding="utf-8")
    (example,) = hwu64.convert(tmp_path)
    assert (example.text, example.intent) == ("wake me tomorrow", "alarm_set")
    (tmp_path / "alarm_set.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"alarm_set\.csv:1"):
        list(hwu64.convert(tmp_path))
    with pytest.raises(DataError, match=r"no \.csv file"):
        list(hwu64.convert(tmp_path / "empty"))


def test_real(shared_data: Shared) -> None:
    examples = list(splits.assign(hwu64.convert(shared_data("hwu64"))))
    assert len(examples) == 9960 and len({e.intent for e in examples}) == 64
    by_split = {
        split: {e.intent for e in examples if e.split == split} for split in ("train", "valid", "test")
    }
    assert all(len(intents) == 64 for intents in by_split.values())
    keys = {split: {splits.key(e.text or "") for e in examples if e.split == split} for split in by_split}
    assert not keys["train"] & keys["test"] and not keys["train"] & keys["valid"]
