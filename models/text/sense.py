"""Whether a text is a sentence: its words are in the dictionary, and stand together as they can."""

from __future__ import annotations

import re

from models.text.about_itself import is_question
from models.text.deeds import deed
from models.text.lemmas import known

LEAST_KNOWN = 0.5
"""Least part of the words that the dictionary has, where the understanding is not sure."""

_NO_VOWEL = re.compile(r"[^\W\d_aeiouy]{4,}")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CLOSED_WORDS = """
    a about above across after against all along among an and another any anybody anyone anything are
    around as at be because been before behind below beside between both but by can could did do does
    during each either else every everybody everyone everything few for from had has have he her hers
    herself him himself his how i if in inside into is it its itself just less many may me might mine
    more most much must my myself near neither no nobody none nor not nothing of off on once one onto or
    other our ours out outside over own past per please shall she should since so some somebody someone
    something such than that the their theirs them themselves then there these they this those through
    till to too toward towards under until up upon us very was we were what whatever when where which
    while who whom whose why will with within without would you your yours yourself hey hi hello ok okay
    yes no um uh er zero two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred thousand million am pm o'clock
"""
_CLOSED = frozenset(_CLOSED_WORDS.split())
"""Words of the closed classes: articles, pronouns, prepositions, conjunctions, auxiliaries, numbers."""
_BROKEN = re.compile(
    r"\b(?:the|an|my|your|our|his|their) (?:of|if|when|because|and|or|but|with|than|from|into|is|are)\b"
    r"|\b(?:of|from|with|under|into|through) (?:of|if|because|is|are|through)\b"
    r"|\b(?:because|although|unless) [^\W\d_]+$"
)
"""An article without a noun, a preposition without an object, a conjunction without a clause."""
_CUT_OFF = re.compile(r"\b(?:the|an|my|of|because|if|and|or|but|than)[.!?]?$")


def is_senseless(text: str, *, sure: bool) -> bool:
    """Whether a text says nothing: none of its words is known, few are, or they form no sentence.

    Arguments:
        sure: whether its understanding is sure; a name or two beside a known word is then enough.
    """
    plain = text.replace("’", "'").lower().strip()
    words = [word.removesuffix("'s") for word in _WORD.findall(plain) if "'" not in word.removesuffix("'s")]
    if not words or re.search(r"\d|\b\w\.", text):
        return False
    asks = is_question(text)
    if _BROKEN.search(plain) or (not asks and _CUT_OFF.search(plain)):
        return True
    content = [word for word in words if word not in _CLOSED]
    if not content or deed(text) is not None:
        return not content and not sure
    share = sum(known(word) for word in content) / len(content)
    return len(content) > 1 and not asks and (share == 0 if sure else share < LEAST_KNOWN)


def is_gibberish(text: str) -> bool:
    """Whether no word is known and one of them has no vowel: "kjhgf qwzx"."""
    words = _WORD.findall(text.lower())
    unknown = not any(known(word) or word in _CLOSED for word in words)
    return unknown and any(_NO_VOWEL.fullmatch(word) for word in words)
