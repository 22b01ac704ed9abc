"""Charts as SVG documents: the same every time, in two colour schemes, with their text as text."""

from __future__ import annotations

import warnings
from xml.etree import ElementTree

from training.evaluation.types import Metric
from training.report import charts
from training.report.sections import Chart
from training.trainer.log import Epoch, Log, Step

LOG = Log(
    [Step(0, i, 1 / i) for i in range(1, 30)], [Epoch(e, {"score": e / 9, "loss": 3.0 - e}) for e in range(3)]
)


def texts(svg: str) -> str:
    return " ".join(
        "".join(node.itertext()) for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("text")
    )


def test_a_run_has_a_chart_for_the_loss_and_one_for_each_axis_of_scores() -> None:
    loss, scores = charts.curves(LOG)
    assert "step" in texts(loss.light) and "epoch" in texts(scores.light)
    assert charts.curves(LOG) == [loss, scores]
    assert "kept" in scores.caption and "#22262b" in loss.light and "#e6e3dc" in loss.dark
    mixed = Log([], [Epoch(0, {"score": 0.5, "accuracy": 0.5, "f1": 0.4, "nll": 3.0})])
    assert [c.caption.split(";")[0] for c in charts.curves(mixed)] == [
        "Validation, scores",
        "Validation, nll",
    ]


def test_calibration_marks_the_thresholds() -> None:
    reliability, risk = charts.calibration([0.9, 0.9, 0.6, 0.3], [True, True, False, False], {"reject": 0.5})
    assert "reject 0.50" in texts(reliability.light) and "reject 0.50" in texts(risk.dark)
    assert charts.calibration([], [], {}) == []


def test_groups_name_their_utterances_and_learning_its_points() -> None:
    rows = [("b$x$", 50, Metric(0.3, 0.2, 0.4), None), ("anna", 40, Metric(0.1, 0.0, 0.2), Metric(0.2))]
    (drawn,) = charts.groups("word error rate", rows)
    assert isinstance(drawn, Chart) and "b$x$ (50)" in texts(drawn.light) and "base" in texts(drawn.light)
    with warnings.catch_warnings(action="error"):
        # which no font of matplotlib's has
        (drawn,) = charts.groups("character error rate", [("小明", 2, Metric(0.5), None)])
    assert "小明 (2)" in texts(drawn.light)
    many = charts.groups("rate", [("n", 1, Metric(0.5), None)] * 41)
    assert "The 40 worst of 41." in many[0].caption
    assert charts.groups("rate", []) == charts.learning("rate", []) == []
    (curve,) = charts.learning("rate", [(0, Metric(0.4)), (10, Metric(0.2, 0.1, 0.3))])
    assert "0: 0.400, 10: 0.200" in curve.caption
