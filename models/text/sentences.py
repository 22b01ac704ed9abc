"""Streamed text → sentences, each as soon as it is complete. Nothing is lost or changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


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
"""Words or units that also end sentences, if the next word begins with a capital letter."""

# the space after the mark belongs to the sentence, so that joining sentences gives the text back
_END = re.compile(r"(?:[.!?…]+[\"'”’)\]]*\s+|\n+\s*)")


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences in order, each with its trailing white space; joined, they are the text.

    Arguments:
        pieces: the text, cut anywhere.
    """
    waiting = ""
    for piece in pieces:
        waiting += piece
        while end := _end(waiting):
            yield waiting[:end]
            waiting = waiting[end:]
    if waiting:
        yield waiting


def _end(text: str) -> int:
    """The end of the first sentence of `text`, white space included; 0 while it is unknown."""
    # one character of the next sentence is needed: "7." may become "7.30", "a.m." may be followed by "Then"
    ends = (m.end() for m in _END.finditer(text) if m.end() < len(text) and not _goes_on(text, m))
    return next(ends, 0)


def _goes_on(text: str, mark: re.Match[str]) -> bool:
    """Whether the mark belongs to an abbreviation, an initial or a list number and ends no sentence."""
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
