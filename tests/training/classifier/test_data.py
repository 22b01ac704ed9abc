"""A run's data: splits, general sentences, and the auxiliary head's manifests, which leave no trace."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models import nlu
from models.errors import ConfigError, DataError
from models.manifest import Example
from models.nlu.labels import ACTS, RELATIONS, Labels
from models.types import Modifiers
from tests.fixtures.lights import sentences
from training.classifier import recipe
from training.classifier.config import ClassifierConfig
from training.classifier.data import (
    read_data,
    united,
    with_auxiliary,
    with_general,
    with_unlabelled,
    with_weak_labels,
)
from training.data import splits
from training.trainer.task import TrainerConfig

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")

OTHERS = ("dim the lamp", "dim every lamp", "raise the blind", "raise every blind")


def test_train_alone_gives_some_of_it_for_validation(write_manifest: Callable[..., Path]) -> None:
    train_only = [replace(e, split="train") for e in sentences()]
    data = read_data([write_manifest(train_only)])
    (train,), (valid,) = data.train.values(), data.valid.values()
    assert len(train) + len(valid) == len(train_only) and valid and len(valid) < len(train)
    assert not {splits.key(e.text or "") for e in train} & {splits.key(e.text or "") for e in valid}


def test_a_domains_sentences_join_and_its_closed_slots_become_vocabularies(
    write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / "tea.toml"
    path.write_text(
        'name = "tea"\n[slots.leaf]\nvalues = ["green", "black"]\nsynonyms = { black = ["earl grey"] }\n'
        '[intents.brew]\nsentences = ["(brew|make|boil|fetch) [me] [some] {leaf} tea [now|please]"]\n'
    )
    data = read_data([write_manifest()], [path])
    assert set(data.train) == {"lights", "tea"} and "brew" in data.labels.intents
    assert data.vocabularies["leaf"].values == ("green", "black")
    assert data.vocabularies["leaf"].synonyms == {"black": ("earl grey",)}
    assert data.domain is not None and data.domain.name == "tea" and not data.extends


def test_no_label_at_all_is_an_error(write_manifest: Callable[..., Path]) -> None:
    bare = [replace(e, intent=None, slots=None, sentiment=None, out_of_scope=False) for e in sentences()]
    with pytest.raises(DataError, match="no training sentence"):
        read_data([write_manifest(bare)])


def test_data_with_enough_out_of_scope_sentences_get_no_general_ones(
    write_manifest: Callable[..., Path],
) -> None:
    commands = [e for e in sentences() if not e.out_of_scope]
    outside = [Example(text=f"stranger number {n}", out_of_scope=True, split="train") for n in range(100)]
    data = read_data([write_manifest([*commands, *outside])])
    assert with_general(ClassifierConfig(general=True), data) is data
    few = read_data([write_manifest(commands)])
    assert with_general(ClassifierConfig(general=False), few) is few


def test_a_domain_that_extends_needs_a_warm_start(
    write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / "more.toml"
    path.write_text('name = "more"\nextends = "home"\n[intents.sing]\nsentences = ["sing (now|again)"]\n')
    data = read_data([write_manifest()], [path])
    assert data.extends and data.domain is not None and data.domain.name == "more"
    with pytest.raises(ConfigError, match="begins as the classifier that has them"):
        with_general(ClassifierConfig(start=""), data)


def test_the_auxiliary_head_leaves_no_trace_in_the_checkpoint(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    scored = next(e for e in sentences() if e.split == "test" and e.intent)
    others = [Example(text=text, intent=text.split()[0], split="train") for text in OTHERS]
    others.append(replace(scored, intent="dim", slots=None, split="train"))
    paths = [write_manifest(), write_manifest(others, "others.jsonl")]
    schedule = TrainerConfig(epochs=2, batch_size=8, average=0.0)
    config = ClassifierConfig(base=str(tiny_bert), auxiliary=("others",), trainer=schedule)
    data = with_auxiliary(config, read_data(paths))
    assert data.labels.intents == ("lights_off", "lights_on") and set(data.train) == {"lights"}
    assert {e.text for e in data.auxiliary["others"]} == set(OTHERS)

    model = recipe.fit(config, data, tmp_path / "run", on="cpu")
    assert model.auxiliary is not None and model.auxiliary.bias.detach().any()
    recipe.finish(config, data, model, tmp_path / "checkpoint")
    classifier = nlu.load(tmp_path / "checkpoint", device="cpu", engine="torch")
    assert {c.intent for c in classifier.understand("dim the lamp").candidates} <= set(data.labels.intents)


def test_a_missing_auxiliary_manifest_is_an_error(write_manifest: Callable[..., Path]) -> None:
    config = ClassifierConfig(auxiliary=("others",))
    with pytest.raises(ConfigError, match="no manifest is called others"):
        with_auxiliary(config, read_data([write_manifest()]))


def test_plain_manifests_get_the_labels_that_follow_from_their_intents(
    write_manifest: Callable[..., Path],
) -> None:
    lists = [
        Example(text=text, intent="lists_createoradd", slots=(), split=split)
        for text, split in (("add eggs to my list", "train"), ("add oats to my list", "test"))
    ]
    data = read_data([write_manifest(), write_manifest(lists, "hwu64.jsonl")])
    found = with_weak_labels(ClassifierConfig(plain=("hwu64",), dialogues="learned"), data)
    ((command,),) = [e.commands or () for e in found.train["hwu64"]]
    assert (command.dialogue_act, command.relation, command.modifiers) == ("request", "new", Modifiers())
    assert [(s.name, s.value) for s in command.slots or ()] == [("item", "eggs")]
    assert found.test == data.test and found.train["lights"] == data.train["lights"]
    assert (found.labels.acts, found.labels.relations) == (ACTS, RELATIONS) and "item" in found.labels.slots
    bare = with_weak_labels(ClassifierConfig(plain=("hwu64",)), data)
    assert "item" not in bare.labels.slots


def test_labels_are_united_in_order() -> None:
    both = united(Labels(intents=("b",), acts=ACTS), Labels(intents=("a", "b"), slots=("c",), danger=True))
    assert both == Labels(intents=("a", "b"), slots=("c",), acts=ACTS, danger=True)


def test_unlabelled_sentences_train_without_their_labels_and_are_not_scored(
    write_manifest: Callable[..., Path],
) -> None:
    scored = next(e for e in sentences() if e.split == "test")
    others = [Example(text=t, intent="other", split="train") for t in OTHERS]
    more = write_manifest([*others, replace(scored, split="train")], "more")
    data = read_data([write_manifest(), more])
    assert "other" in data.labels.intents
    found = with_unlabelled(ClassifierConfig(unlabelled=("more",), teacher="released"), data)
    assert "other" not in found.labels.intents
    assert sorted(found.train["more"], key=str) == sorted((Example(text=t) for t in OTHERS), key=str)
    assert "more" not in {*found.valid, *found.test}
    with pytest.raises(ConfigError, match="need a teacher"):
        with_unlabelled(ClassifierConfig(unlabelled=("more",)), data)
    with pytest.raises(ConfigError, match="no manifest is called less"):
        with_unlabelled(ClassifierConfig(unlabelled=("less",), teacher="released"), data)
