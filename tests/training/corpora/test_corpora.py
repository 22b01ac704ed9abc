import json
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DataError
from training.corpora import CORPORA, clinc150, goemotions, hwu64
from training.data import leakage, splits


def test_hwu64_marks_become_offsets() -> None:
    text, slots = hwu64.unmark("wake me up at  [time : five am] [date : this week],[person :bob's]")
    assert text == "wake me up at five am this week,bob's"
    assert [(s.name, s.value, text[s.start : s.end]) for s in slots] == [
        ("time", "five am", "five am"), ("date", "this week", "this week"), ("person", "bob's", "bob's"),
    ]  # fmt: skip
    assert hwu64.unmark("[time : six]") == ("six", (hwu64.SlotLabel("time", "six", 0, 3),))
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


def test_clinc150_follows_its_table(tmp_path: Path) -> None:
    rows = {
        "train": [
            ["five minute timer", "timer"],
            ["is my card blocked", "account_blocked"],
            ["wake me at six", "alarm"],
        ],
        "val": [["stop the timer", "timer"], ["which shots do i need", "vaccines"]],
        "oos_train": [["what is the largest state", "oos"], ["how many onions do i have", "oos"]],
    }
    path = tmp_path / "data_full.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    found = {e.text: e for e in clinc150.convert(tmp_path)}
    assert found["five minute timer"].intent == "timer_set" and found["five minute timer"].slots is None
    assert found["is my card blocked"].out_of_scope
    assert "wake me at six" not in found and "stop the timer" not in found
    assert found["which shots do i need"].split == "test"
    assert "what is the largest state" not in found and found["how many onions do i have"].out_of_scope
    own = list(clinc150.convert_domain(path))
    assert Counter(e.split for e in own) == {"train": 5, "valid": 2} and own[0].intent == "timer"
    path.write_text("{}]", encoding="utf-8")
    with pytest.raises(DataError, match="not CLINC150"):
        list(clinc150.convert(path))


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


def test_what_is_scored_is_not_learnt_in_other_words(tmp_path: Path) -> None:
    rows = {
        "train": [["please tell me my apr", "apr"], ["set a timer", "timer"]],
        "val": [["tell me my apr", "apr"], ["tell me the apr", "apr"]],
        "oos_val": [["who is that", "oos"]],
    }
    path = tmp_path / "data_full.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert [e.text for e in clinc150.convert_domain(path) if e.split == "train"] == ["set a timer"]
    assert [e.text for e in clinc150.convert_domain(path) if e.split == "valid"][:2] == [
        "tell me my apr",
        "tell me the apr",
    ]
    assert {e.text for e in clinc150.convert(path) if e.split != "test"} == {"set a timer"}


def test_every_corpus_names_its_page_and_licence() -> None:
    for name, (_, about) in CORPORA.items():
        assert "://" in about or "as the project's" in about, name
        assert "licen" in about.lower(), name


def test_the_original_files(shared_data: Callable[[str], Path]) -> None:
    examples = list(splits.assign(hwu64.convert(shared_data("hwu64"))))
    assert len(examples) == 9960 and len({e.intent for e in examples}) == 64
    by_split = {
        split: {e.intent for e in examples if e.split == split} for split in ("train", "valid", "test")
    }
    assert all(len(intents) == 64 for intents in by_split.values())
    keys = {split: {splits.key(e.text or "") for e in examples if e.split == split} for split in by_split}
    assert not keys["train"] & keys["test"] and not keys["train"] & keys["valid"]

    path = shared_data("clinc150")
    moods = shared_data("goemotions")
    for converted in (clinc150.convert(path), clinc150.convert_domain(path), goemotions.convert(moods)):
        assert not list(leakage.find(list(splits.assign(converted))))
    table = tomllib.loads(Path(clinc150.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    known = [*table["same"], *table["out_of_scope"], *table["left_out"]]
    labels = {label for rows in clinc150._read(path).values() for _, label in rows} - {"oos"}
    assert sorted(known) == sorted(labels)
    ours = {e.intent for e in examples} | {e.intent for e in clinc150.convert(path)}
    assert {same["intent"] for same in table["same"].values()} <= ours
