"""The content words of a text by their dictionary forms, so that "where did I park" finds "parked"."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MINOR_WORDS = """
    a about again all also am an and any are as ask asked at be been but by can could did do does doing
    done for from get give go going got had has have he her hers him his how i if in into is it its just
    keep kept know leave left let like make many may me mention mentioned mine more most much must my
    new no not now of off ok okay on one only or our out over own please put recall remember remind said
    save say saying says shall she should show so some something still such tell than that the their
    them then there these they thing things this those to told too try up us used very want was we well
    went were what whatever when where which while who whom whose why will with would write wrote yes
    you your yours note noted notes memo memos i'm i've i'd i'll we're we've you've you're it's that's
    what's where's who's when's how's there's don't didn't doesn't isn't can't let's
"""
_MINOR = frozenset(_MINOR_WORDS.split())
"""Words that tell no text from another, those of a question about a note among them."""


def content_words(text: str) -> dict[str, frozenset[str]]:
    """The words of a text that tell what it is about, in order, each with its dictionary forms.

    A word may have several: "saw" is "saw" and "see".
    """
    words = _WORD.findall(text.lower().replace("’", "'"))
    return {word: lemmas(word) for word in words if word not in _MINOR}


@lru_cache(maxsize=4096)
def lemmas(word: str) -> frozenset[str]:
    """The dictionary forms of a word in lower case, as any part of speech, and the word itself."""
    # its tables take a fifth of a second
    from lemminflect import getAllLemmas

    bare = word.removesuffix("'s")
    found = {form for forms in getAllLemmas(bare).values() for form in forms}
    return frozenset({bare, *found})
