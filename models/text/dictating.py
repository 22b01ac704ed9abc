"""What is dictated to be remembered: "remember (that) I put the passports in the drawer"."""

from __future__ import annotations

import re

_POLITE = (
    r"(?:(?:please|hey|ok|okay|um|uh|and|so|just|also|can you|could you|would you|will you|i want you to"
    r"|i need you to|i'd like you to)\b[\s,]*)*"
)
_OPENING = re.compile(
    rf"^{_POLITE}(?:remember|note(?: down)?|(?:keep|bear) in mind|don't forget|do not forget|never forget"
    r"|jot(?: this| that)? down|write(?: this| that)? down|(?:make|take|leave) a (?:mental )?note"
    r"|(?:save|add|create) a note)"
    r"(?: (?:for me|this|please|it))*(?: that\b|\s*:|,)?\s+(?=\S)",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"^(?:to|when|where|how|what|who|why|if|whether|about|of|me|us|the time)\b", re.IGNORECASE
)
"""Beginnings of what is no clause to remember: "remember to call", "remember when we met"."""
_CLOSING = re.compile(r"[\s,;]*(?:please|thanks|thank you|(?:can|could|will) you)?[\s.!?]*$", re.IGNORECASE)
_AFTERWARDS = re.compile(r"^(?P<clause>\S.*?)[,;.]?\s+remember (?:that|this|it)[\s.!?]*$", re.IGNORECASE)
_SETTINGS = (
    r"(?:name|nickname|home|house|place|town|city|hometown|address|location|units?|clock|time|zone"
    r"|country|measurements?"
    r"|preferred|favou?rite|usual|habits?|routines?|preferences|temperature|settings?|first|last"
    r"|middle|full|real|own)"
)
_OTHER = re.compile(
    rf"\b(?:my|our) (?!{_SETTINGS}\b)[\w'-]+(?: (?!and\b)[\w'-]+)?(?:'s| (?:is|are|was|lives?|comes?"
    rf"|works?|has|have|moved"
    r"|likes?|called|named)\b)"
    rf"|\b(?:does|do|did|is|are|was) (?:my|our) (?!{_SETTINGS}\b)\w+"
    r"|\bcall(?:s|ed|ing)? (?:him|her|them)\b",
    re.IGNORECASE,
)
_FACT = re.compile(
    rf"^{_POLITE}(?P<fact>(?:my|our) (?!{_SETTINGS}\b)"
    r"(?!(?:[\w'’-]+ ){0,3}(?:timer|alarm|reminder|list|light|lamp)s?\b)[\w-]+(?:['’]s?)?(?: [\w'’-]+){0,2}?"
    r" (?:name|birthday|anniversary|number|code|pin|password|address|size|postcode|combination|registration"
    r"|type|group|favou?rite(?: \w+)?)(?: is|['’]s) (?!(?:what|which|who|how)\b)\S.*)",
    re.IGNORECASE,
)
"""What someone or something of the speaker's is called, or the day, number or place that belongs to it."""
_THING = re.compile(
    rf"\b(?:forget|delete|erase) (?:about )?(?:my|our) (?!(?:{_SETTINGS}|profile|data|details"
    r"|info(?:rmation)?|past|history|everything|stuff)\b)\w+",
    re.IGNORECASE,
)


def opening(text: str) -> int | None:
    """Where the clause begins that is to be remembered; None where nothing is dictated."""
    found = _OPENING.match(text.replace("’", "'"))
    if found is None or _INDIRECT.match(text[found.end() :]):
        return None
    return found.end()


def fact(text: str) -> str | None:
    """What a text tells to be kept without saying so: "my sister's birthday is the ninth of March"."""
    found = None if text.rstrip().endswith("?") else _FACT.match(text)
    return found["fact"].strip(" ,;.!") if found is not None else None


def clause(text: str) -> str | None:
    """The clause that is to be remembered; None where nothing is dictated."""
    start = opening(text)
    if start is None and (told := fact(text)) is not None:
        return told
    if start is None and (found := _AFTERWARDS.match(text)) and len(found["clause"].split()) > 2:
        return found["clause"].strip(" ,;.")
    return (_CLOSING.sub("", text[start:]) or None) if start is not None else None


def of_a_thing(text: str) -> bool:
    """Whether a thing of the speaker that is no setting is to be forgotten: "forget my locker number"."""
    return _THING.search(text.replace("’", "'")) is not None


def of_another(text: str) -> bool:
    """Whether the subject is not the speaker but someone of his: "my sister lives in Leeds"."""
    return _OTHER.search(text.replace("’", "'")) is not None
