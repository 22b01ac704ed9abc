"""Values of replies: one per placeholder, consistent with each other, and by split."""

import random

import pytest

from models.manifest import SPLITS, Split
from training.corpora.own.values import Values

NAMES = [f"name {n}" for n in range(40)]


def values(split: Split, seed: int = 0) -> Values:
    return Values({"item": ["milk", "eggs"], "who": NAMES}, random.Random(seed), split)


def test_a_placeholder_has_one_value() -> None:
    drawn = values("train")
    one = drawn.fill("{clock} and {clock_2}")
    assert drawn.fill("{clock} and {clock_2}") == one and drawn.fill("{clock}", str.lower) in one.lower()


def test_derived_values_fit_the_drawn_ones() -> None:
    for seed in range(20):
        drawn = values("train", seed)
        item = drawn.fill("{item}")
        assert drawn.fill("{Item} {is_item}") == f"{item.capitalize()} {'are' if item == 'eggs' else 'is'}"
        left, sign, right = drawn.fill("{sum}").split()
        expected = {"plus": int(left) + int(right), "minus": int(left) - int(right)}.get(sign)
        expected = int(left) * int(right) if expected is None else expected
        assert drawn.fill("{answer}") == f"{expected:,}"


def test_long_lists_share_no_value_between_splits() -> None:
    drawn = {split: {values(split, seed).fill("{who}") for seed in range(60)} for split in SPLITS}
    assert not drawn["train"] & drawn["test"] and not drawn["train"] & drawn["valid"]
    assert all(names <= set(NAMES) for names in drawn.values())


@pytest.mark.parametrize("kind", ["clock", "date", "duration", "year", "money", "percent", "degrees"])
def test_generated_values_follow_the_seed(kind: str) -> None:
    assert values("test", 3).fill(f"{{{kind}}}") == values("test", 3).fill(f"{{{kind}}}") != f"{{{kind}}}"
