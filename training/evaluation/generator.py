"""How good a generator's replies are, before any fallback. Each figure states its denominator.

A reply is what the generator writes first, greedily; where that leaves out a value, its second try
(`models/lm/checks/reranking.py`), as in the assistant, though with more candidates than that has time for.

`slot_error_rate`: share of the values to be said, truth values left out, that are not in the reply word for
word after the normaliser; `slot_error_rate_greedy`: the same of what was written first. `bleu`: sacrebleu's,
0 to 100. `perplexity`: of the references' tokens. `distinct_2`: share of the replies' word pairs that are
different ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Protocol

import numpy as np

from models.lm.checks import reranking
from models.lm.checks.facts import invented, missing_facts
from models.lm.checks.reranking import ReplyCandidate
from models.lm.prompts.prompts import RESULT, Prompts
from models.manifest import Example
from models.text.normalise import normalise
from models.types import Fact, Message
from training.evaluation.metrics import Interval, bootstrap

MAX_TOKENS = 64
BLEU_ORDER = 4


class ScorableGenerator(Protocol):
    """What is scored: `models.lm.Gpt`."""

    @property
    def prompts(self) -> Prompts:
        """How it is asked."""
        ...

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Computes once what every conversation beginning with these messages needs."""
        ...

    def stream(self, messages: Sequence[Message], *, max_tokens: int = 64) -> Iterator[str]:
        """Pieces of its reply."""
        ...

    def candidates(self, messages: Sequence[Message], *, max_tokens: int = 64) -> list[ReplyCandidate]:
        """Several replies, the likeliest first."""
        ...

    def log_probabilities(self, messages: Sequence[Message], reply: str) -> list[float]:
        """Of the tokens of a reply that somebody else wrote."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """An example, what the generator said, and how likely it finds the reference."""

    example: Example
    said: str
    log_probabilities: tuple[float, ...] = ()
    first: str | None = None
    """What it had written first, where a second try took its place."""

    @property
    def greedy(self) -> str:
        """What it wrote first."""
        return self.said if self.first is None else self.first


def asked(prompts: Prompts, example: Example) -> list[Message]:
    """How the generator is asked for an example's reply.

    A skill's sentence (`Result: …`, a system message of the context) is retold, facts are stated; all else is
    conversation.
    """
    heard = example.text or ""
    if drafted := draft(example):
        return prompts.retelling(heard, drafted, example.sentiment)
    if example.facts:
        return prompts.stating(heard, example.facts, example.sentiment)
    return prompts.chat([*example.context, Message("user", heard)], example.sentiment)


def draft(example: Example) -> str:
    """The skill's sentence in an example's context; empty where there is none."""
    notes = (m.text for m in example.context if m.role == "system" and m.text.startswith(RESULT))
    return next(notes, "").removeprefix(RESULT)


def sources(example: Example) -> list[str]:
    """What a reply may repeat besides the facts."""
    return [example.text or "", *(m.text for m in example.context)]


def missing_values(reply: str, facts: Mapping[str, Fact]) -> list[str]:
    """Names of the facts, truth values left out, that are not in the reply word for word."""
    said = f" {normalise(reply)} "
    return [
        name
        for name, value in facts.items()
        if not isinstance(value, bool) and f" {normalise(str(value))} " not in said
    ]


def slot_error_rate(said: Sequence[str], facts: Sequence[Mapping[str, Fact]]) -> tuple[float, Interval, int]:
    """The rate, its interval over the replies, and how many values there were to say."""
    counts = np.array(
        [
            (len(missing_values(s, f)), sum(not isinstance(v, bool) for v in f.values()))
            for s, f in zip(said, facts, strict=True)
        ]
    ).reshape(-1, 2)
    counts = counts[counts[:, 1] > 0]
    n = int(counts[:, 1].sum())

    def rate(rows: Any) -> float:
        lost, there = counts[rows].sum(axis=0)
        return float(lost / there)

    if not n:
        return math.nan, (math.nan, math.nan), 0
    return rate(np.arange(len(counts))), bootstrap(len(counts), rate), n


def bleu(said: Sequence[str], references: Sequence[str]) -> tuple[float, Interval]:
    """Corpus BLEU with sacrebleu's defaults, and its interval over the replies."""
    from sacrebleu.metrics.bleu import BLEU

    scorer = BLEU()
    rows = []
    for reply, reference in zip(said, references, strict=True):
        # of a single sentence, since sacrebleu's own interval is not part of its interface
        found = scorer.corpus_score([reply], [[reference]])
        rows.append([*found.counts, *found.totals, found.sys_len, found.ref_len])
    counts = np.array(rows, dtype=np.int64).reshape(-1, 2 * BLEU_ORDER + 2)

    def score(chosen: Any) -> float:
        *parts, said_length, reference_length = (int(v) for v in counts[chosen].sum(axis=0))
        return float(
            BLEU.compute_bleu(
                parts[:BLEU_ORDER], parts[BLEU_ORDER:], said_length, reference_length, smooth_method="exp"
            ).score
        )

    return score(np.arange(len(counts))), bootstrap(len(counts), score)


def perplexity(log_probabilities: Sequence[Sequence[float]]) -> tuple[float, Interval]:
    """Of the references' tokens, the ends of the turns among them, and its interval over the replies."""
    rows = np.array([(sum(p), len(p)) for p in log_probabilities]).reshape(-1, 2)

    def score(chosen: Any) -> float:
        total, n = rows[chosen].sum(axis=0)
        return math.exp(-total / n) if n else float("nan")

    return score(np.arange(len(rows))), bootstrap(len(rows), score)


def distinct_2(said: Sequence[str]) -> float:
    """Different pairs of neighbouring words among all pairs; 0 where there is no pair."""
    pairs = [pair for reply in said for pair in pairwise(normalise(reply).split())]
    return len(set(pairs)) / len(pairs) if pairs else 0.0


def reply(generator: ScorableGenerator, example: Example) -> Scored:
    """What the generator says to an example, and how likely it finds the reference.

    The greedy reply; where it leaves out a fact, the best of that one and several others.
    """
    messages = asked(generator.prompts, example)
    # a base's prompts begin with examples of a few kinds, again and again
    stated = draft(example) or example.facts
    chatted = generator.prompts.chat_prefix(example.text or "", example.sentiment)
    generator.prepare(messages[:-1] if stated else chatted)
    first = said = " ".join("".join(generator.stream(messages, max_tokens=MAX_TOKENS)).split())
    facts = example.facts or {}
    if missing_facts(first, facts):
        others = generator.candidates(messages, max_tokens=MAX_TOKENS)
        said = reranking.choose(first, others, facts, sources(example))
    likely = generator.log_probabilities(messages, example.reply) if example.reply else []
    return Scored(example, said, tuple(likely), None if said == first else first)


def generator_metrics(generator: ScorableGenerator, examples: Sequence[Example]) -> dict[str, Any]:
    """The figures of a generator on examples that have a text.

    `slot_error_rate`, and `slot_error_rate_greedy` without second tries, where there are facts; `bleu` and
    `perplexity` where there are references; `unsupported` is the share of replies with a number, time or name
    that is neither in the facts nor in the conversation; `reply_words` is the median. Rates with their
    `…_ci`, and `…_n`, the denominator.
    """
    return metrics_of([reply(generator, e) for e in examples if e.text])


def metrics_of(scored: Sequence[Scored]) -> dict[str, Any]:
    """The same of replies that were written before."""
    found: dict[str, Any] = {"n": len(scored)}
    if not scored:
        return found
    stated = [s for s in scored if s.example.facts]
    facts = [s.example.facts or {} for s in stated]
    for key, said in (
        ("slot_error_rate", [s.said for s in stated]),
        ("slot_error_rate_greedy", [s.greedy for s in stated]),
    ):
        rate, interval, n = slot_error_rate(said, facts)
        if n:
            found |= {key: rate, f"{key}_ci": list(interval), f"{key}_n": n}
    compared = [s for s in scored if s.example.reply]
    if compared:
        value, interval = bleu([s.said for s in compared], [s.example.reply or "" for s in compared])
        found |= {"bleu": value, "bleu_ci": list(interval), "bleu_n": len(compared)}
        value, interval = perplexity([s.log_probabilities for s in compared])
        tokens = sum(len(s.log_probabilities) for s in compared)
        found |= {"perplexity": value, "perplexity_ci": list(interval), "perplexity_n": tokens}
    made_up = np.array([bool(unsupported(s)) for s in scored])
    found["unsupported"] = float(made_up.mean())
    found["unsupported_ci"] = list(bootstrap(len(made_up), lambda i: float(made_up[i].mean())))
    found["unsupported_n"] = len(made_up)
    found["distinct_2"] = distinct_2([s.said for s in scored])
    found["reply_words"] = median(len(s.said.split()) for s in scored)
    return found


def unsupported(scored: Scored) -> list[str]:
    """Numbers, times and names that the reply has from nowhere."""
    return invented(scored.said, scored.example.facts or {}, sources(scored.example))
