"""A bundle's training data and metrics, read from its files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.commands.bundle_details import BundleFigure, details
from models.bundles import bundle
from models.bundles.bundle import Bundle
from models.errors import CheckpointError


@pytest.fixture
def mine(tmp_path: Path) -> Bundle:
    """A bundle with metrics of its classifier alone."""
    (tmp_path / "classifier").mkdir()
    (tmp_path / "bundle.toml").write_text(
        'name = "mine"\nversion = "1"\nrecognizer = "whisper-base"\n'
        'classifier = "classifier"\ngenerator = "smollm2-135m-instruct"\n'
    )
    metrics = {
        "intent_accuracy": 0.9, "intent_accuracy_ci": [0.8, 1.0], "intent_accuracy_n": 40,
        "baseline": {"intent_accuracy": 0.5}, "manifests": {"hwu64": {}},
    }  # fmt: skip
    (tmp_path / "classifier" / "metrics.json").write_text(json.dumps(metrics))
    return bundle.resolve(str(tmp_path))


def test_the_parts_metrics_stand_in_for_the_bundles(mine: Bundle) -> None:
    found = details(mine)
    (figure,) = found["figures"]
    assert (figure["model"], figure["figure"], figure["value"]) == ("classifier", "intent accuracy", 0.9)
    assert (figure["interval"], figure["before"], figure["n"]) == ((0.8, 1.0), 0.5, 40)
    assert found["learned_from"] is None and "hwu64" in found["data"][0]


def test_the_bundles_own_metrics_come_first(mine: Bundle) -> None:
    row = {"model": "recognizer", "figure": "word error rate", "on": "your recordings", "value": 0.25}
    (mine.folder / "metrics.json").write_text(json.dumps({"made": "today", "figures": [row]}))
    (mine.folder / "learned_from.json").write_text(json.dumps({"recordings": ["a", "b"]}))
    found = details(mine)
    assert [figure["on"] for figure in found["figures"]] == ["your recordings"]
    assert (found["made"], found["learned_from"]) == ("today", 2)


def test_damaged_metrics_are_named(mine: Bundle) -> None:
    (mine.folder / "metrics.json").write_text("{")
    with pytest.raises(CheckpointError, match=r"metrics\.json"):
        details(mine)


def test_a_figure_with_and_without_its_interval() -> None:
    assert (
        str(BundleFigure("recognizer", "word error rate", "an4", 0.1234, (0.1, 0.15)))
        == "0.123 [0.100, 0.150]"
    )
    assert str(BundleFigure("recognizer", "word error rate", "an4", 0.1234)) == "0.123"
