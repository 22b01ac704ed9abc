"""Commands right by hand: what was understood of what was heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.manifest import Example, SlotLabel
from models.types import Decision, IntentCandidate, Slot, Transcript, Understanding
from training.evaluation import commands, recognizer

SAID = "a large latte"
LABELS = (SlotLabel("size", "large", 2, 7), SlotLabel("drink", "latte", 8, 13))


def slots(**values: str) -> tuple[Slot, ...]:
    return tuple(Slot(name, value, value, 0, len(value)) for name, value in values.items())


def understood(intent: str, decision: Decision, *found: Slot) -> Understanding:
    rejected = decision == "reject"
    return Understanding(
        "", intent=None if rejected else intent, decision=decision,
        candidates=(IntentCandidate(intent, 0.9),),
        slots=() if rejected else found,
    )  # fmt: skip


def test_every_rate_by_hand() -> None:
    order = Example(text=SAID, intent="order", slots=LABELS)
    pairs = [
        # elsewhere in the text and written otherwise, but the same values
        (order, understood("order", "act", *slots(drink="Latte", size="large"))),
        (order, understood("order", "confirm", *slots(size="large", drink="latte"))),
        (order, understood("order", "act", *slots(size="large", drink="lat"))),
        (order, understood("order", "act", *slots(size="large", drink="latte", roast="dark"))),
        (order, understood("order", "reject")),
        (order, understood("play", "act", *slots(size="large", drink="latte"))),
        (Example(text="stop", intent="stop"), understood("stop", "act", *slots(size="large"))),
        (Example(text="who won", out_of_scope=True), understood("play", "reject")),
        (Example(text="who won", out_of_scope=True), understood("play", "act")),
        (Example(text="no label"), understood("play", "act")),
    ]
    found = commands.spoken_metrics(pairs)
    assert found is not None
    assert found.n == 9
    # of the first candidate, rejected or not
    assert found["intent_accuracy"].value == pytest.approx(6 / 7) and found["intent_accuracy"].n == 7
    # six orders: 2, 2, 1, 2, 0, 2 right of 2, 2, 2, 3, 0, 2 found, and 12 there
    assert found["slot_value_f1"].value == pytest.approx(2 * 9 / (11 + 12))
    # the first two, stop, whose slots are unknown, and what was rejected rightly
    assert found["command_accuracy"].value == pytest.approx(4 / 9) and found["command_accuracy"].n == 9
    assert found["command_accuracy"].low <= 4 / 9 <= found["command_accuracy"].high


def test_numbers_compare_in_words_and_no_label_gives_nothing() -> None:
    example = Example(text="8 oz", intent="order", slots=(SlotLabel("size", "8 ounce", 0, 4),))
    assert commands.command_right(example, understood("order", "act", *slots(size="eight ounce")))
    assert commands.spoken_metrics([(Example(text="hm"), understood("a", "act"))]) is None


def test_a_clip_without_a_transcript_is_understood_as_nothing() -> None:
    class Echo:
        def understand(self, text: str) -> Understanding:
            return Understanding(text, decision="act" if text else "reject")

    example = Example(text="stop", audio=Path("stop.wav"), intent="stop")
    heard = [recognizer.score(example, t, 1.0, 0.1) for t in (Transcript("stop"), None)]
    assert [u.decision for _, u in commands.understand(Echo(), heard)] == ["act", "reject"]
