"""The one normaliser that scores are computed with, and BIO tags to and from spans. Knows no network."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

OUTSIDE = "O"

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"'})
_HYPHENS = re.compile(r"[-‐‑‒–—―−]")
_NUMBER = re.compile(r"\d+")
_DROPPED = re.compile(r"[^\w\s']|_")


def fold(text: str) -> str:
    """Lower case, with curly quotes made straight and accents dropped; the length may change."""
    # some capitals only appear when letters of other styles are taken apart
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_QUOTES)).lower())
    return "".join(c for c in plain if not unicodedata.combining(c))


def number_words(digits: str) -> str:
    """Digits in words: "25" → "twenty five"; three or more, or a leading zero, one by one."""
    from num2words import num2words

    if len(digits) >= 3 or (len(digits) > 1 and digits[0] == "0"):
        return " ".join(str(num2words(int(d))) for d in digits)
    return str(num2words(int(digits))).replace("-", " ")


def normalise(text: str) -> str:
    """The text that two ways of writing the same words have in common.

    Lower case, curly quotes and accents folded, digits in words (one by one when three or more or with a
    leading zero), hyphens to spaces, all but letters and apostrophes dropped, one space between words.
    """
    spoken = _NUMBER.sub(lambda m: f" {number_words(m[0])} ", _HYPHENS.sub(" ", fold(text)))
    return " ".join(_DROPPED.sub("", spoken).split())


def bio_encode(n_words: int, spans: Iterable[tuple[str, int, int]]) -> list[str]:
    """Spans (name, first word, word after the last), none overlapping → one tag a word."""
    tags = [OUTSIDE] * n_words
    for name, first, last in spans:
        tags[first:last] = [f"B-{name}"] + [f"I-{name}"] * (last - first - 1)
    return tags


def bio_decode(tags: Sequence[str]) -> list[tuple[str, int, int]]:
    """One tag a word → spans (name, first word, word after the last); a stray I begins a span."""
    spans: list[tuple[str, int, int]] = []
    open_name, first = "", 0
    for i, tag in enumerate([*tags, OUTSIDE]):
        prefix, _, name = tag.partition("-")
        if prefix == "I" and name == open_name:
            continue
        if open_name:
            spans.append((open_name, first, i))
        open_name, first = name, i
    return spans
