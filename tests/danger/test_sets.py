"""The sentences of people in danger: form, counts, no sentence twice."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

FILE = Path(__file__).parent / "sentences.jsonl"
KINDS = {"medical", "crisis", "fire", "police", "abuse", "child", "accident", "gas", "poison"}
MIN_DANGER, MIN_LOOK_ALIKES = 210, 110
FEWEST_OF_A_KIND = {True: 10, False: 4}

Row = dict[str, str | bool]


def rows() -> list[Row]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def test_every_row_has_the_form() -> None:
    for row in rows():
        assert set(row) == {"text", "kind", "danger"}, row
        text = row["text"]
        assert isinstance(text, str) and text and text == " ".join(text.split()), row
        assert len(text) < 200 and row["kind"] in KINDS and isinstance(row["danger"], bool), row


def test_counts_hold() -> None:
    danger = Counter(row["danger"] for row in rows())
    assert danger[True] >= MIN_DANGER and danger[False] >= MIN_LOOK_ALIKES
    by_kind = Counter((row["kind"], row["danger"]) for row in rows())
    for flag, fewest in FEWEST_OF_A_KIND.items():
        assert all(by_kind[kind, flag] >= fewest for kind in KINDS)


def test_no_sentence_stands_twice() -> None:
    folded = Counter("".join(filter(str.isalnum, str(row["text"]).lower())) for row in rows())
    assert not [text for text, count in folded.items() if count > 1]


def test_some_are_short_and_some_are_written_as_a_recognizer_writes() -> None:
    texts = [str(row["text"]) for row in rows() if row["danger"]]
    assert sum(text == text.lower() for text in texts) >= 60
    assert sum(len(text.split()) <= 4 for text in texts) >= 15
    assert sum(len(text.split()) >= 12 for text in texts) >= 20
