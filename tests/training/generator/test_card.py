"""The card of a generator: its base, the training data, figures and sample replies."""

from __future__ import annotations

from pathlib import Path

from models.manifest import Example
from training.config import CONFIGS, read
from training.evaluation.generator import ScoredReply
from training.evaluation.types import Metric, Metrics, Scores
from training.generator import card
from training.generator.config import GeneratorConfig
from training.trainer.log import LogWriter, Step

FOUND = Metrics(3, {"slot_error_rate": Metric(0.02, 0.0, 0.1, 30), "unsupported": Metric(0.0, n=3)})
SCORES = Scores(FOUND, Metrics(3, {"slot_error_rate": Metric(0.3)}))


def test_the_card_shows_figures_and_replies() -> None:
    config = read(CONFIGS / "generator.toml", GeneratorConfig)
    reply = ScoredReply(Example(text="turn it on", reply="It is on."), "It's on now.")
    whole = Scores(SCORES.model, SCORES.baseline, {"skills": SCORES})
    text = card.write(config, whole, "the command", {"skills": 5000}, {"skills": [reply]})
    assert f"(rank {config.rank}" in " ".join(text.split()) and f"base_model: {config.base}" in text
    assert "| skills | slot error rate | 0.300 | 0.020 [0.000, 0.100] | 30 |" in text
    assert "- skills: “turn it on” → “It's on now.”" in text
    assert "hallucinated" in text and "`skills`, 5,000 training examples" in text


def test_the_report_lists_the_replies(tmp_path: Path) -> None:
    reply = ScoredReply(Example(text="turn it on", reply="It is on."), "It's on now.")
    with LogWriter(tmp_path, size=0, step=0) as log:
        log.step(Step(0, 1, 2.5, 1e-3, 1.0, 0.1))
    made = card.page(SCORES, {"skills": [reply]}, "the command", {"skills": 5000}, tmp_path)
    assert any("skills" in section.title for section in made.sections)
