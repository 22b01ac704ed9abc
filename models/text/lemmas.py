"""The content words of a text by their dictionary forms, so that "where did I park" finds "parked"."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_MINOR_WORDS = """
    a about again all also am an and any anymore anything are as ask asked at away be because been but
    by called can can't check clear could delete did didn't do does doesn't doing don't done erase find
    for from get give go going got had has have he her hers him his how how's i i'd i'll i'm i've if in
    into is isn't it it's its just keep kept know leave left let let's like list longer look make many
    may me memo memos mention mentioned mine more most much must my name named need new no not note
    noted notes now of off ok okay on one only or our out over own please put read recall remember
    remind remove rid said save say saying says scrap shall she should show so some something still stop
    such tell than that that's the their them then there there's these they thing things this those
    throw to today told too try up us used very want was we we're we've well went were what what's
    whatever when when's where where's which while who who's whom whose why will with would write wrote
    yes you you're you've your yours
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


def known(word: str, part: str | None = None) -> bool:
    """Whether the dictionary has a word in lower case; closed classes, names and numbers are not in it.

    Arguments:
        part: part of speech, as in "VERB"; None for any.
    """
    forms = _dictionary(word)
    return part in forms if part else bool(forms)


def base_form(word: str, part: str) -> str | None:
    """The dictionary form of a word as a part of speech, the word itself if it is one; None without any."""
    forms = _dictionary(word).get(part, ())
    return word if word in forms else next(iter(forms), None)


@lru_cache(maxsize=4096)
def _dictionary(word: str) -> dict[str, tuple[str, ...]]:
    from lemminflect import getAllLemmas

    found: dict[str, tuple[str, ...]] = getAllLemmas(word)
    return found
