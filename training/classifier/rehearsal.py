"""General sentences beside a domain's own: out-of-scope examples, or rehearsal of the built-in intents.

A domain that stands alone gets them as out-of-scope examples. A domain that extends the built-in intents
rehearses them, everyday sentences included, distilled from the classifier of its warm start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from models import manifest
from models.manifest import Example, SlotLabel
from models.types import Understanding
from training import domain
from training.config import CONFIGS
from training.data import splits
from training.evaluation.classifier import Understands

NAME = "general"
_PER_TEMPLATE = 6
_RELATED = 0.02
"""Share of a domain's sentences with an intent, by the teacher, from which the intent counts as related to
the domain: its sentences may mean the same as the domain's and are not out of scope."""
_SAMPLED = 300


def out_of_scope(teacher: Understands, own: Sequence[Example]) -> list[Example]:
    """General sentences unrelated to the domain of `own`, as out-of-scope examples with splits."""
    step = max(1, len(own) // _SAMPLED)
    intents = Counter(teacher.understand(e.text or "").intent for e in own[::step])
    related = {intent for intent, n in intents.items() if intent and n >= _RELATED * intents.total()}
    unrelated = (
        Example(text=e.text, out_of_scope=True)
        for e in _without(_sentences(), own)
        if teacher.understand(e.text or "").candidates[0].intent not in related
    )
    return list(splits.assign(unrelated))


def rehearsed(teacher: Understands, own: Sequence[Example]) -> list[Example]:
    """General and everyday sentences with splits.

    Validation and test sentences keep their labels, or get the teacher's; training sentences are distilled.
    """
    everyday = domain.expand(domain.read(CONFIGS / "everyday.toml"))
    texts = [*_sentences(), *(Example(text=e.text) for e in everyday)]
    return [
        e if e.split == "train" else _labelled(e, teacher.understand(e.text or ""))
        for e in splits.assign(_without(texts, own))
    ]


def _labelled(example: Example, understood: Understanding) -> Example:
    sentiment = understood.sentiment
    if example.intent is not None:
        return replace(example, sentiment=sentiment)
    slots = tuple(SlotLabel(s.name, s.value, s.start, s.end) for s in understood.slots or ())
    return replace(
        example, intent=understood.intent, out_of_scope=understood.intent is None, sentiment=sentiment,
        slots=slots if understood.intent else None,
    )  # fmt: skip


def _sentences() -> list[Example]:
    home = domain.read(CONFIGS / "home.toml").model_copy(update={"per_sentence": _PER_TEMPLATE})
    foreign = (CONFIGS / "strangers.txt").read_text(encoding="utf-8").splitlines()
    return [
        *domain.expand(home),
        *manifest.read(CONFIGS / "general-texts.jsonl"),
        *(Example(text=text) for text in foreign),
    ]


def _without(examples: Iterable[Example], own: Sequence[Example]) -> list[Example]:
    """The examples that are not near-identical to a sentence of the domain."""
    known = {splits.key(e.text or "") for e in own}
    return [e for e in examples if splits.key(e.text or "") not in known]
