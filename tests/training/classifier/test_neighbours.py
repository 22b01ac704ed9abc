"""Which training sentences are kept, and that training keeps them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models import manifest
from models.manifest import CommandLabel, Example
from models.nlu.neighbours import KnownSentence, read
from models.types import Message
from tests.fixtures.lights import sentences
from training.classifier import neighbours, recipe
from training.classifier.config import ClassifierConfig
from training.trainer.task import TrainerConfig

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def test_few_of_each_kind_are_kept() -> None:
    many = [KnownSentence(f"light {n}", "on") for n in range(60)]
    chosen = neighbours.choose([*many, *many, KnownSentence("Light 1", "on", "question")])
    assert len(chosen) == len({s.text.casefold() for s in chosen}) <= neighbours.MOST_ALIKE + 1
    assert chosen == neighbours.choose([*many[::-1], *many, KnownSentence("Light 1", "on", "question")])


def test_training_keeps_its_sentences_and_others_may_be_added(tiny_bert: Path, tmp_path: Path) -> None:
    manifest.write(tmp_path / "lights.jsonl", sentences())
    config = ClassifierConfig(base=str(tiny_bert), adapter_rank=8, trainer=TrainerConfig(epochs=1))
    checkpoint = tmp_path / "checkpoint"
    recipe.main(config, [tmp_path / "lights.jsonl"], checkpoint, on="cpu")
    index = read(checkpoint)
    learned = {e.text for e in sentences() if e.split == "train" and (e.intent or e.out_of_scope)}
    assert index is not None and {s.text for s in index.sentences} <= learned
    assert {s.intent for s in index.sentences} == {"lights_on", "lights_off", None}
    own = Example(text="attic light on", intent="lights_on")
    talk = replace(own, text="and off", context=(Message("user", "light on"),))
    two = replace(own, text="hall on attic off", commands=(CommandLabel(0, 7), CommandLabel(8, 17)))
    neighbours.write(checkpoint, [own, talk, two], earlier=checkpoint, on="cpu")
    again = read(checkpoint)
    assert again is not None
    assert {s.text for s in again.sentences} == {s.text for s in index.sentences} | {own.text}
