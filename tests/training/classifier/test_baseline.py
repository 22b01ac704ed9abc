"""Linear heads on a tiny frozen base: they fit their sentences, give no figure without labels, and repeat."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.manifest import Example
from tests.fixtures.lights import sentences
from training.classifier.baseline import FrozenEncoder, LinearHeads
from training.classifier.encoding import collect_labels
from training.evaluation.classifier import classifier_metrics, classify


def heads(base: Path, examples: list[Example]) -> LinearHeads:
    valid = {"lights": [e for e in examples if e.split == "valid"]}
    return LinearHeads(base, collect_labels(examples), {"lights": examples}, valid, 0.01)


@pytest.fixture
def train() -> list[Example]:
    return [e for e in sentences() if e.split == "train"]


def test_states_of_a_batch_are_those_of_a_sentence_alone(tiny_bert: Path) -> None:
    encoder = FrozenEncoder(tiny_bert)
    tokens = [encoder.tokenizer.encode(text.split()) for text in ("turn on the kitchen lights", "stop")]
    together = {i: (sentence, words) for i, sentence, words in encoder.states(tokens)}
    for i, one in enumerate(tokens):
        ((_, sentence, words),) = encoder.states([one])
        assert np.allclose(together[i][0], sentence, atol=1e-5)
        assert np.allclose(together[i][1], words, atol=1e-5) and len(words) == len(one.word_starts)


def test_the_heads_fit_their_training_sentences(tiny_bert: Path, train: list[Example]) -> None:
    fitted = heads(tiny_bert, train)
    found = classifier_metrics(classify(fitted, train))
    # far above chance, and of every kind of label
    assert found["intent_accuracy"].value > 0.8
    assert found["slot_f1"].value > 0.3 and found["sentiment_macro_f1"].value > 0.5
    assert {"oos_recall", "in_scope_rejected", "frame_accuracy"} <= set(found.rates)
    text = train[0].text or ""
    prepared = heads(tiny_bert, train)
    prepared.prepare([text, "anything", text])
    alone, batched = fitted.understand(text), prepared.understand(text)
    assert alone.slots == batched.slots
    assert [c.intent for c in alone.candidates] == [c.intent for c in batched.candidates]
    # a batch is summed in another order
    confidences = [c.confidence for c in batched.candidates]
    assert [c.confidence for c in alone.candidates] == pytest.approx(confidences, abs=1e-5)
    assert sum(c.confidence for c in fitted.understand(text).candidates) <= 1 + 1e-5


def test_a_kind_of_label_that_is_missing_gives_no_figure(
    tiny_bert: Path,
    train: list[Example],
) -> None:
    bare = [replace(e, slots=None, sentiment=None) for e in train if e.intent]
    understood = heads(tiny_bert, bare).understand(bare[0].text or "")
    assert (
        understood.slots is None and understood.sentiment is None and understood.decision in ("act", "reject")
    )
    found = classifier_metrics(classify(heads(tiny_bert, bare), train))
    assert not {"slot_f1", "frame_accuracy", "sentiment_macro_f1"} & set(found.rates)
    moods = [e for e in train if e.sentiment]
    mood = heads(tiny_bert, moods).understand(moods[0].text or "")
    assert not mood.candidates and mood.decision is None and mood.sentiment


def test_one_class_alone_is_always_predicted(tiny_bert: Path, train: list[Example]) -> None:
    intent = next(e.intent for e in train if e.intent)
    fitted = heads(tiny_bert, [e for e in train if e.intent == intent])
    (candidate,) = fitted.understand("anything").candidates
    assert candidate.intent == intent and candidate.confidence == pytest.approx(1)
