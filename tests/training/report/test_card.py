"""One card for every model: its head is YAML, its parts are in order, every corpus has its licence."""

from __future__ import annotations

from pathlib import Path

import pytest
from huggingface_hub.repocard import metadata_load

from training.corpora.catalogue import CORPORA
from training.evaluation.types import Metric
from training.report import card
from training.report.card import Card
from training.report.figures import Figure


@pytest.mark.parametrize("name", CORPORA)
def test_every_corpus_names_its_licence(name: str) -> None:
    first, licence = card.about(name)
    assert first and licence.startswith("Licence: ")
    assert first in card.licences([name]) and licence in card.licences([name])


def test_training_data_are_counted() -> None:
    lines = card.data(
        {"hwu64": 8143, "mine": 12, "spoken": 3},
        "training sentences",
        "of your own.",
        {"spoken": "synthetic."},
    ).splitlines()
    assert lines[0].startswith("- `hwu64`, 8,143 training sentences: HWU64: ")
    assert lines[1:] == [
        "- `mine`, 12 training sentences: of your own.", "- `spoken`, 3 training sentences: synthetic.",
    ]  # fmt: skip


def test_a_card_has_its_parts_in_order(tmp_path: Path) -> None:
    rows = [Figure("word error rate", False, Metric(0.1, 0.0, 0.2, 1200), Metric(0.5))]
    head = {"base_model": "tiny", "tags": ["whisper"]}
    table = card.markdown([("an4", rows)])
    assert table.splitlines()[2:] == ["| an4 | word error rate | 0.500 | 0.100 [0.000, 0.200] | 1,200 |"]
    text = card.render(
        Card("Recognizer", "It hears <&>.", "- `an4`", "Test.", table, "assistant-train", head, "English.",
             "In full: x.", (("Replies", "- hello"),))
    )  # fmt: skip
    (tmp_path / "README.md").write_text(text, "utf-8")
    assert metadata_load(tmp_path / "README.md") == {"license": "apache-2.0", **head}
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# Recognizer", "## Data", "## Figures", "## Replies", "## Made by", "## Limits",
    ]  # fmt: skip
    assert "It hears <&>." in text and text.endswith("English.\n") and "\n\n\n" not in text


def test_a_personal_card_has_no_head_and_no_empty_parts() -> None:
    text = card.render(
        Card("own 2", "Not to be handed on.", "- recordings", "", "| table |", "assistant-train")
    )
    assert text.startswith("# own 2\n") and text.endswith("```\nassistant-train\n```\n")
    assert "\n\n\n" not in text and "Limits" not in text
