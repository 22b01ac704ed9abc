"""The lexicon on everyday words, and its share of the frozen sentences, as a floor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.skills.danger.detection import detect

TABLE = Path(__file__).parents[3] / "danger" / "sentences.jsonl"
FOUND, FALSE = 0.66, 0.09
"""Measured: 140 of 210 found, 9 of 110 look-alikes taken for danger. The trained head is to find the rest."""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("My dad just collapsed and he’s not breathing!", "medical"),
        ("the oven is on fire", "fire"),
        ("someone is breaking into my house", "police"),
        ("I don't want to live anymore", "crisis"),
        ("my husband hits me", "abuse"),
        ("my toddler drank bleach, and turn off the music", "poison"),
        ("my daughter is missing", "child"),
        ("call an ambulance", "medical"),
    ],
)
def test_a_person_in_danger(text: str, kind: str) -> None:
    danger = detect(text)
    assert danger is not None
    assert danger.kind == kind
    assert danger.words


@pytest.mark.parametrize(
    "text",
    [
        "", "turn off the lights", "this traffic is killing me", "kill the lights", "I'm dying for a coffee",
        "play the song Set Fire to the Rain", "remind me to check the smoke alarm", "help me set a timer",
        "what year was the fire of London", "nothing is on fire", "my phone battery is dying",
    ],
)  # fmt: skip
def test_everyday_talk(text: str) -> None:
    assert detect(text) is None


def test_the_share_of_the_frozen_sentences() -> None:
    rows = [json.loads(line) for line in TABLE.read_text("utf-8").splitlines()]
    found: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows:
        found[row["danger"]].append(detect(row["text"]) is not None)
    assert sum(found[True]) / len(found[True]) >= FOUND
    assert sum(found[False]) / len(found[False]) <= FALSE
