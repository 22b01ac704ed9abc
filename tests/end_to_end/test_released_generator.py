"""The generator that ships: it says a skill's sentence otherwise, states facts, admits not to know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models import lm, paths
from models.lm.checks.facts import invented, missing_facts
from models.lm.checks.paraphrase import objections
from models.types import Fact, Message

RELEASED = paths.released() / "generator"
MOST_BYTES = 10_000_000

pytestmark = [pytest.mark.weights, pytest.mark.filterwarnings("ignore::FutureWarning:transformers")]


@pytest.fixture
def generator(weights: Path) -> lm.Gpt:
    return lm.load(str(RELEASED), device="cpu", engine="int8")


def said(generator: lm.Gpt, asked: list[Message]) -> str:
    return "".join(generator.stream(asked))


def test_it_keeps_facts_and_asks_without_examples(generator: lm.Gpt) -> None:
    told: dict[str, tuple[str, dict[str, Fact]]] = {
        "turn on the kitchen lights": ("The kitchen lights are on.", {"place": "kitchen", "state": "on"}),
        "what time is it in oslo": ("It's 7:41 PM in Oslo.", {"time": "7:41 PM", "place": "Oslo"}),
        "set a rice timer for 23 minutes": (
            "The rice timer is set for 23 minutes.",
            {"name": "rice", "duration": "23 minutes"},
        ),
    }
    for heard, (draft, facts) in told.items():
        retold = said(generator, generator.prompts.paraphrase(heard, draft, "positive"))
        assert objections(retold, draft, facts, heard) == []
        stated = said(generator, generator.prompts.statement(heard, facts))
        assert missing_facts(stated, facts) == [] and invented(stated, facts, [heard]) == []
    assert len(list(generator.prompts.beginnings())) == 1


def test_it_does_not_know_the_world(generator: lm.Gpt) -> None:
    for heard in ("when does the pharmacy open", "how much does gold cost", "who is the mayor of Prague"):
        reply = said(generator, generator.prompts.chat([Message("user", heard)]))
        assert "don't know" in reply and invented(reply, {}, [heard]) == [], reply


def test_it_is_small_and_has_its_figures() -> None:
    assert (RELEASED / "adapter_model.safetensors").stat().st_size < MOST_BYTES
    metrics = json.loads((RELEASED / "metrics.json").read_text(encoding="utf-8"))
    for name in ("skills", "sgd"):
        tuned, base = metrics["manifests"][name], metrics["baseline"]["manifests"][name]
        assert tuned["slot_error_rate_ci"][1] < base["slot_error_rate_ci"][0]
        assert tuned["bleu_ci"][0] > base["bleu_ci"][1] and tuned["reply_words"] <= 15
