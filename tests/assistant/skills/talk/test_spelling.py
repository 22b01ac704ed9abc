"""How a word is spelled."""

from __future__ import annotations

from pathlib import Path

from assistant.skills.talk.spelling import Spelling
from tests.fixtures.talk import Table


def test_a_word_and_a_further_one(tmp_path: Path) -> None:
    table = Table(tmp_path, Spelling)
    assert table.ask("how do you spell tea", "qa_spelling") == "Tea is spelled T, E, A."
    assert table.ask("and ham", "qa_spelling") == "Ham is spelled H, A, M."
