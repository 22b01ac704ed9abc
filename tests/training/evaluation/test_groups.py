"""Groups of speakers: bands of age, figures of each group, and differences told from chance."""

from __future__ import annotations

import numpy as np
import pytest

from models.manifest import Example
from training.evaluation import groups
from training.evaluation.types import Metric, Metrics


def people(n: int, texts: int, **known: object) -> list[Example]:
    """Each of `n` speakers with a number of texts."""
    first = str(known)
    return [Example(text="x", speaker=f"{first} {i}", **known) for i in range(n) for _ in range(texts)]  # type: ignore[arg-type]


def test_a_manifest_names_the_groups_as_far_as_it_knows() -> None:
    assert groups.groups_of(Example(text="x")) == {}
    assert groups.groups_of(Example(text="x", age=17, gender="f", native_language="zh")) == {
        "age": "under 18", "gender": "f", "native language": "zh",
    }  # fmt: skip
    ages = [groups.groups_of(Example(text="x", age=age))["age"] for age in (0, 18, 64, 65)]
    assert ages == ["under 18", "18 to 64", "18 to 64", "65 and over"]


def test_a_kind_with_a_single_group_is_not_broken_down() -> None:
    examples = [*people(1, 2, gender="f", age=9), *people(1, 1, gender="m", age=9)]
    found = groups.by_group(examples, lambda e: e, lambda some: Metrics(len(some)))
    assert {kind: {name: m.n for name, m in of.items()} for kind, of in found.items()} == {
        "gender": {"f": 2, "m": 1}
    }


def test_speakers_are_drawn_and_not_their_texts() -> None:
    examples = [*people(3, 40, gender="f"), *people(3, 40, gender="m")]
    # every text of the first group is wrong, none of the second; yet six speakers show little
    wrong = np.array([[e.gender == "f", 1] for e in examples], dtype=float)
    (found,) = [d for d in groups.differences(examples, {"wer": wrong}) if d.kind == "gender"]
    assert (found.group, found.units, found.other_units) == ("f", 3, 3)
    assert (found.value.value, found.others.value, found.difference.value) == (1.0, 0.0, 1.0)
    # two of the twenty ways to part six speakers are so far apart
    assert found.p == pytest.approx(0.1) and not found.beyond_chance


def test_comparisons_of_a_figure_are_corrected_together() -> None:
    examples = [e for g in "abc" for e in people(6, 1, native_language=g)]
    wrong = np.array([[e.native_language == "a", 1] for e in examples], dtype=float)
    one = {d.group: d for d in groups.differences(examples, {"wer": wrong})}
    assert list(one) == ["a", "b", "c"] and one["a"].beyond_chance
    # Holm: the smallest of three is tripled, and no later one falls below an earlier one
    draws = groups.PERMUTATIONS + 1
    assert one["a"].p * draws == pytest.approx(round(one["a"].p * draws)) and one["a"].p < 0.01
    assert one["b"].p == one["c"].p >= one["a"].p


def test_single_speakers_are_compared_by_their_texts() -> None:
    examples = [*people(1, 30, gender="f"), *people(1, 30, gender="m")]
    wrong = np.array([[e.gender == "f", 1] for e in examples], dtype=float)
    # a gender of one speaker is not compared
    (found,) = groups.differences(examples, {"wer": wrong})
    assert found.kind == groups.SPEAKER and found.units == 30 and found.beyond_chance


def test_an_example_that_a_figure_is_not_about_is_left_out() -> None:
    examples = [*people(3, 1, gender="f"), *people(3, 1, gender="m"), *people(3, 1)]
    counts = np.array([[0, 0], [1, 2], [0, 2], [1, 2], [0, 2], [1, 2], [0, 0], [0, 9], [0, 9]], dtype=float)
    found = {d.kind: d for d in groups.differences(examples, {"wer": counts})}
    assert found["gender"].units == 2 and found["gender"].value == Metric(0.25, 0.0, 0.5, 4)
    assert groups.SPEAKER not in found
