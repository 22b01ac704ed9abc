"""Paired changes against counts by hand, and what they allow."""

from __future__ import annotations

import pytest

from models.manifest import Example
from models.types import Transcript
from training.evaluation.recognizer import score
from training.personal import proof


def test_word_errors_are_pooled_and_paired() -> None:
    change = proof.errors([2, 0, 1, 1], [1, 0, 1, 0], [4, 2, 2, 2], "here")
    assert (change.before.value, change.after.value) == (0.4, 0.2)
    assert change.difference.value == pytest.approx(-0.2) and change.difference.high <= 0
    assert change.after.n == 10 and change.loss == pytest.approx(-0.2)


def test_no_change_has_no_width() -> None:
    change = proof.shares([True, False, True], [True, False, True], "share right", "here")
    assert (change.difference.value, change.difference.low, change.difference.high) == (0.0, 0.0, 0.0)
    assert change.before.low < change.before.high and not change.sure


def test_the_owners_figures_may_not_be_worse_at_all() -> None:
    better, worse = proof.errors([1, 1], [0, 1], [5, 5], "mine"), proof.errors([0, 1], [1, 1], [5, 5], "mine")
    assert proof.judge("recognizer", [better], [], 0.01).kept
    refused = proof.judge("recognizer", [worse], [], 0.5)
    assert (
        not refused.kept and "mine: the word error rate would be worse, 0.100 → 0.200" in refused.reasons[0]
    )


def test_general_figures_may_lose_the_margin_and_no_more() -> None:
    lost = proof.shares([True] * 100, [True] * 98 + [False] * 2, "share right", "general sentences")
    assert proof.judge("classifier", [], [lost], 0.02).kept
    refused = proof.judge("classifier", [], [lost], 0.01)
    assert "general sentences: the share right would lose more than 0.01" in refused.reasons[0]


def test_whom_it_helps() -> None:
    assert proof.by_speaker({"a": -1, "b": 0, "c": 2}) == {"helped": ["a"], "nothing": ["b"], "hurt": ["c"]}
    low, high = proof.over_speakers([-2, -2, -2], [10, 10, 10])
    assert low == high == pytest.approx(-0.2)


def test_the_figure_of_clips_names_its_unit() -> None:
    chinese = score(Example(text="设定", language="zh"), Transcript("设度"), 1.0, 0.1)
    english = score(Example(text="turn it on"), Transcript("turn it off"), 1.0, 0.1)
    change = proof.word_errors([chinese], [chinese], "here")
    assert change.figure == proof.CHARACTER_ERRORS and change.before.value == 0.5
    assert proof.rate_name([english]) == proof.WORD_ERRORS


def test_nothing_gained_is_nothing_learned() -> None:
    same = proof.errors([0, 1], [0, 1], [5, 5], "mine")
    assert proof.judge("recognizer", [same], [], 0.02).kept
    refused = proof.judge("recognizer", [same], [], 0.02, gains=False)
    assert not refused.kept and "mine: nothing would be gained" in refused.reasons[0]
    better = proof.errors([1, 1], [0, 1], [5, 5], "mine")
    assert proof.judge("recognizer", [better], [], 0.02, gains=False).kept
