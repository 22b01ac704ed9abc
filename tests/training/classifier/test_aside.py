"""Intents that are only learned from: a head of their own in training, nothing of them in the checkpoint."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models import nlu
from models.errors import ConfigError
from models.manifest import Example
from tests.fixtures.lights import sentences
from training.classifier import recipe
from training.classifier.config import ClassifierConfig
from training.classifier.data import read_data, set_aside
from training.trainer.loop import TrainerConfig

OTHERS = ("dim the lamp", "dim every lamp", "raise the blind", "raise every blind")


def test_they_leave_no_trace_in_the_checkpoint(
    tiny_bert: Path, write_manifest: Callable[..., Path], tmp_path: Path
) -> None:
    scored = next(e for e in sentences() if e.split == "test" and e.intent)
    others = [Example(text=text, intent=text.split()[0], split="train") for text in OTHERS]
    others.append(replace(scored, intent="dim", slots=None, split="train"))
    paths = [write_manifest(), write_manifest(others, "others.jsonl")]
    schedule = TrainerConfig(epochs=2, batch_size=8, average=0.0)
    config = ClassifierConfig(base=str(tiny_bert), aside=("others",), trainer=schedule)
    data = set_aside(config, read_data(paths))
    assert data.labels.intents == ("lights_off", "lights_on") and set(data.train) == {"lights"}
    assert {e.text for e in data.aside["others"]} == set(OTHERS)

    model = recipe.fit(config, data, tmp_path / "run", on="cpu")
    assert model.aside is not None and model.aside.bias.detach().any()
    recipe.finish(config, data, model, tmp_path / "checkpoint")
    classifier = nlu.load(tmp_path / "checkpoint", device="cpu", engine="torch")
    assert {c.intent for c in classifier.understand("dim the lamp").candidates} <= set(data.labels.intents)


def test_what_is_not_there_cannot_be_set_aside(write_manifest: Callable[..., Path]) -> None:
    config = ClassifierConfig(aside=("others",))
    with pytest.raises(ConfigError, match="no manifest is called others"):
        set_aside(config, read_data([write_manifest()]))
