"""From logits to an understanding, with a network of fixed logits."""

from pathlib import Path

import numpy as np
import pytest

from models.nlu.classifier import HeadOutputs, JointClassifier
from models.nlu.labels import Description, Labels, Thresholds
from models.nlu.tokens import Tokens, WordTokenizer

LABELS = Labels(
    intents=("lights_on", "lights_off"), slots=("room",), sentiments=("negative", "neutral", "positive")
)
ROOM = np.eye(3, dtype=np.float32) * 9


class Fixed:
    """A network that marks the third word as a room."""

    def __init__(self, intents: tuple[float, float]) -> None:
        self.intents = intents

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        tags = [ROOM[1] if place == 2 else ROOM[0] for place in range(len(tokens.word_starts))]
        return HeadOutputs(
            intents=np.log(np.array(self.intents, np.float32)),
            out_of_scope=None,
            tags=np.array(tags, np.float32).reshape(-1, 3),
            sentiments=np.array([0, 0, 5], np.float32),
        )


def classifier(folder: Path, intents: tuple[float, float] = (0.2, 0.8)) -> JointClassifier:
    thresholds = Thresholds(reject=0.6, confirm=0.9)
    description = Description(base="tiny", labels=LABELS, thresholds=thresholds)
    return JointClassifier(description, WordTokenizer(folder), Fixed(intents))


def test_an_understanding_has_intent_slots_and_sentiment(tiny_bert: Path) -> None:
    found = classifier(tiny_bert).understand("Turn off Kitchen light")
    assert found.intent == "lights_off" and found.intent_confidence == pytest.approx(0.8)
    assert found.decision == "confirm"
    assert [c.intent for c in found.candidates] == ["lights_off", "lights_on"]
    assert [(s.name, s.text, s.start, s.end) for s in found.slots] == [("room", "Kitchen", 9, 16)]
    assert found.sentiment == "positive"


def test_a_rejected_text_has_neither_intent_nor_slots(tiny_bert: Path) -> None:
    found = classifier(tiny_bert, (0.5, 0.5)).understand("turn off kitchen light")
    assert (found.intent, found.decision, found.slots) == (None, "reject", ())
    assert len(found.candidates) == 2


@pytest.mark.parametrize("text", ["", "?!"])
def test_a_text_without_words_is_rejected(tiny_bert: Path, text: str) -> None:
    assert classifier(tiny_bert, (0.0001, 0.9999)).understand(text).decision == "reject"


def test_the_intents_are_the_labels(tiny_bert: Path) -> None:
    assert classifier(tiny_bert).intents == LABELS.intents
