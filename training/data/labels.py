"""Checks of the labels of examples against each other and against the words. Knows no domain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from models.manifest import Example
from models.text.normalise import normalise
from training.data.findings import Finding

_KINDS: dict[str, Callable[[Example], Iterable[str]]] = {
    "intent": lambda e: [e.intent] if e.intent else [],
    "slots": lambda e: sorted({slot.name for slot in e.slots or ()}),
    "sentiment": lambda e: [e.sentiment] if e.sentiment else [],
}


def find(examples: Sequence[Example]) -> Iterator[Finding]:
    """The problems of all the examples' labels."""
    yield from _rare(examples)
    yield from _one_class(examples)
    yield from _conflicting(examples)
    for example in examples:
        yield from _cut(example)


def _rare(examples: Sequence[Example]) -> Iterator[Finding]:
    """Labels that cannot be learned: with one training example, or with none."""
    training = [e for e in examples if e.split in ("train", None)]
    if not training:
        return
    for field, labels_of in _KINDS.items():
        times = Counter(label for e in training for label in labels_of(e))
        missed: set[str] = set()
        for example in examples:
            for label in labels_of(example):
                if times[label] == 1 and example.split in ("train", None):
                    what = f"{field}: {label} is seen once"
                    yield Finding("warning", "label-once", what, example.origin)
                elif not times[label] and label not in missed:
                    missed.add(label)
                    what = f"{field}: {label} is scored in {example.split} and never learned"
                    yield Finding("warning", "label-not-learned", what, example.origin)


def _one_class(examples: Sequence[Example]) -> Iterator[Finding]:
    """A kind of label that has one value alone: nothing tells it from another."""
    training = [e for e in examples if e.split in ("train", None)]
    labeled = [e for e in training if e.intent or e.out_of_scope]
    if len(labeled) > 1 and len({e.intent for e in labeled}) == 1:
        what = f"intent: every example is {labeled[0].intent or 'out of scope'}; nothing else can be learned"
        yield Finding("warning", "one-class", what, labeled[0].origin)


def _conflicting(examples: Sequence[Example]) -> Iterator[Finding]:
    """The same words in the same context with two labels."""
    first: dict[tuple[object, ...], Example] = {}
    for example in examples:
        if example.text is None or not (example.intent or example.out_of_scope):
            continue
        other = first.setdefault((normalise(example.text), example.context), example)
        if other.intent != example.intent:
            here, there = example.intent or "out of scope", other.intent or "out of scope"
            what = f"intent: {example.text!r} is {here} here and {there} in {other.origin}"
            yield Finding("warning", "conflicting-labels", what, example.origin)


def _cut(example: Example) -> Iterator[Finding]:
    """Slots that begin or end within a word, which a tagger of words cannot mark."""
    text = example.text or ""
    for slot in example.slots or ():
        if _within(text, slot.start) or _within(text, slot.end):
            what = f"slots: {slot.name} [{slot.start}, {slot.end}) cuts a word of {text!r}"
            yield Finding("warning", "cut-word", what, example.origin)


def _within(text: str, at: int) -> bool:
    """Whether a place lies between two letters."""
    return 0 < at < len(text) and text[at - 1].isalpha() and text[at].isalpha()
