"""Every corpus that a card can name says what it is and under which licence."""

from __future__ import annotations

import pytest

from training.corpora.catalogue import CORPORA
from training.report import card


@pytest.mark.parametrize("name", CORPORA)
def test_every_corpus_names_its_licence(name: str) -> None:
    first, licence = card.about(name)
    assert first and licence.startswith("Licence: ")
    assert first in card.licences([name]) and licence in card.licences([name])


def test_what_is_learned_from_is_counted() -> None:
    lines = card.data({"hwu64": 8143, "mine": 12}, "training sentences", "of your own.").splitlines()
    assert lines[0].startswith("- `hwu64`, 8,143 training sentences: HWU64: ")
    assert lines[1] == "- `mine`, 12 training sentences: of your own."
