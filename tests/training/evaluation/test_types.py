"""Scores keep INTERFACE's keys, and the released files are read as they are."""

from __future__ import annotations

import json
import math

import pytest

from models import paths
from models.bundles.bundle import PARTS
from training.evaluation.types import ClassScore, Difference, Metric, Metrics, Scores, number


@pytest.mark.parametrize("part", PARTS)
def test_the_released_metrics_are_read_and_written_unchanged(part: str) -> None:
    stored = json.loads((paths.released() / part / "metrics.json").read_text("utf-8"))
    scores = Scores.from_json(stored)
    assert scores.to_json() == stored
    assert scores.baseline and scores.by_manifest
    assert all(s.model.n > 0 and s.baseline and s.model.rates for s in scores.by_manifest.values())


def test_the_keys_are_flat() -> None:
    spoken = Metrics(2, {"command_accuracy": Metric(0.5)})
    model = Metrics(
        3, {"wer": Metric(0.1, 0.0, 0.2, 40), "empty": Metric(1)},
        intents={"on": ClassScore(1.0, 0.5, 2 / 3, 2)}, speakers={"anna": Metrics(1, {"wer": Metric(0.0)})},
        groups={"age": {"child": Metrics(1, {"wer": Metric(0.3)})}}, spoken=spoken,
        details={"calibration": {"bins": []}},
    )  # fmt: skip
    written = Scores(model, Metrics(3, {"wer": Metric(0.4, 0.3, 0.5, 40)})).to_json()
    assert written == {
        "n": 3, "wer": 0.1, "wer_ci": [0.0, 0.2], "wer_n": 40, "empty": 1,
        "intents": {"on": {"precision": 1.0, "recall": 0.5, "f1": 2 / 3, "n": 2}},
        "speakers": {"anna": {"n": 1, "wer": 0.0}}, "groups": {"age": {"child": {"n": 1, "wer": 0.3}}},
        "spoken": {"n": 2, "command_accuracy": 0.5}, "calibration": {"bins": []},
        "baseline": {"n": 3, "wer": 0.4, "wer_ci": [0.3, 0.5], "wer_n": 40},
    }  # fmt: skip
    assert Scores.from_json(written) == Scores(model, Metrics(3, {"wer": Metric(0.4, 0.3, 0.5, 40)}))


def test_differences_and_groups_are_read_as_written_and_joined() -> None:
    rate = Metric(0.3, 0.2, 0.4, 9)
    apart = Difference("wer", "age", "under 18", 4, 5, rate, rate, Metric(0.0, -0.1, 0.1), 0.04)
    heard = Metrics(2, groups={"age": {"under 18": Metrics(1, {"wer": rate})}}, differences=(apart,))
    assert Metrics.from_json(json.loads(json.dumps(heard.to_json()))) == heard
    assert apart.beyond_chance
    read = Metrics(2, groups={"age": {"under 18": Metrics(1, {"slot_f1": rate}), "65 and over": Metrics(1)}})
    both = heard | read
    assert set(both.groups["age"]["under 18"].rates) == {"wer", "slot_f1"}
    assert set(both.groups["age"]) == {"under 18", "65 and over"} and both.differences == (apart,)


def test_a_null_is_no_figure_and_a_bare_value_has_no_interval() -> None:
    read = Metrics.from_json({"wer": None, "bleu": 12.0})
    assert "wer" not in read and not read["bleu"].bounded
    assert read["bleu"].ends == (12.0, 12.0) and math.isnan(read["bleu"].low)
    assert str(read["bleu"]) == "12.0" and str(Metric(0.5, 0.25, 0.75)) == "0.500 [0.250, 0.750]"


def test_two_models_figures_are_joined() -> None:
    joined = Metrics(2, {"wer": Metric(0.1)}, spoken=Metrics(1)) | Metrics(3, {"slot_f1": Metric(0.9)})
    assert set(joined.rates) == {"wer", "slot_f1"} and joined.n == 3 and joined.spoken == Metrics(1)


def test_numbers_are_as_long_as_they_need_to_be() -> None:
    assert [number(v) for v in (0.12345, 12.345, 12345.6)] == ["0.123", "12.3", "12,346"]
