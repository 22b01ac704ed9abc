"""The overheard sentences: written for many shapes, spelled as a recognizer does."""

import re
from pathlib import Path

from training.corpora.own import overheard


def test_the_sentences_are_spelled_as_a_recognizer_does() -> None:
    texts = overheard.texts()
    assert len(texts) > 1_500
    assert [text for text in texts if not re.fullmatch(r"[a-z' ]+", text)] == []


def test_repetitions_and_empty_lines_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("pass the salt\n\npass the salt\nsit down\n")
    assert overheard.texts(tmp_path) == ["pass the salt", "sit down"]
