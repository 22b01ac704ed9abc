"""BIO tags to and from spans of words. Knows no text and no network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

OUTSIDE = "O"


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
