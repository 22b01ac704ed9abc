"""Differences between groups of speakers that a personal recognizer widens."""

from __future__ import annotations

import pytest

from models.manifest import Example
from models.types import Transcript
from training.evaluation import recognizer
from training.evaluation.recognizer import ScoredClip
from training.personal import proof
from training.personal.fairness import gaps

SAID = "one two three four"


def heard(children: str, adults: str) -> list[ScoredClip]:
    """Clips of six children and six adults, who are all heard alike."""
    return [
        recognizer.score(
            Example(text=SAID, speaker=f"{age} {n}", age=age),
            Transcript(children if age < 18 else adults),
            1,
            1,
        )
        for age in (8, 40)
        for n in range(6)
    ]


def test_a_gap_that_grows_at_the_cost_of_the_worse_off() -> None:
    (gap,) = gaps(heard("one two three", SAID), heard("one two", SAID), "general speech")
    change = gap.change
    assert change.figure == "difference in word error rate by age, 18 to 64"
    assert (change.before.value, change.after.value, change.difference.value) == (0.25, 0.5, 0.25)
    assert change.after.n == 12 and gap.widens(0.2) and not gap.widens(0.25)
    refused = proof.judge("recognizer", [], [], 0.02, [change])
    assert not refused.kept and "would widen, 0.250 → 0.500" in refused.reasons[0]


def test_a_gap_that_grows_since_others_gain_is_no_harm() -> None:
    (gap,) = gaps(heard("one two", "one two three"), heard("one two", SAID), "general speech")
    assert gap.change.difference.value == pytest.approx(0.25) and not gap.widens(0.02)


def test_clips_without_groups_have_no_gap() -> None:
    clips = [recognizer.score(Example(text=SAID), Transcript(SAID), 1, 1)] * 3
    assert not [*gaps(clips, clips, "general speech")] and not [*gaps([], [], "general speech")]
