"""A request → what it wants done, in its own words: "could you book me a table" → "book you a table"."""

from __future__ import annotations

import re

from models.text.lemmas import base_form, known
from models.text.persons import second_person

MOST_WORDS = 9
"""Words of a deed; longer ones end before a preposition."""

_OPENING = re.compile(
    r"(?:(?:please|hey|hi|ok(?:ay)?|u[hm]+|erm?|so|and|then|now|well|right|oh|just|actually|kindly"
    r"|first)\b[\s,]*"
    r"|(?:can|could|would|will|won't) (?:you|u)(?: (?:please|just|kindly))* (?!mind\b)"
    r"|(?:would|do) you mind "
    r"|(?:i|we)(?:'d| would)? (?:want|need|like|love) (?:you )?to "
    r"|(?:let's|go ahead and|help me(?: to)?|try (?:to|and)|be so kind as to) )",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:.!?]|\s(?:that|saying|because|since|so|if|when|while|and|then|please|would you|will you"
    r"|can you|thanks"
    r"|for me|right now)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r" (?:to|for|at|in|on|from|with|by|of|about|into|near|under|until|before|after)\b")
_NO_DEEDS_WORDS = """
    be can could may might must need shall should will would have thank mean guess hope wish like love
    hate know think suppose believe want wonder excuse let say tell talk remember
"""
_NO_DEEDS = frozenset(_NO_DEEDS_WORDS.split())
"""Verbs that begin no request for a deed."""
_NEW_VERBS_WORDS = """
    text teleport email e-mail facetime whatsapp skype google uber screenshot livestream preorder
    prebook airdrop photoshop photocopy reboot unfriend unsubscribe
"""
_NEW_VERBS = frozenset(_NEW_VERBS_WORDS.split())
"""Verbs that the dictionary lacks."""
_OBJECT_WORDS = """
    a an the this that these those some any another every each all both more my your our his her its
    their me us him them it you up down on off in out over to for at from with into back away around by
    about through half one two three four five six seven eight nine ten eleven twelve fifteen twenty
    thirty forty fifty hundred mum mom dad mummy daddy mother father gran grandma grandpa granny home
"""
_OBJECTS = frozenset(_OBJECT_WORDS.split())
"""Words after which a first word that may be a noun is a verb: "book a table", "text mum"."""


def deed(text: str) -> str | None:
    """What a request wants done, as an infinitive clause in the second person; None without a verb for it."""
    rest = " ".join(text.replace("’", "'").split())
    while (opening := _OPENING.match(rest)) is not None:
        rest = rest[opening.end() :].lstrip()
    first, _, objects = rest.partition(" ")
    verb = _verb(first.strip(" .!?,").lower(), objects)
    if verb is None:
        return None
    clause = _CLAUSE.split(f"{verb} {objects}".strip(), maxsplit=1)[0].strip()
    while len(clause.split()) > MOST_WORDS and (found := list(_PREPOSITION.finditer(clause))):
        clause = clause[: found[-1].start()]
    return second_person(clause) if len(clause.split()) <= MOST_WORDS else None


def _verb(word: str, objects: str) -> str | None:
    """The infinitive of a word that begins a request; None where it is no verb there."""
    verb = word if word in _NEW_VERBS else base_form(word, "VERB")
    if verb is None or (verb != word and not word.endswith("ing")):
        return None
    following = re.findall(r"[\w']+", objects)
    if not following:
        return None if known(word, "NOUN") or known(word, "ADJ") else verb
    after, *later = following
    if verb in _NO_DEEDS and not (verb == "tell" and _is_name(after)):
        return None
    if verb == "do" and after.lower() not in ("a", "an", "the", "some", "my", "our", "this", "that"):
        return None
    if not (known(word, "NOUN") or known(word, "ADJ")) or after.lower() in _OBJECTS:
        return verb
    thing = later[0] if later and known(after.lower(), "ADJ") else after
    return verb if _is_name(after) or (_are_several(thing.lower()) and not known(word, "ADJ")) else None


def _is_name(word: str) -> bool:
    """Whether a word may be a name, a possessive or a number."""
    return word != word.lower() or not word.isalpha() or not (known(word) or word in _OBJECTS)


def _are_several(word: str) -> bool:
    return known(word, "NOUN") and base_form(word, "NOUN") != word
