"""Text that is still being written → sentences, each as soon as it is whole. Nothing is lost or changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

FIRST_FRAGMENT_CHARS = 10
"""The first fragment may end at a comma from here on, so that speech starts early (RealtimeTTS)."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ABBREVIATIONS = _words(
    "dr mr mrs ms prof st sr jr vs etc approx dept est fig inc ltd no vol"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
    " min max hr hrs sec ft in oz lb lbs kg km cm mm e.g i.e a.m p.m u.s u.k"
)
_ENDS_ANYWAY = _words(
    "no in sun sat mon min max sec st mar a.m p.m kg km cm mm ft oz lb lbs hr hrs u.s u.k etc"
)
"""Words or units that also end sentences: they do where the next word begins with a capital letter."""

# the space after the mark belongs to the sentence, so that joining sentences gives the text back
_END = re.compile(r"(?:[.!?…]+[\"'”’)\]]*\s+|\n+\s*)")
_PAUSE = re.compile(r"[,;:—–]\s+")


def sentences(pieces: Iterable[str], *, first_fragment: bool = False) -> Iterator[str]:
    """Whole sentences, in order, each with the white space after it; `"".join` of them is the text.

    Arguments:
        pieces: text as it is written, cut anywhere.
        first_fragment: the first may be cut at a comma, from `FIRST_FRAGMENT_CHARS` characters on.
    """
    waiting, begun = "", False
    for piece in pieces:
        waiting += piece
        while end := _end(waiting, fragment=first_fragment and not begun):
            yield waiting[:end]
            waiting, begun = waiting[end:], True
    if waiting:
        yield waiting


def _end(text: str, *, fragment: bool) -> int:
    """Where the first sentence of `text` ends, white space included; 0 where that cannot be told yet."""
    # one character of the next sentence is needed: "7." may become "7.30", "a.m." may be followed by "Then"
    ends = (m.end() for m in _END.finditer(text) if m.end() < len(text) and not _goes_on(text, m))
    whole = next(ends, 0)
    if fragment:
        pauses = (
            m.end()
            for m in _PAUSE.finditer(text)
            if m.start() >= FIRST_FRAGMENT_CHARS and m.end() < len(text)
        )
        cut = next(pauses, 0)
        return min(whole, cut) if whole and cut else whole or cut
    return whole


def _goes_on(text: str, mark: re.Match[str]) -> bool:
    """Whether what looks like an end is an abbreviation, an initial or a list number."""
    if not text[: mark.start()].strip():
        return True
    if mark[0].startswith(("..", "…")):
        return text[mark.end()].islower()
    if not mark[0].startswith("."):
        return False
    word = text[: mark.start()].split()[-1].strip("\"'“”‘’()[]")
    capital = text[mark.end()].isupper()
    if word.lower() in _ABBREVIATIONS:
        return not (capital and word.lower() in _ENDS_ANYWAY)
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    # "1. Milk" at the start of a line is one item
    return word.isdigit() and not text[: mark.start()].rpartition("\n")[2].strip()[: -len(word)]
