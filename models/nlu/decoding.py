"""Logits → probabilities, slots and decisions. Pure functions on arrays; knows no network and no file."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

import numpy as np

from models.nlu.bio import bio_decode
from models.nlu.labels import ClosedVocabulary, Temperatures
from models.nlu.outputs import Array
from models.nlu.resolving import nearby, resolve, resolve_span
from models.nlu.words import Word
from models.types import Modifiers, Slot, Unresolved

__all__ = [
    "best_tags", "in_scope", "intent_confidences", "modifiers", "resolve", "sigmoid", "slots",
    "softmax", "unresolved",
]  # fmt: skip

NEAR = 3
"""Values that are named beside what is none of them."""
_PARTED = re.compile(r"\s+(?:(?:about|at|called|for|in|of|on|the)\s+){1,2}", re.IGNORECASE)


def softmax(logits: Array, temperature: float = 1.0) -> Array:
    """Along the last axis."""
    scaled = logits / temperature
    raised = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def in_scope(logit: Array, temperature: float = 1.0) -> Array:
    """The out-of-scope head's logit → the probability that the sentence is in scope."""
    return np.asarray(1.0 / (1.0 + np.exp(np.clip(logit / temperature, -60, 60))), dtype=np.float32)


def sigmoid(logit: float, temperature: float = 1.0) -> float:
    """A yes-or-no head's logit → its probability of yes."""
    return 1.0 - float(in_scope(np.array(logit, dtype=np.float32), temperature))


def intent_confidences(logits: Array, scope_logit: float | None, temperatures: Temperatures) -> Array:
    """(intents,) the probability that the sentence is in scope and has each intent."""
    confidences = softmax(logits, temperatures.intent)
    if scope_logit is None:
        return confidences
    inside = in_scope(np.array([scope_logit], dtype=np.float32), temperatures.out_of_scope)
    return np.asarray(confidences * inside, dtype=np.float32)


def best_tags(logits: Array, tags: Sequence[str], transitions: Array | None = None) -> list[str]:
    """(words, tags) → the likeliest sequence in which every I continues its own slot (Viterbi).

    Tags are in the order of `Labels.tags`: O, then B and I of each slot.

    Arguments:
        transitions: (tags, tags), what it adds when the second follows the first; nothing where None.
    """
    if not len(logits):
        return []
    follows = _allowed(len(tags)) if transitions is None else transitions + _allowed(len(tags))
    best = logits[0].copy()
    best[2::2] = -np.inf
    back = np.zeros(logits.shape, dtype=np.intp)
    for i in range(1, len(logits)):
        paths = best[:, None] + follows
        back[i] = paths.argmax(axis=0)
        best = paths.max(axis=0) + logits[i]
    path = [int(best.argmax())]
    for i in range(len(logits) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return [tags[t] for t in reversed(path)]


@functools.cache
def _allowed(n: int) -> Array:
    """(tags, tags): 0 where the second may follow the first, else minus infinity."""
    allowed = np.zeros((n, n), dtype=np.float32)
    inside = np.arange(2, n, 2)
    allowed[:, inside] = -np.inf
    allowed[inside - 1, inside] = allowed[inside, inside] = 0
    return allowed


def slots(
    tags: Sequence[str], words: Sequence[Word], text: str, vocabularies: Mapping[str, ClosedVocabulary]
) -> tuple[Slot, ...]:
    """One tag a word → the slots in the text; a closed slot whose value is none of its own is left out."""
    found: list[Slot] = []
    spans = bio_decode(tags)
    begins = [first for _, first, _ in spans]
    free = 0
    for (name, first, last), following in zip(spans, [*begins, len(words)][1:], strict=True):
        value: str | None = None
        if name in vocabularies:
            resolved = resolve_span(first, last, range(free, following), words, vocabularies[name])
            if resolved is None:
                continue
            value, first, last = resolved
        free = last
        start, end = words[first].start, words[last - 1].end
        if not found or start >= found[-1].end:
            said = text[start:end]
            found.append(Slot(name, said if value is None else value, said, start, end))
    return tuple(found)


def unresolved(
    tags: Sequence[str],
    words: Sequence[Word],
    text: str,
    vocabularies: Mapping[str, ClosedVocabulary],
    found: Sequence[Slot],
) -> tuple[Unresolved, ...]:
    """What was marked for a closed slot and is not, or not whole, in `found`, the slots of the same tags."""
    missed: list[Unresolved] = []
    for name, first, last in bio_decode(tags):
        if name not in vocabularies:
            continue
        start, end = words[first].start, words[last - 1].end
        part = next((s for s in found if s.name == name and s.start < end and start < s.end), None)
        if part is not None and part.start <= start and end <= part.end:
            continue
        said = text[start:end]
        near = nearby(said, vocabularies[name], NEAR)
        if part is not None:
            near = (part.value, *(value for value in near if value != part.value))[:NEAR]
        missed.append(Unresolved(name, said, start, end, near))
    return tuple(missed)


def modifiers(tags: Sequence[str], words: Sequence[Word], text: str) -> Modifiers:
    """One tag a word → the modifiers, as said; the parts of a time said in two places are joined.

    What is excepted is one where a preposition alone parts it: "the one at nine".
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    for name, first, last in bio_decode(tags):
        start, end = words[first].start, words[last - 1].end
        found = spans.setdefault(name, [])
        if name == "except" and found and _PARTED.fullmatch(text, found[-1][1], start):
            start = found.pop()[0]
        found.append((start, end))
    said = {name: [text[slice(*span)] for span in found] for name, found in spans.items()}
    at, repeat, lasting = (" ".join(said.get(name, ())) or None for name in ("at", "repeat", "for"))
    return Modifiers("all" in said, tuple(said.get("except", ())), at, repeat, lasting)
