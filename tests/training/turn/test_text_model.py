"""Beginnings of sentences against whole ones."""

from __future__ import annotations

import numpy as np
import pytest

from models.turn.text import log_odds
from training.turn import text_model
from training.turn.text_model import SHORT, rows

SENTENCES = [
    f"{verb} the {place} {what}"
    for verb in ("turn on", "turn off", "switch on", "dim")
    for place in ("kitchen", "hall", "bedroom", "living room")
    for what in ("light", "lamp", "radio", "heater")
]


def test_a_sentence_weighs_as_much_as_its_beginnings() -> None:
    texts, finished, weights = rows(["turn on the hall light"], ["turn on the hall light", "turn on"])
    own = [i for i, text in enumerate(texts) if text not in SHORT and weights[i] != 0.3]
    assert [texts[i] for i in own if finished[i]] == ["turn on the hall light"]
    begun = {texts[i]: weights[i] for i in own if not finished[i]}
    # a beginning that is a sentence itself is no example of an unfinished one
    assert set(begun) == {"turn", "turn on the", "turn on the hall"}
    assert sum(begun.values()) == pytest.approx(1.0)
    assert begun["turn on the"] == pytest.approx(3 * begun["turn on the hall"])


def test_whole_sentences_get_higher_odds_than_beginnings() -> None:
    weight, bias = text_model.fit(SENTENCES)
    whole, begun, filler, short = log_odds(
        ["turn on the bedroom radio", "turn on the", "turn on the um", "stop"], weight, bias
    )
    assert whole > 1 > -1 > begun
    assert filler < 0 < short
    assert weight.dtype == np.float32
