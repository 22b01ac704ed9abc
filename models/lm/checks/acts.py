"""Claims of acts in a text: "I've sent it", "the timer is set", "calling her now". Knows no model.

Grammar tells a claim, whatever its verb: a past form, a participle or a promise of any verb but those of the
mind. What the listener did ("you worked hard"), what is denied, asked, hoped for or possible claims nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Who = Literal["", "self", "you", "other"]
Auxiliary = Literal["", "be", "have", "do", "modal", "will", "going"]

_SHORT = {
    "'m": " am",
    "'re": " are",
    "'s": " is",
    "'ve": " have",
    "'ll": " will",
    "'d": " had",
    "n't": " not",
}
_CONTRACTED = re.compile("|".join(rf"{short}\b" for short in _SHORT))
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_CLAUSE = re.compile(r"[,;:.!?…—–\n]+|\b(?:and|but|so|because|then|while|who|which)\b")
_HARMLESS = re.compile(r"\b(?:try to )?do (?:(?:my|your|our) best|better)\b")
_IDIOMS = re.compile(r"\bon (?:its|their|the|his|her) way\b|\bi am on it\b|^\W*on it\b|^\W*(?:i )?will do\b")
"""Claims without a verb of their own."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WHO: tuple[tuple[Who, str], ...] = (
    ("self", "i we"),
    ("you", "you"),
    ("other", "he she it they this that these those there everything everyone all both each"),
)
_PERSONS = {word: who for who, words in _WHO for word in words.split()}
_HELPING: tuple[tuple[Auxiliary, str], ...] = (
    ("be", "am is are was were be been being get gets got"),
    ("have", "have has had"),
    ("do", "do does did"),
    ("modal", "can could would should may might must to"),
    ("will", "will shall gonna"),
)
_AUXILIARIES = {word: auxiliary for auxiliary, words in _HELPING for word in words.split()}
_ASKING = _words("what who whose which when where why how") | _AUXILIARIES.keys()
_NOT = _words("not never cannot nothing nobody none no without")
_UNREAL = _words("if unless hope wish whether")
_DETERMINERS = _words(
    "a an the my your his her its our their this that these those some any every very too more most how well"
)
_ADVERBS = _words(
    "just already now also even then still only once here right away again always today okay ok sure alright"
    " yes great all"
)
_MIND = _words(
    """
    be have think know hope feel guess believe suppose mean want like love enjoy prefer wish care hear
    listen understand wonder imagine appreciate worry please excite interest surprise bore tire touch honor
    honour flatter delight thrill impress amaze concern relax embarrass confuse disappoint overwhelm exhaust
    stress sadden upset miss agree apologize apologise thank sound seem need deserve matter bear
    """
)
"""Verbs of which the assistant may speak: no deeds, or states of mind."""
_EFFECTS = _words("make help")
"""Deeds of a person, but not of what has an effect: "that made my day"."""
_ONGOING = _words("do go get look try learn come wait")
"""Verbs without a claim in "I'm doing well" and "it's getting late"."""
_NAMING = _words("call name")
_STATES = _words("on off open closed shut locked unlocked up down ready live active over")
_AFTER_STATES = _ADVERBS | _words("for until till in at as")
"""Words after "on", "up" and their like that leave them a state; "on the sofa" and "up to you" are none."""


@dataclass(slots=True)
class _Clause:
    """What the words so far say about the next verb."""

    subject: Who = ""
    pronoun: bool = False
    auxiliary: Auxiliary = ""
    present: bool = False
    """Whether the auxiliary is a present form of "be"."""
    denied: bool = False
    unreal: bool = False
    opening: bool = True
    """Whether nothing but adverbs has come yet."""


@dataclass(frozen=True, slots=True)
class _Verb:
    """A word as a form of a verb."""

    name: str
    base: bool
    past: bool
    """A past form or a participle."""
    ongoing: bool


def claimed_acts(text: str) -> frozenset[str]:
    """The verbs and states that the text claims of the assistant or of what it serves; empty for none."""
    plain = _CONTRACTED.sub(
        lambda match: _SHORT[match[0]], text.lower().replace("’", "'").replace("can't", "can not")
    )
    claims: set[str] = set()
    for sentence in _SENTENCE.split(_HARMLESS.sub(" ", plain)):
        words = _WORD.findall(sentence)
        if not words or (sentence.rstrip().endswith("?") and words[0] in _ASKING):
            continue
        claims |= {match[0].strip() for match in _IDIOMS.finditer(sentence)}
        before = _Clause()
        for part in _CLAUSE.split(sentence):
            before = _read(_WORD.findall(part), before, claims)
    return frozenset(claims)


def _read(words: list[str], before: _Clause, claims: set[str]) -> _Clause:
    """Add the claims of one clause; one without a subject goes on with that of the clause before."""
    clause = _Clause()
    for i, word in enumerate(words):
        last = words[i - 1] if i else ""
        following = words[i + 1] if i + 1 < len(words) else ""
        if word in _NOT:
            clause.denied = True
        elif word in _UNREAL:
            clause.unreal = True
        elif word in _PERSONS and not (_PERSONS[word] == "other" and _AUXILIARIES.get(last) == "be"):
            clause = _Clause(_PERSONS[word], pronoun=True, unreal=clause.unreal, opening=clause.opening)
        elif word == "let" and following in ("me", "us"):
            clause.subject, clause.auxiliary = "self", "will"
        elif word in _AUXILIARIES and not _is_verb(word, following, clause):
            _help(clause, word)
        elif word in _STATES and _is_state(clause, last, following):
            _add(claims, word, clause)
        elif (word in _ADVERBS or word.endswith("ly")) and word not in ("me", "us"):
            continue
        elif last not in _DETERMINERS and (verb := _claim(word, last, following, clause, before)):
            _add(claims, verb, clause)
            clause.auxiliary = ""
        elif not clause.subject and not _verb(word).base and word not in ("me", "us"):
            clause.subject = "other"
        clause.opening = clause.opening and word in _NOT
    return clause if clause.subject else before


def _add(claims: set[str], claim: str, clause: _Clause) -> None:
    if not (clause.denied or clause.unreal):
        claims.add(claim)


def _is_verb(word: str, following: str, clause: _Clause) -> bool:
    """Whether a form of "do" or "get" is a verb of its own: "I did that", "I got you a table"."""
    if word == "did":
        return clause.subject == "self" and not _verb(following).base and following not in _NOT
    passive = _verb(following).past and not _verb(following).base
    return word == "got" and clause.auxiliary != "be" and not passive


def _help(clause: _Clause, word: str) -> None:
    """Take an auxiliary into account."""
    found = _AUXILIARIES[word]
    if word == "to":
        clause.auxiliary = "will" if clause.auxiliary == "going" else "modal"
    elif found == "have" and clause.auxiliary == "modal":
        # "could have": still only possible; "have been" is "be"
        return
    elif not (found in ("be", "do") and clause.auxiliary in ("modal", "will")):
        clause.auxiliary, clause.present = found, word in ("am", "is", "are")


def _is_state(clause: _Clause, last: str, following: str) -> bool:
    """Whether "on", "ready" and their like are what something is: "the lights are on", "lights off"."""
    if following and following not in _AFTER_STATES:
        return False
    if clause.auxiliary == "be":
        return clause.subject in ("other", "you")
    return clause.subject == "other" and not clause.auxiliary and not following and not _verb(last).base


def _claim(word: str, last: str, following: str, clause: _Clause, before: _Clause) -> str:
    """The verb that is claimed by a word; empty for none."""
    verb, subject, auxiliary = _verb(word), clause.subject, clause.auxiliary
    active = auxiliary != "be"
    effect = verb.name in _EFFECTS and (subject == "self") != active
    if verb.name in _MIND or effect or auxiliary in ("modal", "do"):
        return ""
    if auxiliary == "will":
        return verb.name if verb.base and subject != "you" else ""
    if verb.ongoing:
        if word == "going" and following == "to":
            clause.auxiliary = "going"
            return ""
        told = subject != "you" if not active else clause.opening and not subject
        harmless = verb.name in _ONGOING and (clause.pronoun or not subject)
        return verb.name if told and not harmless else ""
    if not verb.past:
        return ""
    if not active:
        if subject == "self":
            return verb.name if verb.name in ("do", "finish") else ""
        named = verb.name in _NAMING and clause.present and following and following not in _ADVERBS
        return "" if named else verb.name
    if subject == "you" or (not subject and before.subject == "you" and not before.opening):
        return ""
    if verb.base and auxiliary != "have":
        # "set" is a past form after a subject, and a request or a noun without one
        told = subject == "self" or last == "all" or (subject == "other" and not _verb(last).base)
        return verb.name if told else ""
    return verb.name


@lru_cache(maxsize=4096)
def _verb(word: str) -> _Verb:
    """A word as a form of a verb; without a name where it is none."""
    # its tables take a second
    from lemminflect import getAllLemmas, getInflection

    readings = getAllLemmas(word)
    for name in readings.get("VERB", ()):
        past = word in (*getInflection(name, "VBD"), *getInflection(name, "VBN"))
        ongoing = word in getInflection(name, "VBG")
        if ongoing and word in ("evening", "feeling"):
            continue
        if past or ongoing or word == name:
            return _Verb(name, word == name, past, ongoing)
    if not readings and word.endswith(("ed", "ing")) and word != "during":
        # new verbs: "texted", "googling"
        return _Verb(word, base=False, past=word.endswith("ed"), ongoing=word.endswith("ing"))
    return _Verb("", base=False, past=False, ongoing=False)
