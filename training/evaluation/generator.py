"""Scores of a generator's replies before any fallback. Each figure states its denominator.

A reply is the generator's greedy one; where that leaves out a value, its second try
(`models/lm/checks/reranking.py`), as in the assistant, though with more candidates than that has time for.

`slot_error_rate`: share of the values to be said, truth values left out, that are not in the reply word for
word after the normaliser; `slot_error_rate_greedy`: of the greedy replies. `bleu`: sacrebleu's, 0 to 100.
`perplexity`: of the references' tokens. `distinct_2`: share of different word pairs among the replies'.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Protocol

import numpy as np

from models.lm.checks import reranking
from models.lm.checks.facts import invented, missing_facts
from models.lm.checks.reranking import ReplyCandidate
from models.lm.prompts.lines import RESULT
from models.lm.prompts.protocol import Prompts
from models.manifest import Example
from models.text.normalise import normalise
from models.types import Fact, Message
from training.evaluation import groups, metrics
from training.evaluation.groups import Counts
from training.evaluation.metrics import Indices
from training.evaluation.types import Metric, Metrics

MAX_TOKENS = 64
BLEU_ORDER = 4


class ScorableGenerator(Protocol):
    """The part of `models.lm.Gpt` that scoring needs."""

    @property
    def prompts(self) -> Prompts:
        """The form of its prompts."""
        ...

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Cache the states of messages that begin many conversations."""
        ...

    def stream(self, messages: Sequence[Message], *, max_tokens: int = 64) -> Iterator[str]:
        """Pieces of its reply."""
        ...

    def candidates(self, messages: Sequence[Message], *, max_tokens: int = 64) -> list[ReplyCandidate]:
        """Several replies, the likeliest first."""
        ...

    def log_probabilities(self, messages: Sequence[Message], reply: str) -> list[float]:
        """Log-probabilities of a reference's tokens."""
        ...


@dataclass(frozen=True, slots=True)
class ScoredReply:
    """An example, the generator's reply, and the likelihood of the reference."""

    example: Example
    reply: str
    log_probabilities: tuple[float, ...] = ()
    """Of the reference's tokens."""
    first: str | None = None
    """The greedy reply where a second try took its place."""

    @property
    def greedy(self) -> str:
        """The greedy reply."""
        return self.reply if self.first is None else self.first


def asked(prompts: Prompts, example: Example) -> list[Message]:
    """The prompt for an example's reply.

    A skill's sentence (`Result: …`, a system message of the context) is paraphrased, facts are stated; all
    else is conversation.
    """
    text = example.text or ""
    if drafted := draft(example):
        return prompts.paraphrase(text, drafted, example.sentiment)
    if example.facts:
        return prompts.statement(text, example.facts, example.sentiment)
    return prompts.chat([*example.context, Message("user", text)], example.sentiment)


def draft(example: Example) -> str:
    """The skill's sentence in an example's context; empty where there is none."""
    notes = (m.text for m in example.context if m.role == "system" and m.text.startswith(RESULT))
    return next(notes, "").removeprefix(RESULT)


def sources(example: Example) -> list[str]:
    """Texts that a reply may repeat besides the facts."""
    return [example.text or "", *(m.text for m in example.context)]


def missing_values(reply: str, facts: Mapping[str, Fact]) -> list[str]:
    """Names of the facts, truth values left out, that are not in the reply word for word."""
    said = f" {normalise(reply)} "
    return [
        name
        for name, value in facts.items()
        if not isinstance(value, bool) and f" {normalise(str(value))} " not in said
    ]


def slot_error_rate(replies: Sequence[str], facts: Sequence[Mapping[str, Fact]]) -> Metric | None:
    """The share of the values that the replies leave out; None where there is no value to say."""
    counts = _missing_counts(replies, facts)
    counts = counts[counts[:, 1] > 0]
    if not len(counts):
        return None

    def rate(rows: Indices) -> float:
        lost, there = counts[rows].sum(axis=0)
        return float(lost / there)

    return metrics.rate(len(counts), rate, of=int(counts[:, 1].sum()))


def _missing_counts(replies: Sequence[str], facts: Sequence[Mapping[str, Fact]]) -> Counts:
    """Of each reply the values that it leaves out, and those to be said."""
    rows = [
        (len(missing_values(reply, f)), sum(not isinstance(v, bool) for v in f.values()))
        for reply, f in zip(replies, facts, strict=True)
    ]
    return np.array(rows, dtype=float).reshape(-1, 2)


def bleu(replies: Sequence[str], references: Sequence[str]) -> Metric:
    """Corpus BLEU with sacrebleu's defaults, and its interval over the replies."""
    from sacrebleu.metrics.bleu import BLEU

    scorer = BLEU()
    rows = []
    for reply, reference in zip(replies, references, strict=True):
        # of a single sentence, since sacrebleu's own interval is not part of its interface
        found = scorer.corpus_score([reply], [[reference]])
        rows.append([*found.counts, *found.totals, found.sys_len, found.ref_len])
    counts = np.array(rows, dtype=np.int64).reshape(-1, 2 * BLEU_ORDER + 2)

    def score(chosen: Indices) -> float:
        *parts, said_length, reference_length = (int(v) for v in counts[chosen].sum(axis=0))
        return float(
            BLEU.compute_bleu(
                parts[:BLEU_ORDER], parts[BLEU_ORDER:], said_length, reference_length, smooth_method="exp"
            ).score
        )

    return metrics.rate(len(counts), score)


def perplexity(log_probabilities: Sequence[Sequence[float]]) -> Metric:
    """Of the references' tokens, the ends of the turns among them, and its interval over the replies."""
    rows = np.array([(sum(p), len(p)) for p in log_probabilities]).reshape(-1, 2)

    def score(chosen: Indices) -> float:
        total, n = rows[chosen].sum(axis=0)
        return math.exp(-total / n) if n else float("nan")

    return metrics.rate(len(rows), score, of=int(rows[:, 1].sum()))


def distinct_2(replies: Sequence[str]) -> float:
    """Different pairs of neighbouring words among all pairs; 0 where there is no pair."""
    pairs = [pair for reply in replies for pair in pairwise(normalise(reply).split())]
    return len(set(pairs)) / len(pairs) if pairs else 0.0


def respond(generator: ScorableGenerator, example: Example) -> ScoredReply:
    """The generator's reply to an example, and the likelihood of the reference.

    The greedy reply; where it leaves out a fact, the best of that one and several others.
    """
    messages = asked(generator.prompts, example)
    # a base's prompts begin with the same few examples every time
    stated = draft(example) or example.facts
    chatted = generator.prompts.chat_prefix(example.text or "", example.sentiment)
    generator.prepare(messages[:-1] if stated else chatted)
    first = reply = " ".join("".join(generator.stream(messages, max_tokens=MAX_TOKENS)).split())
    facts = example.facts or {}
    if missing_facts(first, facts):
        others = generator.candidates(messages, max_tokens=MAX_TOKENS)
        reply = reranking.choose(first, others, facts, sources(example))
    likely = generator.log_probabilities(messages, example.reply) if example.reply else []
    return ScoredReply(example, reply, tuple(likely), None if reply == first else first)


def generator_metrics(scored: Sequence[ScoredReply]) -> Metrics:
    """The figures of a generator's replies.

    `slot_error_rate`, and `slot_error_rate_greedy` without second tries, where there are facts; `bleu` and
    `perplexity` where there are references; `unsupported` is the share of hallucinated replies: those with a
    number, time or name that is neither in the facts nor in the conversation; `reply_words` is the median.
    `groups` holds them for each group of speakers that the examples name.
    """
    if not scored:
        return Metrics()
    counts = {
        "slot_error_rate": _missing_counts(
            [s.reply for s in scored], [s.example.facts or {} for s in scored]
        ),
        "unsupported": np.array([(bool(unsupported(s)), 1) for s in scored], dtype=float),
    }
    return replace(
        _overall(scored),
        groups=groups.by_group(scored, lambda s: s.example, _overall),
        differences=groups.differences([s.example for s in scored], counts),
    )


def _overall(scored: Sequence[ScoredReply]) -> Metrics:
    stated = [s for s in scored if s.example.facts]
    facts = [s.example.facts or {} for s in stated]
    compared = [s for s in scored if s.example.reply]
    rates: dict[str, Metric | None] = {
        "slot_error_rate": slot_error_rate([s.reply for s in stated], facts),
        "slot_error_rate_greedy": slot_error_rate([s.greedy for s in stated], facts),
    }
    if compared:
        rates["bleu"] = bleu([s.reply for s in compared], [s.example.reply or "" for s in compared])
        rates["perplexity"] = perplexity([s.log_probabilities for s in compared])
    rates["unsupported"] = metrics.share([bool(unsupported(s)) for s in scored])
    rates["distinct_2"] = Metric(distinct_2([s.reply for s in scored]))
    rates["reply_words"] = Metric(median(len(s.reply.split()) for s in scored))
    return Metrics(len(scored), {key: metric for key, metric in rates.items() if metric})


def unsupported(scored: ScoredReply) -> list[str]:
    """Numbers, times and names of the reply that are neither in the facts nor in the conversation."""
    return invented(scored.reply, scored.example.facts or {}, sources(scored.example))
