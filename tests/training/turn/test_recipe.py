"""The parts of the recipe that need no corpus: groups of streams, and the written folder."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from models.turn import head, sound, text
from models.turn.head import INPUTS, TurnHead, TurnSettings
from models.turn.patience import Patience, Tier
from models.types import Transcript
from training.turn import recipe
from training.turn.evidence import Heard
from training.turn.pauses import PausedClip
from training.turn.scoring import TurnEnds


def heard(corpus: str, pauses: int) -> Heard:
    clip = PausedClip(np.zeros(0, dtype=np.float32), np.zeros(0, bool), ((1.0, 2.0),) * pauses)
    return Heard("a", corpus, "test", "anna", clip, np.zeros(0, bool), ())


def test_streams_are_grouped_by_corpus_and_pauses() -> None:
    found = recipe.groups([heard("an4", 1), heard("an4", 0), heard("spoken", 2)])
    assert {name: len(streams) for name, streams in found.items()} == {
        "all, together": 3,
        "all, as it is": 1,
        "all, one pause": 1,
        "all, two pauses": 1,
        "an4, together": 2,
        "an4, as it is": 1,
        "an4, one pause": 1,
        "spoken, together": 1,
        "spoken, two pauses": 1,
    }


def test_the_written_head_is_read_back_with_its_figures_and_card(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    shapes = {
        "text.weight": (text.BUCKETS,), "text.bias": (1,),
        "hidden.weight": (4, len(sound.STRETCHES) * 64 + len(INPUTS)), "hidden.bias": (4,),
        "output.weight": (4,), "output.bias": (1,), "alone.weight": (len(INPUTS),), "alone.bias": (1,),
    }  # fmt: skip
    weights = {name: rng.normal(0, 0.1, shape).astype(np.float32) for name, shape in shapes.items()}
    patience = Patience(tiers=(Tier(probability=0.7, wait_ms=300),))
    settings = TurnSettings(recognizer="released", patience=patience, patience_of_text=Patience())
    ends = TurnEnds(0.02, 330.0, 800.0, 450.0, 60)
    recipe.write(tmp_path, weights, settings, {"an4, one pause": ends}, 123)
    transcript = Transcript("stop", 0.9, states=rng.normal(0, 1, (30, 64)).astype(np.float32))
    expected = TurnHead(weights, settings).probability(transcript, 1.0)
    assert head.load(tmp_path).probability(transcript, 1.0) == pytest.approx(expected, abs=0.01)
    assert json.loads((tmp_path / "metrics.json").read_text())["an4, one pause"]["cut_off"] == 0.02
    card = (tmp_path / "README.md").read_text()
    assert "| an4, one pause | 0.020 | 330 | 800 | 450 | 60 |" in card
    assert "300 ms from 0.7; else 2000 ms" in card and "123 training streams" in card
