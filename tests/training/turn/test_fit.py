"""The models from evidence in which sound and text are known."""

from __future__ import annotations

import numpy as np
import pytest

from models.turn import sound, text
from models.turn.head import INPUTS, TurnHead, TurnSettings
from models.turn.patience import Patience
from models.types import Transcript
from training.turn.evidence import Evidence, Heard
from training.turn.fit import balanced, fit, labeled
from training.turn.pauses import PausedClip

WIDTH = 6
EMPTY = PausedClip(np.zeros(0, dtype=np.float32), np.zeros(0, bool))


def evidence(finished: bool, rng: np.random.Generator, words: str) -> Evidence:
    states = rng.normal(0, 1, (60, WIDTH)).astype(np.float32)
    # an end falls in the first dimension of its last states
    states[:, 0] = np.linspace(3, -3, 60) if finished else 0.0
    return Evidence(1, 2.0, Transcript(words, 0.9, states=states), 0.0 if finished else 1.0)


def heard(name: str, *found: Evidence) -> Heard:
    return Heard(name, "an4", "train", name, EMPTY, np.zeros(0, bool), found)


@pytest.fixture
def streams() -> list[Heard]:
    """Half of the speakers pause after an end of the same stream, so that a pause is no sign of an end."""
    rng = np.random.default_rng(0)
    return [
        heard(
            f"speaker{n}",
            evidence(n % 2 == 0, rng, "so"),
            evidence(n % 2 == 1, rng, "so"),
            Evidence(1, 0.5, None, 1.0),
        )
        for n in range(300)
    ]


def test_the_sound_tells_ends_of_new_speakers(streams: list[Heard]) -> None:
    weights = fit(streams, np.zeros(text.BUCKETS, dtype=np.float32), 0.0)
    assert weights["hidden.weight"].shape[1] == len(sound.STRETCHES) * WIDTH + len(INPUTS)
    turn = TurnHead(weights, TurnSettings(recognizer="", patience=Patience(), patience_of_text=Patience()))
    rng = np.random.default_rng(9)
    ends = [turn.probability(evidence(True, rng, "so").transcript, 2.0) for _ in range(10)]
    pauses = [turn.probability(evidence(False, rng, "so").transcript, 2.0) for _ in range(10)]
    assert min(ends) > 0.8 and max(pauses) < 0.2
    # by the text alone both are equal, and nothing recognized is a pause
    assert turn.probability(None, 0.5) < 0.2


def test_only_pauses_that_tell_something_are_learned_from(streams: list[Heard]) -> None:
    rng = np.random.default_rng(1)
    unclear = Evidence(1, 2.0, evidence(True, rng, "so").transcript, 0.1)
    without_states = Evidence(1, 2.0, Transcript("so"), 0.0)
    assert labeled([heard("anna", unclear, without_states)]) == []
    assert len(labeled(streams)) == 600
    first, second = labeled(streams)[:2]
    assert (first.speaker, first.corpus, first.earlier, second.earlier) == ("speaker0", "an4", 0, 1)


def test_an_earlier_pause_is_as_frequent_before_a_pause_as_before_the_end() -> None:
    rng = np.random.default_rng(2)

    def stream(name: str, pauses: int) -> Heard:
        return heard(name, *(evidence(False, rng, "so") for _ in range(pauses)), evidence(True, rng, "so"))

    rows = labeled([stream("anna", 0), stream("bob", 1), stream("carl", 2)])
    weight: dict[tuple[int, bool], float] = {}
    for row, share in zip(rows, balanced(rows), strict=True):
        kind = (row.earlier, bool(row.evidence.finished))
        weight[kind] = weight.get(kind, 0.0) + float(share)
    # no pause follows two earlier ones, so that the end after two tells nothing and weighs nothing
    assert weight == {(0, True): 1.0, (0, False): 1.0, (1, True): 1.0, (1, False): 1.0, (2, True): 0.0}
