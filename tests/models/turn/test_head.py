"""The turn head: its decision from text, confidence and states, and the folders that it refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from models import paths
from models.errors import CheckpointError
from models.turn import head, sound, text
from models.turn.head import INPUTS, SETTINGS_FILE, WEIGHTS_FILE, TurnHead, TurnSettings
from models.turn.patience import Patience, Tier
from models.types import Transcript

WIDTH = 4
SETTINGS = TurnSettings(
    recognizer="released",
    patience=Patience(tiers=(Tier(probability=0.5, wait_ms=300),)),
    patience_of_text=Patience(tiers=(Tier(probability=0.5, wait_ms=600),)),
)


@pytest.fixture
def weights() -> dict[str, np.ndarray]:
    """Decides by the sound's first dimension where there is sound, else by the last word."""
    by_text = np.zeros(text.BUCKETS, dtype=np.float32)
    by_text[text.features("the")[1]] = -6.0
    hidden = np.zeros((2, len(sound.STRETCHES) * WIDTH + len(INPUTS)), dtype=np.float32)
    hidden[:, 0] = 1.0, -1.0
    alone = np.zeros(len(INPUTS), dtype=np.float32)
    alone[0] = 1.0
    return {
        "text.weight": by_text,
        "text.bias": np.array([2.0], dtype=np.float32),
        "hidden.weight": hidden,
        "hidden.bias": np.zeros(2, dtype=np.float32),
        "output.weight": np.array([1.0, -1.0], dtype=np.float32),
        "output.bias": np.zeros(1, dtype=np.float32),
        "alone.weight": alone,
        "alone.bias": np.zeros(1, dtype=np.float32),
    }


def said(words: str, sounds: float | None = None, width: int = WIDTH) -> Transcript:
    states = None if sounds is None else np.full((50, width), sounds, dtype=np.float32)
    return Transcript(words, 0.9, states=states)


def test_the_sound_decides_where_the_recognizer_keeps_states(weights: dict[str, np.ndarray]) -> None:
    turn = TurnHead(weights, SETTINGS)
    assert turn.probability(said("turn on the", 3.0), 2.0) == pytest.approx(1 / (1 + np.exp(-3)))
    assert turn.wait_ms(said("turn on the", 3.0), 2.0) == 300
    assert turn.wait_ms(said("stop", -3.0), 2.0) == 2_000


@pytest.mark.parametrize("states", [None, 3.0])
def test_the_text_decides_without_states_that_fit(
    weights: dict[str, np.ndarray], states: float | None
) -> None:
    turn = TurnHead(weights, SETTINGS)
    assert turn.wait_ms(said("turn on the", states, WIDTH + 1), 2.0) == 2_000
    assert turn.wait_ms(said("stop", states, WIDTH + 1), 2.0) == 600
    assert turn.wait_ms(None, 2.0) == 600


def test_states_that_are_not_finite_wait_longest(weights: dict[str, np.ndarray]) -> None:
    assert TurnHead(weights, SETTINGS).wait_ms(said("stop", float("nan")), 2.0) == 2_000


def test_a_written_head_decides_alike(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    save_file(weights, tmp_path / WEIGHTS_FILE)
    (tmp_path / SETTINGS_FILE).write_text(SETTINGS.model_dump_json())
    read, expected = head.load(tmp_path), TurnHead(weights, SETTINGS)
    for transcript in (said("turn on the"), said("stop", 0.4), None):
        assert read.probability(transcript, 1.5) == expected.probability(transcript, 1.5)


def test_damaged_heads_are_refused(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    with pytest.raises(CheckpointError):
        head.load(tmp_path)
    with pytest.raises(CheckpointError, match=r"lacks output\.weight of 2 values"):
        TurnHead({**weights, "output.weight": np.zeros(3, dtype=np.float32)}, SETTINGS)
    with pytest.raises(CheckpointError, match=r"text\.bias holds values that are not finite"):
        TurnHead({**weights, "text.bias": np.array([np.inf], dtype=np.float32)}, SETTINGS)
    for hidden in (None, np.zeros(9), np.zeros((2, len(INPUTS))), weights["hidden.weight"][:, 1:]):
        damaged = {k: v for k, v in {**weights, "hidden.weight": hidden}.items() if v is not None}
        with pytest.raises(CheckpointError, match=r"lacks hidden\.weight"):
            TurnHead(damaged, SETTINGS)
    save_file(weights, tmp_path / WEIGHTS_FILE)
    (tmp_path / SETTINGS_FILE).write_text('{"recognizer": "released"}')
    with pytest.raises(CheckpointError, match="no settings of a turn head"):
        head.load(tmp_path)


@pytest.mark.parametrize("text_", ["turn on the", "set a timer for", "add milk and", "remind me to"])
def test_the_released_head_waits_for_the_rest_of_a_sentence(text_: str) -> None:
    turn = head.load()
    assert turn.wait_ms(said(text_), 1.5) > 600
    assert turn.probability(said(text_), 1.5) < turn.probability(said("set a timer for ten minutes"), 1.5)


def test_the_released_head_knows_complete_commands_by_their_text() -> None:
    turn = head.load()
    for complete in ("set a timer for ten minutes", "stop", "cancel", "turn off the lights in the kitchen"):
        assert turn.probability(said(complete), 1.5) > 0.5, complete
    assert (paths.released() / "turn" / "README.md").is_file()


def test_equality_of_transcripts_ignores_states() -> None:
    assert said("stop", 1.0) == replace(said("stop", 2.0))
