"""A generator's second try: several whole replies, of which the one that says the facts best is taken.

Overgenerate and rerank, as in TGen (Dušek & Jurčíček 2016). A small model's likeliest reply at times leaves
out one of many values; among the next likeliest there is often one that says them all. Knows no engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.lm.checks.facts import invented, missing_facts
from models.types import Fact

CANDIDATES = 8
"""Replies that a second try chooses from."""


@dataclass(frozen=True, slots=True)
class ReplyCandidate:
    """A whole reply that a generator found likely."""

    text: str
    log_probability: float
    """Natural logarithm, of all its tokens and its end."""


def faults(reply: str, facts: Mapping[str, Fact], sources: Sequence[str] = ()) -> int:
    """How many facts the reply does not say, and how many numbers, times or names it has from nowhere.

    Arguments:
        sources: what may be repeated besides the facts.
    """
    return len(missing_facts(reply, facts)) + len(invented(reply, facts, sources))


def choose(
    first: str, candidates: Iterable[ReplyCandidate], facts: Mapping[str, Fact], sources: Sequence[str] = ()
) -> str:
    """The reply with the fewest faults: the first one where none has fewer, else the likeliest of those."""
    likeliest = sorted(candidates, key=lambda candidate: -candidate.log_probability)
    replies = [first, *(candidate.text for candidate in likeliest)]
    return min(replies, key=lambda reply: faults(reply, facts, sources))
