"""Words that are not part of longer ones: the "Dan" of "it's Dana, not Dan" is none of Dana's."""

from __future__ import annotations

import re


def whole(words: str) -> str:
    """The pattern of words that begin and end where a word does, punctuation and all."""
    return rf"(?<!\w){re.escape(words)}(?!\w)"
