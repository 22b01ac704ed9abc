"""Dialogues for a run's data: with all labels, or replayed beside labels of one's own."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from models.manifest import Example
from models.nlu.classifier import JointClassifier
from models.nlu.labels import ACTS, MODIFIERS, RELATIONS, Description, Labels
from models.types import Command, DialogueAct, Message, Understanding
from tests.fixtures.lights import sentences
from training.classifier import dialogues
from training.classifier.config import ClassifierConfig
from training.classifier.data import ClassifierData
from training.classifier.dialogues import DIALOGUES, rehearsed, with_acts, with_dialogues
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
    assert dialogues.ACTS not in learned.test and dialogues.DIALOGUES not in learned.test


def test_a_domain_that_extends_keeps_the_labels_of_dialogues(written: list[Example]) -> None:
    extended = replace(data(sentences()), extends=True)
    found = with_dialogues(config(dialogues="replayed"), extended, written)
    assert "timer_cancel" in found.labels.intents


def test_a_manifest_of_that_name_stays() -> None:
    given = data(sentences(), name=DIALOGUES)
    found = with_dialogues(config(dialogues="learned"), given, [])
    assert found.train[DIALOGUES] == given.train[DIALOGUES]


class Teacher(JointClassifier):
    """Takes every sentence for one command of an act."""

    def __init__(self, act: DialogueAct, acts: tuple[DialogueAct, ...] = ACTS) -> None:
        self.description = Description(base="none", labels=Labels(acts=acts))
        self._act = act

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        return Understanding(text, commands=(Command(text, 0, len(text), self._act),))


@pytest.mark.parametrize(
    ("taken_for", "act"), [("statement", "request"), ("prohibition", "request"), ("question", "question")]
)
def test_what_an_owner_writes_for_an_intent_is_to_be_done(taken_for: DialogueAct, act: DialogueAct) -> None:
    (found,) = with_acts([Example(text="my headache is back", intent="note_complaint")], Teacher(taken_for))
    assert found.dialogue_act == act


def test_a_public_intent_and_a_given_act_say_more_than_the_teacher() -> None:
    given = Example(text="i had tea", intent="note_tea", dialogue_act="statement")
    public = Example(text="set a timer for two minutes", intent="timer_set")
    unknown = Example(text="my headache is back", intent="note_complaint")
    found = with_acts([given, public], Teacher("social"))
    assert [e.dialogue_act for e in found] == ["statement", "request"]
    assert with_acts([unknown], Teacher("statement", acts=())) == [unknown] == with_acts([unknown], None)


def test_the_domains_own_sentences_are_learned_with_their_acts(written: list[Example]) -> None:
    acting = replace(sentences()[0], dialogue_act="request")
    lights = data([acting, *sentences()[1:]])
    found = with_dialogues(config(dialogues="replayed"), lights, written)
    assert found.test["lights"] == lights.test["lights"]
    assert [e.text for e in found.train["lights"]] == [e.text for e in lights.train["lights"]]


def test_a_classifier_without_acts_rehearses_nothing(written: list[Example]) -> None:
    assert rehearsed(Labels(intents=("lights_on",)), sentences(), written, 0) == {}


def test_what_is_rehearsed_has_the_labels_that_the_classifier_knows(written: list[Example]) -> None:
    known = Labels(intents=("timer_cancel",), acts=ACTS, boundaries=True)
    told = [replace(e, dialogue_act="request") for e in sentences() if e.intent]
    found = rehearsed(known, told, written, 0)
    commands = [c for e in found[DIALOGUES] for c in e.commands or ()]
    assert {c.intent for c in commands} == {None, "timer_cancel"}
    assert {c.dialogue_act for c in commands} >= {"request", "prohibition", "question", "statement"}
    turned = {c.dialogue_act for e in found[dialogues.ACTS] for c in e.commands or ()}
    assert turned >= {"request", "prohibition"}
