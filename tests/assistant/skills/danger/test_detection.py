"""The lexicon on everyday words, its weighing with the head, and its share of the frozen sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.skills.danger.detection import (
    GOES_ON,
    Danger,
    detect,
    goes_on,
    thresholds,
    thresholds_amid_talk,
    weigh,
)

TABLE = Path(__file__).parents[3] / "danger" / "sentences.jsonl"
FOUND, FALSE = 0.78, 0.03
"""Measured: 166 of 210 found, 3 of 110 look-alikes taken for danger. The trained head is to find the rest."""


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
        ("The kitchen's on fire", "fire"),
        ("turn on the lights and call the police", "medical"),
        ("play some jazz my grandma has collapsed", "medical"),
        ("what's the easiest way to die", "crisis"),
        ("can't breathe", "medical"),
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
        "how did Mozart die", "my uncle had a stroke years ago", "i broke my leg in 2009",
        "i feel sad today", "she was robbed but she's fine now", "i need help with my taxes",
    ],
)  # fmt: skip
def test_everyday_talk(text: str) -> None:
    assert detect(text) is None


def test_where_others_talk_danger_must_be_plainer() -> None:
    text = "the oven is on fire"
    least = thresholds_amid_talk()["danger"]
    assert detect(text, 0.5) and detect(text, 0.5, least + 0.1)
    assert detect(text, 0.5, least - 0.1) is None
    assert detect(text, 0.9, float("nan")) is None


def test_the_lexicon_s_evidence_decides_how_sure_the_head_must_be() -> None:
    least = thresholds()
    assert set(least) == {"danger", "none", "everyday"}
    assert 0.0 <= least["danger"] < least["none"] <= least["everyday"] <= 1.0
    fire, strange, idiom = "the oven is on fire", "grandpa looks odd", "this job is killing me"
    assert [weigh(text)[0] for text in (fire, strange, idiom)] == ["danger", "none", "everyday"]
    danger = detect(fire, least["danger"])
    assert danger is not None and danger.kind == "fire"
    assert detect(strange, least["none"]) == Danger("unknown", strange)
    assert detect(strange, least["none"] - 0.01) is None
    assert detect(idiom, least["everyday"]) == Danger("unknown", idiom)
    assert detect(idiom, least["everyday"] - 0.01) is None


def test_the_share_of_the_frozen_sentences() -> None:
    rows = [json.loads(line) for line in TABLE.read_text("utf-8").splitlines()]
    found: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows:
        found[row["danger"]].append(detect(row["text"]) is not None)
    assert sum(found[True]) / len(found[True]) >= FOUND
    assert sum(found[False]) / len(found[False]) <= FALSE


@pytest.mark.parametrize(
    ("text", "probability", "goes"),
    [
        ("the pain is getting worse", GOES_ON, True),
        ("he's still not breathing", 0.5, True),
        ("the pain is getting worse", GOES_ON - 0.01, False),
        ("the pain is getting worse", None, False),
        ("this traffic is killing me", 0.5, False),
        ("nothing is on fire", 0.5, False),
    ],
)
def test_what_goes_on_from_danger_needs_little_of_the_head(
    text: str, probability: float | None, goes: bool
) -> None:
    assert goes_on(text, probability) is goes
