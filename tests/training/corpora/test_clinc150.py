"""CLINC150: the table of intents, copies, the real files."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DataError
from training import domain
from training.config import CONFIGS, read
from training.corpora import clinc150, hwu64
from training.data import leakage, splits

Shared = Callable[[str], Path]


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
    with pytest.raises(DataError, match="data_full"):
        list(clinc150.convert(path))


def test_near_identical_sentences_are_dropped_from_training(tmp_path: Path) -> None:
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


def test_real(shared_data: Shared) -> None:
    path = shared_data("clinc150")
    for converted in (clinc150.convert(path), clinc150.convert_domain(path)):
        assert not list(leakage.find(list(splits.assign(converted))))
    table = read(Path(clinc150.__file__).with_suffix(".toml"), clinc150.IntentTable)
    labels = {e.intent for e in clinc150.convert_domain(path) if e.intent}
    assert sorted(labels) == sorted([*table.same, *table.out_of_scope, *table.left_out])
    home = domain.read(CONFIGS / "home.toml").intents
    ours = {e.intent for e in hwu64.convert(shared_data("hwu64"))} | home.keys()
    assert {same.intent for same in table.same.values()} <= ours
