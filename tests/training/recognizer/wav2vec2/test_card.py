"""The card of a CTC recognizer: origin, language model and baseline."""

from __future__ import annotations

from training.config import CONFIGS, read
from training.evaluation.types import Metric, Metrics, Scores
from training.recognizer.wav2vec2.card import ctc_card
from training.recognizer.wav2vec2.config import CtcConfig


def test_the_card_names_origin_language_model_and_baseline() -> None:
    config = read(CONFIGS / "digits.toml", CtcConfig)
    found = Metrics(
        5, {"wer": Metric(0.01, 0.0, 0.02, 50)}, details={"language_model": {"weight": 0.4, "bonus": 1.5}}
    )
    scores = Scores(
        found, Metrics(5, {"wer": Metric(0.7)}), {"fsdd": Scores(found, Metrics(5, {"wer": Metric(0.7)}))}
    )
    text = " ".join(ctc_card(config, scores, "the command", {"fsdd": 2000}, "whisper-base").split())
    assert "A small network trained from random weights" in text and "weight 0.4, bonus 1.5" in text
    assert "*Base* is whisper-base, untouched" in text
    assert "| fsdd | word error rate | 0.700 | 0.010 [0.000, 0.020] | 50 |" in text
