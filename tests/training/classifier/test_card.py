"""The classifier's card: base, labels, thresholds, figures, and what acting on the surest brings."""

from __future__ import annotations

from models.nlu.labels import Description, Labels, Thresholds
from training.classifier import card
from training.evaluation.types import Metric, Metrics, Scores

DESCRIPTION = Description(
    base="tiny", labels=Labels(intents=("off", "on"), slots=("room",)),
    thresholds=Thresholds(reject=0.3, confirm=0.7),
)  # fmt: skip
CURVE = {"risk_coverage": [{"coverage": 0.5, "risk": 0.0}, {"coverage": 0.95, "risk": 0.034}]}


def test_the_card_says_what_it_was_made_of_and_scored_on() -> None:
    found = Metrics(9, {"intent_accuracy": Metric(0.9, 0.8, 1.0, 9)}, details={"calibration": CURVE})
    base = Metrics(9, {"intent_accuracy": Metric(0.7)})
    scores = Scores(found, base, {"lights": Scores(found, base)})
    text = card.write(DESCRIPTION, scores, "the command", {"lights": 12, "acts": 8}, start="released")
    assert "gives intent (2), slots (1)" in " ".join(text.split()) and "base_model: tiny" in text
    assert "| lights | intent accuracy (first candidate) | 0.700 | 0.900 [0.800, 1.000] | 9 |" in text
    assert "`acts`, 8 training sentences: sentences of the others turned into other acts" in text
    assert "`lights`, 12 training sentences" in text and "had learned" in text and "the command" in text
    assert "the surest 95% of the in-scope sentences, 3.4% of the acts are wrong; on all, 10.0%" in text


def test_without_intents_nothing_is_said_of_acts() -> None:
    moods = Metrics(9, {"sentiment_accuracy": Metric(0.9)})
    text = card.write(DESCRIPTION, Scores(moods, by_manifest={"moods": Scores(moods)}), "", {})
    assert "Acting on" not in text and "| moods | sentiment accuracy | – | 0.900 | – |" in text
