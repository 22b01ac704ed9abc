"""What any assistant hears, beside a user's own sentences: the assistant's templates and general texts.

To a domain that stands alone they are strangers, so that it learns what to refuse; a domain that extends the
built-in intents hears them again, and everyday sentences beside them, and a teacher, the classifier that it
begins as, says what they are.
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
_KIN = 0.02
"""Share of a domain's sentences that the teacher takes for an intent: sentences of that intent may mean the
same as the domain's, and are no strangers to it."""
_LOOKED_AT = 300


def strangers(teacher: Understands, own: Sequence[Example]) -> list[Example]:
    """The general sentences that mean nothing in the domain of these examples, as out of scope, split."""
    step = max(1, len(own) // _LOOKED_AT)
    taken = Counter(teacher.understand(e.text or "").intent for e in own[::step])
    kin = {intent for intent, n in taken.items() if intent and n >= _KIN * taken.total()}
    strange = (
        Example(text=e.text, out_of_scope=True)
        for e in _without(_sentences(), own)
        if teacher.understand(e.text or "").candidates[0].intent not in kin
    )
    return list(splits.assign(strange))


def replayed(teacher: Understands, own: Sequence[Example]) -> list[Example]:
    """General and everyday sentences, split. Those to be scored have the labels that they have, or that the
    teacher gives them; of the others it says in training what they are.
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
    """Those that say nothing which one of the domain's says too."""
    known = {splits.key(e.text or "") for e in own}
    return [e for e in examples if splits.key(e.text or "") not in known]
