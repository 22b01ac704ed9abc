"""The draw of an epoch and its augmentation, and what auxiliary and distilled sentences lack."""

from dataclasses import replace
from pathlib import Path

from models.manifest import CommandLabel, Example
from models.nlu.tokens import WordTokenizer
from models.types import Message
from tests.fixtures.lights import sentences
from training.classifier.dataset import Augmentation, ClassifierDataset
from training.classifier.encoding import IGNORED, collect_labels


def test_an_epoch_draws_its_share_anew(tiny_bert: Path) -> None:
    data = ClassifierDataset(
        {"lights": sentences()}, collect_labels(sentences()), WordTokenizer(tiny_bert),
        per_epoch={"lights": 5}, augment=Augmentation(exchanged=0.5, misheard=0.5),
    )  # fmt: skip
    first = list(data.items)
    data.set_epoch(1)
    assert len(data.items) == len(data) == 5 and data.items != first and data.origins == ["lights"] * 5
    data.set_epoch(0)
    assert data.items == first


def test_auxiliary_and_distilled_sentences_have_no_other_labels(tiny_bert: Path) -> None:
    lights = [e for e in sentences() if e.intent][:3]
    others = [Example(text="sing a song", intent="sing"), Example(text="tell a fortune", intent="tell")]
    data = ClassifierDataset(
        {"lights": lights, "others": others, "texts": lights}, collect_labels(lights),
        WordTokenizer(tiny_bert), auxiliary=["others"], distilled=["texts"],
    )  # fmt: skip
    assert data.auxiliary_intents == ("sing", "tell")
    assert [item.auxiliary for item in data.items] == [IGNORED] * 3 + [0, 1] + [IGNORED] * 3
    assert [item.distilled for item in data.items] == [False] * 5 + [True] * 3
    assert all(item.intent == IGNORED and item.tags is None for item in data.items[3:])


def test_a_share_of_the_sentences_follows_an_unrelated_exchange(tiny_bert: Path) -> None:
    asked = (Message("system", "x"), Message("user", "is it on"), Message("assistant", "The hall is on."))
    lights = [replace(sentences()[0], context=asked), *sentences()[1:]]
    data = ClassifierDataset(
        {"lights": lights}, collect_labels(lights), WordTokenizer(tiny_bert),
        augment=Augmentation(context=0.5),
    )  # fmt: skip
    shares = []
    for epoch in range(4):
        data.set_epoch(epoch)
        shares.append(sum(bool(item.tokens.types) for item in data.items) / len(data))
    assert 0.3 < sum(shares) / 4 < 0.7 and len(set(shares)) > 1
    alone = ClassifierDataset({"lights": lights}, collect_labels(lights), WordTokenizer(tiny_bert))
    assert [bool(item.tokens.types) for item in alone.items] == [True] + [False] * (len(lights) - 1)


def test_a_context_without_a_reply_is_none(tiny_bert: Path) -> None:
    results = replace(sentences()[0], context=(Message("system", "Result: on"),))
    data = ClassifierDataset({"a": [results]}, collect_labels([results]), WordTokenizer(tiny_bert))
    assert data.items[0].tokens.types == []


def test_rare_kinds_of_a_balanced_manifest_come_more_often(tiny_bert: Path) -> None:
    pair = (CommandLabel(0, 2), CommandLabel(3, 6))
    many = [Example(text="on", intent="on")] * 96 + [Example(text="on off", commands=pair)] * 4
    data = ClassifierDataset(
        {"many": many}, collect_labels(many), WordTokenizer(tiny_bert), per_epoch={"many": 12},
        balanced=["many", "others"],
    )  # fmt: skip
    pairs = 0
    for epoch in range(40):
        data.set_epoch(epoch)
        pairs += sum(len(item.commands) == 2 for item in data.items)
    assert 50 < pairs < 90
