"""A bundle's scores as JSON, its card, and its page."""

from __future__ import annotations

from pathlib import Path

from models.bundles.bundle import PARTS
from training.bundle import card
from training.bundle.card import BundleScores
from training.bundle.config import BundleConfig
from training.config import CONFIGS, read
from training.evaluation.types import Metric, Metrics, Scores

CONFIG = read(CONFIGS / "smoke" / "all.toml", BundleConfig)


def scores_of(key: str) -> Scores:
    return Scores(Metrics(7, {key: Metric(0.25, 0.2, 0.3, 70)}), Metrics(7, {key: Metric(0.5)}))


SCORES = BundleScores(
    "tiny",
    "1",
    {
        "recognizer": scores_of("wer"),
        "classifier": scores_of("intent_accuracy"),
        "generator": scores_of("slot_error_rate"),
    },
    {"unseen": scores_of("wer")},
    dict.fromkeys(PARTS, 120.0),
    dict.fromkeys(PARTS, 2.5),
)


def test_the_scores_are_written_by_part() -> None:
    written = SCORES.to_json()
    assert written["recognizer"]["wer"] == 0.25 and written["recognizer"]["baseline"]["wer"] == 0.5
    assert written["scored"]["unseen"]["wer_n"] == 70
    assert written["megabytes"] == dict.fromkeys(PARTS, 2.5)


def test_the_card_names_the_parts_their_size_and_time() -> None:
    text = " ".join(card.write(CONFIG, SCORES, "the command").split())
    assert "Together 7.5 MB; trained in 6 minutes" in text and "the command" in text
    for part in PARTS:
        assert f"[{part}]({part}/README.md), 2.5 MB" in text
    assert "| recognizer | word error rate | 0.500 | 0.250 [0.200, 0.300] | 70 |" in text


def test_the_page_begins_with_the_first_figures(tmp_path: Path) -> None:
    made = card.page(CONFIG, SCORES, dict.fromkeys(PARTS, tmp_path), {}, "the command")
    titles = [section.title for section in made.sections]
    assert titles[1:3] == ["At a glance", "Models"]
