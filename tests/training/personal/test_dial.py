"""The dial: who is scored on what, and which step is taken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import soundfile

from models.manifest import Example
from models.types import Samples, Transcript
from training.personal.config import PersonalConfig
from training.personal.dial import STEPS, Dial
from training.personal.recognizer import PersonalTrainer

RATE = 16_000
SAID = "turn it on"


class Trainer:
    """A trainer whose recognizer makes the errors of a table at each share: in the owner's clips (half
    a second), and in general ones (a second)."""

    def __init__(self, own: dict[float, int], general: dict[float, int] | None = None) -> None:
        self._own, self._general = own, general or {}
        self.share, self.fitted = 1.0, list[list[Path]]()

    def fit(self, own: Sequence[Example], run: Path, *, resume: bool = False) -> None:
        assert not resume
        self.fitted.append([e.audio for e in own if e.audio])

    def blend(self, share: float) -> None:
        self.share = share

    def listener(self, language: str, biased_to: object) -> Trainer:
        assert (language, biased_to) == ("en", None)
        return self

    def transcribe(self, samples: Samples) -> Transcript:
        table = self._own if len(samples) < RATE else self._general
        return Transcript(" ".join([*SAID.split(), *["oh"] * table.get(self.share, 0)]))


@pytest.fixture
def clips(tmp_path: Path) -> list[Example]:
    """Six of the owner's clips, and a general one."""
    for i in range(7):
        length = RATE if i == 6 else RATE // 2
        soundfile.write(tmp_path / f"{i}.wav", np.zeros(length, dtype=np.float32), RATE)
    return [Example(text=SAID, audio=tmp_path / f"{i}.wav") for i in range(7)]


def turn(trainer: Trainer, learned: list[Example], held: list[Example], general: list[Example]) -> float:
    config = PersonalConfig(enough=2, parts=3, margin=0.5)
    dial = Dial(config, cast(PersonalTrainer, trainer), general)
    found = dial.turn(learned, held, lambda name: Path(name))
    assert trainer.share == found.share
    return found.share


def test_enough_recordings_held_back_choose_the_best_step(clips: list[Example]) -> None:
    trainer = Trainer({0.0: 3, 0.25: 2, 0.5: 1, 0.75: 0, 1.0: 2})
    assert turn(trainer, clips[:4], clips[4:6], []) == 0.75
    assert [len(learned) for learned in trainer.fitted] == [4]


def test_few_recordings_are_left_out_in_turn(clips: list[Example]) -> None:
    trainer = Trainer({0.0: 1, 0.5: 0, 0.75: 0, 0.25: 1, 1.0: 0})
    # of equal steps the nearest to the recognizer in use
    assert turn(trainer, clips[:5], clips[5:6], []) == 0.5
    *parts, whole = trainer.fitted
    assert [len(learned) for learned in parts] == [3, 3, 4] and len(whole) == 5
    left_out = [set(whole) - set(learned) for learned in parts]
    assert set.union(*left_out) == set(whole) and sum(map(len, left_out)) == 5


def test_no_gain_leaves_the_recognizer_as_it_was(clips: list[Example]) -> None:
    assert turn(Trainer(dict.fromkeys((0.0, *STEPS), 1)), clips[:4], clips[4:6], []) == 0.0
    assert turn(Trainer({0.0: 0, 1.0: 2}), clips[:4], clips[4:6], []) == 0.0


def test_a_step_that_forgets_general_speech_is_passed_over(clips: list[Example]) -> None:
    own = {0.0: 3, 0.25: 2, 0.5: 1, 0.75: 0, 1.0: 0}
    # of three words two would be wrong, which is more than the margin of a half
    forgets = Trainer(own, {0.75: 2, 1.0: 2, 0.5: 1})
    assert turn(forgets, clips[:4], clips[4:6], clips[6:]) == 0.5
    assert turn(Trainer(own, dict.fromkeys(STEPS, 2)), clips[:4], clips[4:6], clips[6:]) == 0.0
