"""Reranking of a generator's replies by how well they state the facts. Knows no engine.

Overgenerate and rerank, as in TGen (Dušek & Jurčíček 2016). A small model's likeliest reply sometimes omits
one of many values; among the next likeliest there is often one that states them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.lm.checks.facts import invented, missing_facts
from models.types import Fact

CANDIDATES = 8
"""Replies to choose from."""


@dataclass(frozen=True, slots=True)
class ReplyCandidate:
    """A complete reply of a generator's beam search."""

    text: str
    log_probability: float
    """Natural logarithm, summed over all tokens and the end of turn."""


def faults(reply: str, facts: Mapping[str, Fact], sources: Sequence[str] = ()) -> int:
    """The number of missing facts plus the number of invented numbers, times and names.

    Arguments:
        sources: texts whose content may be repeated besides the facts.
    """
    return len(missing_facts(reply, facts)) + len(invented(reply, facts, sources))


def choose(
    first: str, candidates: Iterable[ReplyCandidate], facts: Mapping[str, Fact], sources: Sequence[str] = ()
) -> str:
    """The reply with the fewest faults; among equals `first`, then the likeliest."""
    likeliest = sorted(candidates, key=lambda candidate: -candidate.log_probability)
    replies = [first, *(candidate.text for candidate in likeliest)]
    return min(replies, key=lambda reply: faults(reply, facts, sources))
