"""Forms of English verbs, from a lexicon (lemminflect). Knows no sentence."""

from __future__ import annotations

from functools import cache

from lemminflect import getAllLemmas, getInflection

_RARE = frozenset({"waked", "stricken", "hanged", "pickuped", "costed", "shined", "gotten"})
"""Forms of the lexicon that are wrong or unusual for a command's verb."""


def past(verb: str) -> str:
    """ "turn" → "turned", "wake" → "woke"."""
    return _form(verb, "VBD")


def participle(verb: str) -> str:
    """ "turn" → "turned", "write" → "written"."""
    return _form(verb, "VBN")


def gerund(verb: str) -> str:
    """ "set" → "setting"."""
    return _form(verb, "VBG")


def plural(noun: str) -> str:
    """ "latte" → "lattes"."""
    return _form(noun, "NNS")


@cache
def is_verb(word: str) -> bool:
    """Whether the word is the base form of a verb."""
    return word in getAllLemmas(word).get("VERB", ())


@cache
def is_only_verb(word: str) -> bool:
    """Whether the word is the base form of a verb, and no other part of speech."""
    return is_verb(word) and len(getAllLemmas(word)) == 1


@cache
def _form(verb: str, tag: str) -> str:
    if verb == "get" and tag == "VBN":
        return "got"
    forms = [form for form in getInflection(verb, tag) if form not in _RARE]
    # the longest is the British one of "canceled" and "cancelled", and "woken" of "woke" and "woken"
    return max(forms, key=len) if forms else f"{verb}s" if tag == "NNS" else f"{verb}ed"
