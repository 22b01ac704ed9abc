"""Whether a text only asks or tells, by the form of its clause: nothing is to be done that it names.

"Does the timer need five more minutes" orders none; "can lists be renamed" asks what is possible of lists in
general, "can the lights be dimmed" may be a wish. "Dinner is in ten minutes" sets no timer.
"""

from __future__ import annotations

import re

from models.text.about_itself import LEADING
from models.text.deeds import deed
from models.text.lemmas import base_form, known
from models.text.normalise import fold

_ALLOWED = r"(?:possible|ok(?:ay)?|all ?right|too much)"
""" "Would it be okay to …" is a polite wish."""
_INVERTED = re.compile(
    rf"{LEADING}(?:"
    r"(?:does|did|has|had|was|were|am|doesn't|didn't|hasn't|wasn't|weren't)(?: not)? \w+"
    rf"|(?:is|isn't) (?:it (?!{_ALLOWED})\w+|(?!it\b|there\b)\w+)"
    r"|(?:is|isn't) there (?!an?y? (?:way|chance)\b)"
    r"|(?:are|aren't) (?!you able\b|there (?:any )?(?:ways|chances)\b)\w+"
    r"|(?:do|don't) (?:i|we|they)\b|have (?:i|you|we|they)\b|should(?:n't)? (?:i|we|it|the|my|there)\b"
    r"|(?:will|won't|would|wouldn't|might) (?:it|that|this|they|he|she|there|the|my|our)\b"
    rf"(?! be {_ALLOWED})"
    r"|(?:can|could|may) .+ have been\b"
    r"|(?:can|could|may) .+ be \w+ (?:\w+ )?(?:from here|remotely|by voice|automatically|at the same time)$"
    r"|(?:can|could|may|might) (?:an?|any) \w+"
    r"|(?:who|whom|whose|where|why(?! (?:don't|not\b|doesn't))|how (?:many|long|often|come|did|does))\b"
    r")"
)
"""Clauses with the subject behind the verb that no request has."""
_SUPPOSED = re.compile(
    rf"{LEADING}(?:would|could|will|can) you .+ if (?:i|we|they|he|she|some(?:one|body)|anyone)(?:'d)?"
    r" (?:ever )?(?:asked|told|said|wanted|were|had|did|begged|let)\b"
)
_PLURAL_SUBJECT = re.compile(rf"{LEADING}(?:can|could|may) (\w+s) (?:\w+ )?\w+")
_POSSIBLE = re.compile(
    rf"{LEADING}(?:is it (?:even |at all )?possible|are you able|is there (?:a|any) way"
    r"|are there (?:any )?ways|am i able|do you know how) to \w+"
    r" (?:up |off |on |out )?(?:(an?|any|two|several|many) )?(\w+)$"
)
_MAY_I = re.compile(
    rf"{LEADING}(?:can|could|may) i (?!have|get|set|add|make|create|start|hear|ask)\w+ (?:an?|any) \w+$"
)
""" "Can I delete a list" is of none in particular; "can I have a timer" is a wish."""
_KEEPS = re.compile(rf"{LEADING}(?:don't|dont|do not|never) (?:ever )?(?:forget|lose)\b")
_KEEPS_ONE = re.compile(rf"{LEADING}(?:kindly )?keep (?:me )?(?:an?|one|another) (?!(?:eye|of)\b)")
_NO_SUBJECT = (
    r"(?!(?:i|you|we|i'm|we're|you're|i've|we've|i'd|i'll|let|let's|what|what's|who|who's|whose|where|when|how|which"
    r"|why|is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must|make|if|and|in"
    r"|at|on|for|to|by|no|not|all)\b)"
)
_TELLS = re.compile(
    rf"{LEADING}(?:it's|that's|he's|she's|there's|they're"
    rf"|{_NO_SUBJECT}\w+(?:'s)?(?: (?!(?:for|when|until|if|that|who|which|to|please)\b)\w+){{0,4}}?"
    r" (?:is|are|was|were|has|have|had|isn't|aren't|wasn't|weren't|hasn't|haven't|says?|said|takes?|took"
    r"|leaves?|left|starts?|started|lasts?|lasted))\b(?! to be\b)"
)
_STATE = re.compile(
    r"\b(?:is|are|was|were|'s|isn't|aren't|wasn't|weren't)(?: not| already| now| still| just)*"
    r" (?:ready|done|broken|stuck|finished|wrong|late|enough|set|running|ringing|fine|good|great)$"
)
_HAS = re.compile(
    rf"{LEADING}(?:(?:i|we|there)(?:'ve| have|'s| is| are)?(?: still| already| got| have| also| is| are)*"
    r" (?:enough|plenty|lots|loads|sufficient|too (?:much|many))\b"
    r"|(?:i|we) (?:still|already) (?:have|got)\b(?! (?:no|to|none|hardly|only)\b))"
)
_LEFT = re.compile(
    r"\bhow (?:much|long)(?: \w+){0,4}? (?:remains?|remaining|left|to go)(?: (?:now|still|then))?$"
)
_REPORT = re.compile(rf"{LEADING}(?:i|we)(?:(?:'ve| have)(?: already| just)?| already| just) \w+")
_FIRST = re.compile(
    rf"{LEADING}(?:once|when|after|as soon as) you(?:'ve| have)(?: already)? (?!been\b|got\b|had\b)\w+"
)
_ONE_FORM = re.compile(r"(?:and )?(?:already |just )?(?:set|put|cut|shut|let|read|hit|reset)\b")
_MORE = re.compile(r"[?.!;]\s*\w|\b(?:and|but|then)\b")
"""Where a second clause may be a request."""


def only_asks(text: str) -> bool:
    """Whether a text is a question by its form, whatever it names."""
    plain = _plain(text)
    if _MORE.search(plain):
        return False
    return bool(_INVERTED.search(plain) or _SUPPOSED.search(plain)) or asks_in_general(text)


def asks_in_general(text: str) -> bool:
    """Whether a text asks what is possible of things in general: "can timers be paused"."""
    plain = _plain(text)
    if _MAY_I.search(plain):
        return True
    if (found := _POSSIBLE.search(plain)) is not None:
        return found[1] is not None or _are_several(found[2])
    subject = _PLURAL_SUBJECT.search(plain)
    return subject is not None and _are_several(subject[1])


def asks_what_is_left(text: str) -> bool:
    """Whether a text asks how much of a time is left, and names no moment: "how much time remains"."""
    return _LEFT.search(_plain(text)) is not None


def reports(text: str) -> bool:
    """Whether a text tells what the speaker has done: "I already fed the cat"."""
    return _REPORT.search(_plain(text)) is not None


def wants_first(text: str) -> bool:
    """Whether a clause has what is to be done before the next: "once you've added milk", tell me the time."""
    return _FIRST.match(_plain(text)) is not None


def may_be_past(text: str) -> bool:
    """Whether a text begins with a verb that has one form in the present and the past: "set a timer"."""
    return _ONE_FORM.match(_plain(text)) is not None


def tells(text: str) -> bool:
    """Whether a text seems to tell what is so of a third person or a thing: "dinner is in ten minutes"."""
    plain = _plain(text)
    wishes = _MORE.search(plain) or re.search(r"\b(?:please|you)\b", plain) or deed(text) is not None
    return _TELLS.search(plain) is not None and not wishes


def tells_a_state(text: str) -> bool:
    """Whether it tells a state that nobody wishes to be brought about: "the coffee is ready"."""
    return tells(text) and _STATE.search(_plain(text)) is not None


def has_enough(text: str) -> bool:
    """Whether a text tells that something is there: "we still have plenty of rice"."""
    plain = _plain(text)
    return _HAS.search(plain) is not None and not _MORE.search(plain)


def keeps(text: str) -> bool:
    """Whether a text forbids that something is forgotten: "don't forget the code"."""
    return _KEEPS.search(_plain(text)) is not None


def keeps_one(text: str) -> bool:
    """Whether a text wants something that is not there yet: "keep an alarm for six" in Indian English."""
    return _KEEPS_ONE.search(_plain(text)) is not None


def _are_several(word: str) -> bool:
    """Whether a word is the plural of a noun."""
    return known(word, "NOUN") and base_form(word, "NOUN") != word


def _plain(text: str) -> str:
    return " ".join(fold(text).strip(" ?!.,").split())
