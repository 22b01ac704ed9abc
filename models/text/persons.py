"""A clause in the first person → in the second: "I parked on level 3" → "you parked on level 3"."""

from __future__ import annotations

import re

_SECOND = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "we": "you", "us": "you", "our": "your", "ours": "yours", "ourselves": "yourselves",
    "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll",
    "we're": "you're", "we've": "you've", "we'd": "you'd", "we'll": "you'll",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_AM = re.compile(r"\byou (am|was)\b")
_AM_ASKED = re.compile(r"\b(am|was) you\b")


def second_person(clause: str) -> str:
    """The clause as it is said to the speaker; its other words stay as they are."""
    turned = _WORD.sub(lambda match: _turned(match, clause), clause)
    turned = _AM.sub(lambda match: f"you {_plural(match[1])}", turned)
    return _AM_ASKED.sub(lambda match: f"{_plural(match[1])} you", turned)


def _turned(match: re.Match[str], clause: str) -> str:
    word = match[0]
    if word == "US" or (word.lower() == "i" and clause[match.end() :].startswith(".")):
        # the country, an initial
        return word
    return _SECOND.get(word.lower().replace("’", "'"), word)


def _plural(verb: str) -> str:
    return "are" if verb == "am" else "were"
