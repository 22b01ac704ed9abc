"""Dialogues for a run's data: with all labels, or replayed beside labels of one's own."""

from dataclasses import replace

import pytest

from models.manifest import Example
from models.nlu.labels import ACTS, MODIFIERS, RELATIONS
from tests.fixtures.lights import sentences
from training.classifier import dialogues
from training.classifier.config import ClassifierConfig
from training.classifier.data import ClassifierData
from training.classifier.dialogues import DIALOGUES, with_dialogues
from training.classifier.encoding import collect_labels
from training.corpora.own.dialogues import examples


def data(lights: list[Example], name: str = "lights") -> ClassifierData:
    train, valid, test = (
        {name: [e for e in lights if e.split == split]} for split in ("train", "valid", "test")
    )
    return ClassifierData(train, valid, test, collect_labels(lights), {})


def config(**fields: object) -> ClassifierConfig:
    return ClassifierConfig.model_validate(fields)


def test_without_the_option_nothing_is_added() -> None:
    lights = data(sentences())
    assert with_dialogues(config(), lights) is lights


@pytest.fixture(scope="module")
def written() -> list[Example]:
    return examples(per_sentence=1)


@pytest.fixture(scope="module")
def learned(written: list[Example]) -> ClassifierData:
    return with_dialogues(config(dialogues="learned"), data(sentences()), written)


def test_learned_dialogues_bring_their_labels(learned: ClassifierData) -> None:
    labels, added = learned.labels, learned.train[DIALOGUES]
    assert {"lights_on", "timer_cancel", "lists_createoradd"} <= set(labels.intents)
    assert {"room", "item"} <= set(labels.slots) and labels.sentiments == ("negative", "positive")
    assert (labels.acts, labels.relations, labels.modifiers) == (ACTS, RELATIONS, MODIFIERS)
    assert labels.boundaries and added and all(e.split == "train" for e in added)
    assert all(e.split == "valid" for e in learned.valid[DIALOGUES]) and learned.valid[DIALOGUES]
    assert learned.train["lights"] == data(sentences()).train["lights"]


def test_replayed_dialogues_leave_the_intents_to_the_domain(
    learned: ClassifierData, written: list[Example]
) -> None:
    lights = data(sentences())
    found = with_dialogues(config(dialogues="replayed"), lights, written)
    assert found.labels.intents == lights.labels.intents and found.labels.slots == lights.labels.slots
    assert found.labels.acts == ACTS and DIALOGUES not in found.test
    assert [e.text for e in found.train[DIALOGUES]] == [e.text for e in learned.train[DIALOGUES]]
    commands = [c for e in found.train[DIALOGUES] for c in e.commands or ()]
    assert all(c.intent is None and not c.out_of_scope and c.slots is None for c in commands)
    assert {c.dialogue_act for c in commands} >= {"request", "prohibition", "question"}


def test_the_domains_own_sentences_are_turned_into_other_acts(learned: ClassifierData) -> None:
    turned = learned.train[dialogues.ACTS]
    assert {c.dialogue_act for e in turned for c in e.commands or ()} >= {"request", "prohibition"}
    assert any(len(e.commands or ()) == 2 for e in turned)
    texts = " ".join(e.text or "" for e in turned)
    assert "garage" in texts and "kitchen" not in texts
    assert "kitchen" in " ".join(e.text or "" for e in learned.test[dialogues.ACTS])


def test_a_domain_that_extends_keeps_the_labels_of_dialogues(written: list[Example]) -> None:
    extended = replace(data(sentences()), extends=True)
    found = with_dialogues(config(dialogues="replayed"), extended, written)
    assert "timer_cancel" in found.labels.intents


def test_a_manifest_of_that_name_stays() -> None:
    given = data(sentences(), name=DIALOGUES)
    found = with_dialogues(config(dialogues="learned"), given, [])
    assert found.train[DIALOGUES] == given.train[DIALOGUES]
