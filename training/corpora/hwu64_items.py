"""Items in HWU64's sentences about lists, which its annotation leaves unmarked.

"add eggs to my grocery list" gets the slot `item`. A sentence of these intents in which an item may
stand, but not
where, gets no slots at all, so that a slot tagger learns nothing from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.manifest import Example, SlotLabel

INTENTS = frozenset({"lists_createoradd", "lists_remove"})
_LEAD = r"(?:.*?\b(?:please|can you|could you|you to|and|hey|olly) )?"
_LISTS = r"(?:lists?|groceries|itinerary|stationary|library|menu card|playlist|there|that|contacts)\b"
_LIST = rf"(?:\S+ ){{0,6}}?{_LISTS}"
_REMOVE = r"(?:remove|delete|take|erase|drop|scratch|cross|clear|get rid of|trash|strike)(?: out| off)?"
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^{_LEAD}(?:re )?(?:add|put|include|enter|place|write) (?P<item>.+?)"
        rf" (?:to|on|onto|in|into) {_LIST}",
        rf"^{_LEAD}(?:remove )?{_REMOVE} (?P<item>.+?)"
        rf" (?:from|off|off of|on|for|out of) {_LIST}",
        rf"^{_LEAD}update {_LIST} with (?P<item>.+)$",
        rf"^(?:.*\b)?{_LIST} (?:and |please )?(?:add|put|remove|delete) (?P<item>.+)$",
        r"^(?:i|we) need (?:more )?(?P<item>\w+)(?: added to .+)?$",
        r"^i don't want (?P<item>\w+)$",
        r"^(?:remember to )?(?:re)?open groceries and add (?P<item>\w+)$",
        r"^remember to put (?P<item>.+?) in there$",
        rf"^.*\btake (?P<item>.+?) off {_LIST}",
        rf"^find (?P<item>\w+) on {_LIST} and remove$",
    )
)
_NONE = re.compile(
    r"^(?:(?:please|hey|can you|could you|i want to|i need to|i need you to|i would like to|i want you to"
    r"|help me|help) )*"
    r"(?:(?:create|make|start|begin|produce|generate|prepare|open|clear|reset|set|edit|bring up"
    r"|start creating|put together|get rid of|(?:please )?clean|cancel|throw away|erase|delete|remove"
    r"|eliminate|trash"
    r"|take off|update|add|open up|list|clear list) (?:me |up )*"
    r"(?:(?:a|an|the|my|all|this|that|any kind of|every|new|next|week's|old|previous|first|last|following"
    r"|open|fresh|blank|due|another) )*"
    r"(?:\S+ ){0,4}?(?:lists?|playlist|checklist|register)\b(?! (?:and|item|with))"
    r"|(?:a )?(?:new|fresh) list)",
    re.I,
)
"""Sentences about whole lists: none of their words is an item."""
_VAGUE = frozenset(
    """this that it him her item items a the an this one one all something everything new list these
    those event events
    thing things number name more products entry row line file last second first next two
    three""".split()  # noqa: SIM905
)
_ARTICLE = re.compile(r"^(?:(?:a|an|the|some|my|more|in|that) )+", re.I)
_END = re.compile(r"(?: item)?(?: please)?$", re.I)


def with_items(examples: Iterable[Example]) -> Iterator[Example]:
    """The examples, those about lists with `item` slots, or with unknown slots where the item is
    unclear."""
    for example in examples:
        yield _marked(example) if example.intent in INTENTS and example.text else example


def _marked(example: Example) -> Example:
    text = example.text or ""
    for pattern in _PATTERNS:
        if match := pattern.match(text):
            slot = _item(text, match.start("item"), match.end("item"))
            if slot is None:
                return example if _only_vague(match["item"]) else replace(example, slots=None)
            kept = tuple(s for s in example.slots or () if not _inside(s, slot))
            if any(s.start < slot.end and slot.start < s.end for s in kept):
                return replace(example, slots=None)
            return replace(example, slots=tuple(sorted((*kept, slot), key=lambda s: s.start)))
    return example if _NONE.match(text) or _only_vague(text) else replace(example, slots=None)


def _item(text: str, start: int, end: int) -> SlotLabel | None:
    """The item without its article; None where the words name none."""
    end = start + len(_END.sub("", text[start:end]))
    if article := _ARTICLE.match(text[start:end]):
        start += article.end()
    value = text[start:end]
    words = value.lower().split()
    if (
        not words
        or set(words) <= _VAGUE
        or len(words) > 6
        or re.search(r"\b(?:list|lists|item|items|and|playlist|that)\b", value)
    ):
        return None
    return SlotLabel("item", value, start, end)


def _only_vague(words: str) -> bool:
    """Whether the words name no item: "this one", "a new item"."""
    said = re.sub(
        r"\b(?:please|add|delete|remove|include|erase|select|put|take|out|also|from|to|on|off|there|my)\b",
        "",
        words.lower(),
    )
    return bool(said.split()) and set(said.split()) <= _VAGUE


def _inside(slot: SlotLabel, item: SlotLabel) -> bool:
    return item.start <= slot.start and slot.end <= item.end
