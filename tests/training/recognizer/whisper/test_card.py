"""The card of a Whisper recognizer: its training, data and figures by both normalisers."""

from __future__ import annotations

from pathlib import Path

from training.config import CONFIGS, read
from training.evaluation.types import Metric, Metrics, Scores
from training.recognizer.whisper import card
from training.recognizer.whisper.config import RecognizerConfig
from training.trainer.log import LogWriter, Step

SCORES = Scores(
    Metrics(9, {"wer": Metric(0.1, 0.0, 0.2, 40), "wer_whisper_normalised": Metric(0.08, 0.0, 0.2, 40)}),
    Metrics(9, {"wer": Metric(0.4, 0.3, 0.5, 40)}),
)


def test_the_card_names_training_data_and_figures() -> None:
    config = read(CONFIGS / "recognizer.toml", RecognizerConfig)
    whole = Scores(SCORES.model, SCORES.baseline, {"an4": SCORES})
    text = card.write(config, whole, "the command", {"an4": 640, "mine": 3}, synthetic=["mine"])
    flat = " ".join(text.split())
    assert f"base_model: {config.base}" in text and "the command" in text
    assert "| an4 | word error rate | 0.400 [0.300, 0.500] | 0.100 [0.000, 0.200] | 40 |" in text
    assert "Whisper's for English" in flat and "`an4`, 640 training clips" in flat
    assert "`mine`, 3 training clips: sentences spoken by synthetic voices." in flat


def test_the_report_counts_what_was_scored(tmp_path: Path) -> None:
    with LogWriter(tmp_path, size=0, step=0) as log:
        log.step(Step(0, 1, 2.5, 1e-3, 1.0, 0.1))
    made = card.page(SCORES, {}, {}, "the command", tmp_path)
    assert made.title == "Recognizer" and made.subtitle == "9 utterances scored"


def test_a_warm_start_and_the_share_of_it_are_told() -> None:
    config = RecognizerConfig(start="released", share=0.5)
    text = " ".join(card.write(config, SCORES, "x", {"dialogues": 9}, {"dialogues"}).split())
    assert "Trained: the adapter of `released`, kept 50% of the way." in text
    assert "`dialogues`, 9 training clips: sentences spoken by synthetic voices." in text
