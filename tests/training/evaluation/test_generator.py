"""The generator's figures against values worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pytest

from models.lm.checks.reranking import ReplyCandidate
from models.lm.prompts.trained import Trained
from models.manifest import Example
from models.types import Fact, Message
from training.evaluation import generator
from training.evaluation.generator import ScoredReply

FACTS: dict[str, Fact] = {"time": "7:30 PM", "place": "Paris", "confirm": True, "n": 8}


class Writer:
    """A generator that writes one text first and knows others."""

    prompts = Trained()

    def __init__(self, first: str, *others: str) -> None:
        self.first, self.others = first, others
        self.tries = 0

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Nothing to prepare."""

    def stream(self, messages: Sequence[Message], *, max_tokens: int = 64) -> Iterator[str]:
        yield self.first

    def candidates(self, messages: Sequence[Message], *, max_tokens: int = 64) -> list[ReplyCandidate]:
        self.tries += 1
        return [ReplyCandidate(text, -float(i)) for i, text in enumerate(self.others)]

    def log_probabilities(self, messages: Sequence[Message], reply: str) -> list[float]:
        return [-1.0]


def test_a_reply_that_lacks_a_value_gets_a_second_try_and_both_rates_are_reported() -> None:
    example = Example(text="where and when", facts=FACTS, reply="In Paris.")
    others = ("It's 7:30 PM in Rome, 8.", "It's 7:30 PM in Paris, all 8.")
    lacking, whole, lost = Writer("In Paris.", *others), Writer("All 8: 7:30 PM, Paris."), Writer("In Paris.")
    scored = [generator.respond(writer, example) for writer in (lacking, whole, lost)]
    assert [s.reply for s in scored] == [others[1], whole.first, lost.first]
    assert [s.greedy for s in scored] == [writer.first for writer in (lacking, whole, lost)]
    assert (lacking.tries, whole.tries, lost.tries) == (1, 0, 1)
    found = generator.generator_metrics(scored)
    assert found["slot_error_rate"].value == pytest.approx(2 / 9)
    assert found["slot_error_rate_greedy"].value == pytest.approx(4 / 9)
    assert found["slot_error_rate"].n == found["slot_error_rate_greedy"].n == 9


def test_a_value_is_said_word_for_word_after_the_normaliser() -> None:
    assert generator.missing_values("It's seven thirty pm in PARIS, eight!", FACTS) == []
    assert generator.missing_values("It's half past seven in Parisian 8", FACTS) == ["time", "place"]
    assert generator.missing_values("", {"open": False}) == []


def test_slot_error_rate_counts_values_not_replies() -> None:
    said = ["It's 7:30 PM in Paris, all 8.", "Paris.", "Yes."]
    rate = generator.slot_error_rate(said, [FACTS, FACTS, {"confirm": True}])
    assert rate and (rate.value, rate.n) == (2 / 6, 6)
    assert rate.low <= rate.value <= rate.high
    assert generator.slot_error_rate(["Yes."], [{"confirm": True}]) is None


def test_bleu_is_sacrebleus() -> None:
    from sacrebleu.metrics.bleu import BLEU

    said, references = ["the lights are on now", "it is ten"], ["the lights are on", "it is ten past two"]
    found = generator.bleu(said, references)
    assert found.value == pytest.approx(BLEU().corpus_score(said, [references]).score)
    assert found.low <= found.value <= found.high and found.n == 2
    assert generator.bleu(references, references).value == pytest.approx(100)


def test_perplexity_is_over_tokens() -> None:
    found = generator.perplexity([[math.log(0.5)], [math.log(0.125), math.log(0.5)]])
    assert found.n == 3
    assert found.value == pytest.approx(math.exp(-(2 * math.log(0.5) + math.log(0.125)) / 3))


def test_distinct_2() -> None:
    assert generator.distinct_2(["the light is on", "The light is off!", "on"]) == 4 / 6
    assert generator.distinct_2(["on"]) == 0.0


def test_a_hallucinated_reply_has_a_value_of_neither_facts_nor_conversation() -> None:
    example = Example(text="when does Anna arrive", facts={"place": "Paris"}, reply="I don't know.")
    scored = [
        ScoredReply(example, said, (-1.0,)) for said in ("At 7:30 PM.", "Anna is in Paris.", "I don't know.")
    ]
    found = generator.generator_metrics(scored)
    assert found["unsupported"].value == pytest.approx(1 / 3) and found["unsupported"].n == found.n == 3
    assert found["slot_error_rate"].value == pytest.approx(2 / 3)
    assert found["reply_words"].value == 3 and found["perplexity"].value == pytest.approx(math.e)
    assert generator.generator_metrics([]).rates == {}
