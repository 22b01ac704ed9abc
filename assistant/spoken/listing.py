"""What a sentence about lists names: the list, the item, and whether a list is made or its names are
asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

DEFAULT_LIST = "shopping"

_KEPT_NAMES = {
    DEFAULT_LIST: r"shopping|grocer(y|ies)( shopping| store)?|food|shop|supermarket",
    "to-do": r"to ?dos?|to do's|todos?|tasks?|chores?|things to do",
}
_NOT_WITHIN = r"(?!(?:from|off|on|in|my|the|our|onto) )"
_NAMES = (
    re.compile(rf"\b(?:my|the|our|an?|new|this|your) ((?:{_NOT_WITHIN}[a-z'-]+ ){{0,3}}?[a-z'-]+) lists?\b"),
    re.compile(r"\blists? (?:called|named|for|of) (?:the |my |a |all )?(.+?)(?: please)?$"),
    re.compile(r"^([a-z]+) list\b"),
    re.compile(rf"\b(?:to|on|from|off|in) (?:my |the )?((?:{_NOT_WITHIN}[a-z'-]+ ){{0,2}}[a-z'-]+) list\b"),
    re.compile(r"\b(?:my|the|on|from|to) (groceries|grocery|shopping|to ?-?dos?|to do's)\b"),
)
_NO_NAME = re.compile(
    r"my|the|our|your|an?|new|this|that|these|all|lists?|specific|current|following|last|open|items?|of|on|in"
    r"|today'?s?|tomorrow|please|saved|available|whole|entire|existing|different|fresh|another|me|own|any"
    r"|some|certain|kind|start|for|update|make|create|and|from|delete|remove|clear|clean|empty|add|two|one|it"
    r"|is|what|which|get|rid|set|with|name|called|named|first|next|more|to"
)
_NO_LIST = ("read", "play", "time being")
_VAGUE = re.compile(
    r"(?:(?:the|this|that|an?|some|any|one|new|following|last|another|my|more|it|these|those|each|every"
    r"|things?|items?|something|stuff|next)\s*)+(?:\b(?:two|three|four|one|a)\b)?|it|me|lists?"
)
_COURTESY_BEFORE = re.compile(
    r"^(?:(?:please|hey|ok|okay|can you|could you|will you|would you|i want you to|i need you to|kindly"
    r"|olly)\s+)+"
)
_COURTESY_AFTER = re.compile(r"\s+(?:please|for me|now|right now|thanks)$")

_TO_LIST = (
    r"(?:\s+(?:to|on|onto|on to|in|into)\s+(?:the |my |our |a |this |that |today's )?"
    r"(?:it|that|them|.*\blists?\b.*|.*to ?-?dos?\b.*|groceries))?$"
)
_ADDED = (
    re.compile(r"\blist (?:add|put|include) (.+)$"),
    re.compile(r"\b(?:need|want|like|have) (.+?) (?:added|put|included)\b"),
    re.compile(
        r"\b(?:re ?add|add|put|include|write(?: down)?|insert|append|place|enter|note(?: down)?|jot down)"
        rf"\s+(.+?){_TO_LIST}"
    ),
)
_NEEDED = re.compile(
    r"\b(?:we|i) (?:also )?(?:need|(?:are|am) out of|(?:have )?ran? out of|have run out of|must buy"
    r"|have to buy)"
    r"(?: to (?:buy|get))?(?: some| more| any)? (.+)$|^buy (.+)$"
)
_REMOVED = re.compile(
    r"\b(?:remove|delete|erase|take|drop|cross(?: out| off)?|scratch|get rid of|clear|kill|strike|check off"
    r"|tick off)\s+(?:out |off )?(?:the |my )?(.+?)\s+(?:from|off|on|of|in|out of)\s+"
    r"(?:of )?(?:the |my |our |this |that |a )?.+$"
)
_REMOVED_ALONE = re.compile(r"^(?:remove|delete|take off|drop|erase) (.+)$")
_ASKED = re.compile(
    r"\b(?:do i have|is there|are there|is|have i (?:got|put)|did i (?:add|put)) (.+?) (?:on|in) (?:the "
    r"|my )?.*$"
)
_NOTHING_ASKED = re.compile(r"anything.*|what|there")
_MAKES = re.compile(
    r"\b(?:create|make|start|begin|generate|produce|set up|open|bring up|put together|new|prepare|build)\b"
)
_NAMES_ASKED = re.compile(
    r"\b(what|which|how many|all|names?|available|other|show|list|have|tell|find|see)\b.*\blists\b|^lists\b"
    r"|names? of"
)


def plain(text: str) -> str:
    """Lower case, no full stops, no courtesies around it; commas stay, since they part items."""
    text = re.sub(r"[.!?;:]+(?=\s|$)", "", text.lower().replace("’", "'").replace("to-do", "to do")).strip()
    return " ".join(_COURTESY_AFTER.sub("", _COURTESY_BEFORE.sub("", text)).split())


def list_name(name: str) -> str | None:
    """The one name that a list is kept by ("my grocery list" is the shopping list); None where that names
    none."""
    parts = name.lower().replace("-", " ").split()
    if kept := _kept(" ".join(parts)):
        return kept
    # at the ends alone: "friends to invite" keeps its "to"
    while parts and _NO_NAME.fullmatch(parts[0]):
        del parts[0]
    while parts and _NO_NAME.fullmatch(parts[-1]):
        del parts[-1]
    bare = " ".join(parts)
    return None if bare in _NO_LIST else _kept(bare) or bare or None


def _kept(name: str) -> str | None:
    found = (kept for kept, words in _KEPT_NAMES.items() if re.fullmatch(rf"(?:{words})(?: list)?", name))
    return next(found, None)


def list_names(text: str) -> Iterator[str]:
    """The lists that `plain` text may name, likeliest first."""
    for pattern in _NAMES:
        for match in pattern.finditer(text):
            if name := list_name(match[1]):
                yield name


def is_vague(item: str) -> bool:
    """Whether these words name no thing: "this item", "something"."""
    return _VAGUE.fullmatch(item) is not None


def added(text: str) -> str | None:
    """What is to go on a list; None where nothing is named."""
    for pattern in (*_ADDED, _NEEDED):
        if item := _item(pattern, text):
            return item
    return None


def is_needed(text: str) -> bool:
    """Whether something is said to be missing at home, not to be added to a list."""
    return _NEEDED.search(text) is not None


def removed(text: str) -> str | None:
    """What is to go off a list; None where nothing is named."""
    if (item := _item(_REMOVED, text)) is not None:
        return item
    alone = _REMOVED_ALONE.search(text)
    return alone[1] if alone and not re.search(r"\blists?\b", alone[1]) else None


def asked(text: str) -> str | None:
    """What is asked to be on a list or not; None where its whole content is asked for."""
    item = _item(_ASKED, text)
    return None if item is None or is_vague(item) or _NOTHING_ASKED.fullmatch(item) else item


def makes_list(text: str) -> bool:
    """Whether a list is to be made."""
    return _MAKES.search(text) is not None and re.search(r"\blists?\b", text) is not None


def asks_names(text: str) -> bool:
    """Whether the names of the lists are asked for."""
    return _NAMES_ASKED.search(text) is not None


def find_item(wanted: str, items: Collection[str]) -> str | None:
    """The item that is meant: the same words, the same in the plural, or one that holds them."""
    wanted = re.sub(r"^(?:the|a|an|some|any|my) ", "", wanted)
    if wanted in items:
        return wanted
    stem = wanted.removesuffix("s")
    held = re.compile(rf"\b{re.escape(stem)}s?\b")
    return next((item for item in items if item.removesuffix("s") == stem or held.search(item)), None)


def _item(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    if match is None:
        return None
    found = next(group for group in match.groups() if group)
    found = re.sub(
        r"\s+(?:to|on|in|onto|into)(?: the| my)?$|^(?:(?:this|the) )?item called |^this item ", "", found
    )
    return found.strip() or None
