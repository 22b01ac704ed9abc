"""Rare kinds of sentences are drawn more often than their share."""

import random
from collections import Counter

import pytest

from models.manifest import CommandLabel, Example
from models.types import Modifiers
from training.classifier.balance import DANGER, kind_of, sample, weights

ONE = Example(text="on", commands=(CommandLabel(0, 2, dialogue_act="request"),))
TWO = Example(text="on off", commands=(CommandLabel(0, 2), CommandLabel(3, 6)))


def test_kinds_differ_by_what_the_heads_learn() -> None:
    later = Example(text="on", commands=(CommandLabel(0, 2, modifiers=Modifiers(at="on")),))
    follows = Example(text="on", commands=(CommandLabel(0, 2, relation="follow_up"),))
    every = [ONE, TWO, later, follows, Example(text="on", danger=True), Example(text="on", intent="a")]
    assert len({kind_of(example) for example in every}) == 6
    assert kind_of(ONE) == kind_of(Example(text="off", dialogue_act="request", slots=()))


def test_a_kinds_weight_is_the_root_of_its_number() -> None:
    found = weights([ONE] * 9 + [TWO])
    assert sum(found[:9]) == pytest.approx(3.0) and found[9] == 1.0


def test_the_heavier_are_drawn_more_often_and_none_twice() -> None:
    draw, heavy = random.Random(0), weights([ONE] * 100 + [TWO] * 4)
    seen: Counter[bool] = Counter()
    for _ in range(300):
        chosen = sample(heavy, 12, draw)
        assert len(set(chosen)) == 12 and chosen == sorted(chosen)
        seen.update(i >= 100 for i in chosen)
    # 2 of 12 by weight, at most, since there are 4; 0.5 by number
    assert 1.3 < seen[True] / 300 < 2.2
    assert sample([1.0, 2.0], 5, draw) == [0, 1]


def test_danger_is_drawn_more_often() -> None:
    one = Example(text="help", danger=True)
    assert weights([one] * 4 + [ONE] * 4) == pytest.approx([DANGER / 2] * 4 + [0.5] * 4)
