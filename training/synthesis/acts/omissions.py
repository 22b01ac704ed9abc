"""A sentence without one of its values, as it is said before the assistant asks for it."""

from __future__ import annotations

import re

from models.manifest import Example, SlotLabel
from training.synthesis.acts import phrases
from training.synthesis.acts.phrases import Stretch
from training.synthesis.acts.values import Constituent

_ADVERBS = frozenset({"date", "time", "timeofday"})
_LEADING = frozenset({"for", "at", "on", "in", "to", "from", "with"})
_OPEN_END = re.compile(
    r"\b(?:for|at|to|in|on|from|named|called|the|a|an|my|of|with|and|by|make|need|me|next|last|this|every)$"
)
_DETERMINER = re.compile(r"(?: (?:a|an|the|some|one|another|more|my))+$")


def spoken(slot: str) -> str:
    """ "coffeeDrink" and "coffee_drink" → "coffee drink"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", slot).replace("_", " ").lower().removesuffix(" type")


def without(example: Example, where: Constituent, own: bool) -> str | None:
    """The sentence without the value's constituent; None where that leaves no good sentence.

    Arguments:
        own: an owner's domain, whose ordered things become "something".
    """
    text, slot = (example.text or "").rstrip(" .?!"), where.slot
    if describes(example, slot, where):
        said = f"{text[: slot.start]}{text[slot.end :].lstrip()}"
        return _good(phrases.articled(Stretch(said)).text)
    if where.end != len(text) or where.before.split()[:1] == ["the"]:
        return None
    start = where.start
    name = rf"(?: (?:{'|'.join(sorted(_LEADING))}))? {re.escape(spoken(slot.name))}$"
    if led := re.search(name, text[:start].rstrip()):
        return _good(text[: led.start()])
    said = text[:start].rstrip()
    if (set(where.before.split()[:1]) & _LEADING) or slot.name in _ADVERBS:
        return _good(said)
    if not own or any(s.end == slot.start - 1 for s in example.slots or ()):
        return None
    left = _DETERMINER.sub("", said)
    return _good(left.removesuffix(" and") if left.endswith(" and") else f"{left} something")


def describes(example: Example, slot: SlotLabel, where: Constituent) -> bool:
    """Whether the value describes what follows: "the [hall] light", "a [small] [latte]"."""
    described = where.after or any(s.start == slot.end + 1 for s in example.slots or ())
    return bool(described) and where.before.split()[-1:] in (["the"], ["my"], ["a"], ["an"])


def _good(said: str) -> str | None:
    return said if len(said.split()) > 1 and not _OPEN_END.search(said) else None
