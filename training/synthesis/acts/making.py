"""Sentences of any corpus or domain turned into other acts, pairs and conversations."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from models.manifest import Example
from training.synthesis.acts import conversations, intents, pairs, sentences
from training.synthesis.acts.drafts import assemble
from training.synthesis.acts.values import SlotValues

SHARES: Mapping[str, float] = {
    "prohibition": 0.14, "statement": 0.11, "question": 0.12, "request": 0.1, "pair": 0.13, "triple": 0.03,
    "things": 0.05, "shared": 0.05, "one": 0.04, "correction": 0.07, "follow_up": 0.07, "answer": 0.05,
    "yes_no": 0.02, "while_open": 0.03, "new": 0.03, "pointing": 0.03, "undo": 0.01, "again": 0.02,
}  # fmt: skip
"""Share of each kind in a sample."""


_CLAIMED = 3
"""Words of a beginning."""


def variants(examples: Sequence[Example], seed: int = 0, most: int | None = None) -> list[Example]:
    """Sentences of other acts, of two or three commands, and of conversations, with acts and slots.

    Every variant has the split of its sentences. Sentences whose structure is not recognized give none.

    Arguments:
        examples: requests and questions with intent and slots: a public corpus, or a domain of an owner's, in
            which an imperative or a thing ordered is a request.
        most: the most variants, drawn with the shares of `SHARES` as far as each kind has enough.
    """
    made: dict[str, dict[tuple[str, ...], Example]] = defaultdict(dict)
    for kind, example in by_kind(examples, seed):
        made[kind].setdefault((example.text or "", *(m.text for m in example.context)), example)
    found = {kind: list(of_kind.values()) for kind, of_kind in made.items()}
    draw = random.Random(f"{seed} order")
    if most is not None:
        found = {kind: draw.sample(found[kind], n) for kind, n in _numbers(found, most).items()}
    flat = [example for of_kind in found.values() for example in of_kind]
    draw.shuffle(flat)
    return flat


def by_kind(examples: Sequence[Example], seed: int = 0) -> Iterator[tuple[str, Example]]:
    """All variants with their kind, a key of `SHARES`; equal ones may come twice."""
    draw = random.Random(seed)
    labelled = [e for e in examples if e.text and e.intent and not e.context and e.audio is None]
    values, known = SlotValues(labelled), frozenset(e.intent for e in labelled if e.intent)
    sources = sentences.read(labelled)
    by_split: dict[str | None, list[sentences.Source]] = defaultdict(list)
    claimed = _claimed(labelled)
    for source in sources:
        by_split[source.split].append(source)
        for kind, draft in sentences.single(source, draw):
            made = assemble([draft], source.split, draw)
            if made is not None and claimed.get(_beginning(made), source.intent) == source.intent:
                yield kind, made
        yield from pairs.shared(source, values, draw)
    yield from pairs.joined(sources, draw)
    for example in labelled:
        yield from pairs.whole(example, draw)
    for source in sources:
        yield from conversations.next_sentences(source, by_split[source.split], values, known, draw)


def _claimed(examples: Sequence[Example]) -> dict[str, str]:
    """Beginnings of an owner's sentences, with their intents.

    "i don't want the soup after all" may be the owner's wish to cancel: then no variant of another intent
    begins like it.
    """
    return {_beginning(e): e.intent for e in examples if e.intent and not intents.public(e.intent)}


def _beginning(example: Example) -> str:
    return " ".join((example.text or "").lower().split()[:_CLAIMED])


def _numbers(found: Mapping[str, Sequence[Example]], most: int) -> dict[str, int]:
    """How many of each kind make `most` together, by `SHARES`; what one kind lacks the others give."""
    numbers = dict.fromkeys(found, 0)
    left = min(most, sum(map(len, found.values())))
    while left > 0:
        short = [kind for kind in found if numbers[kind] < len(found[kind])]
        total = sum(SHARES[kind] for kind in short)
        for kind in short:
            more = min(max(1, round(left * SHARES[kind] / total)), len(found[kind]) - numbers[kind])
            numbers[kind] += min(more, most - sum(numbers.values()))
        left = min(most, sum(map(len, found.values()))) - sum(numbers.values())
    return numbers
