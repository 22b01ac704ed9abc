"""Names of devices and places as people say them, and the words for kinds of devices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz
from text_to_num import alpha2digit

Words = tuple[str, ...]
"""A name in comparable words: lower case, singular, numbers in digits, without articles."""

_Named = TypeVar("_Named")

_LITTLE = frozenset(
    (
        "the",
        "a",
        "an",
        "my",
        "our",
        "your",
        "this",
        "that",
        "these",
        "those",
        "of",
        "in",
        "inside",
        "on",
        "at",
    )
)
"""Words that no name is told by."""
EACH = frozenset(("all", "every", "each", "both", "any", "everything", "whole", "entire"))
"""Words in front of a name that mean every one of it."""
_SYNONYMS = {"television": "tv", "telly": "tv", "hoover": "vacuum", "drape": "curtain"}
_SHORTEST = 5
"""Letters of the shortest word that may be misheard; of shorter ones, any other is a neighbour."""
_NEAR, _CLEARLY = 83.0, 8.0
"""Least likeness of a misheard word (of 100), and least distance to the next best name."""


@dataclass(frozen=True, slots=True)
class DeviceKind:
    """What a word for a kind of device stands for."""

    domains: frozenset[str]
    classes: frozenset[str] = frozenset()
    """Device classes; empty for all of them."""
    broad: bool = True
    """Whether the word fits every device of the domain, also those that another word names better."""


def _kind(domains: str, classes: str = "", *, broad: bool = True) -> DeviceKind:
    return DeviceKind(frozenset(domains.split()), frozenset(classes.split()), broad)


_PLUG = _kind("switch input_boolean")
_VACUUM = _kind("vacuum")
_SHADE = _kind("cover", "blind shade shutter")
KINDS: Mapping[str, DeviceKind] = {
    "light": _kind("light"),
    "lighting": _kind("light"),
    "lamp": _kind("light", broad=False),
    "bulb": _kind("light", broad=False),
    "switch": _PLUG,
    "plug": _PLUG,
    "socket": _PLUG,
    "outlet": _PLUG,
    "fan": _kind("fan"),
    "ventilator": _kind("fan"),
    "blind": _SHADE,
    "shade": _SHADE,
    "shutter": _kind("cover", "blind shade shutter", broad=False),
    "curtain": _kind("cover", "curtain"),
    "awning": _kind("cover", "awning"),
    "cover": _kind("cover"),
    "window": _kind("cover binary_sensor", "window"),
    "door": _kind("cover lock binary_sensor", "door garage garage_door"),
    "gate": _kind("cover lock", "gate"),
    "scene": _kind("scene"),
    "script": _kind("script"),
    "vacuum": _VACUUM,
    "cleaner": _VACUUM,
    "robot": _VACUUM,
    "lock": _kind("lock"),
    "thermostat": _kind("climate"),
    "heating": _kind("climate"),
    "speaker": _kind("media_player", "speaker", broad=False),
    "sensor": _kind("sensor binary_sensor"),
}
"""Singular word → kind."""
_ANY_KIND = frozenset(("device", "appliance", "thing", "everything"))


@lru_cache(maxsize=4096)
def words(text: str) -> Words:
    """The comparable words of a name: "the Bedroom's lights" → ("bedroom", "light")."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"'s\b|(?<=s)'", "", plain).replace("'", "")
    spoken = re.findall(r"[^\W_]+", alpha2digit(" ".join(re.findall(r"[^\W_]+", plain)), "en", threshold=0))
    spoken = [word for word in spoken if word not in _LITTLE] or spoken
    while len(spoken) > 1 and spoken[0] in EACH:
        spoken = spoken[1:]
    return tuple(_SYNONYMS.get(word, word) for word in map(_singular, spoken))


def _singular(word: str) -> str:
    if len(word) <= 3 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]


def is_plural(text: str) -> bool:
    """Whether a phrase means every device that it fits: "lights", "each lamp", "all the fans"."""
    spoken = re.findall(r"[a-z]+", text.lower())
    return bool(spoken) and (spoken[0] in EACH or _singular(spoken[-1]) != spoken[-1])


def same(one: Words, other: Words) -> bool:
    """Whether two names are one, however their words are written: "bed room", "bedroom"."""
    return bool(one) and (one == other or ("".join(one) == "".join(other) and len("".join(one)) > 4))


def kinds(name: Words) -> Words:
    """The words of a name that say which kind of device it is."""
    return tuple(word for word in name if word in KINDS or word in _ANY_KIND)


def telling(name: Words) -> Words:
    """The words of a name that tell it from others of its kind."""
    return tuple(word for word in name if word not in KINDS and word not in _ANY_KIND)


def nearest(spoken: Words, named: Iterable[tuple[Words, _Named]]) -> _Named | None:
    """What a misheard name stands for; None where nothing is near, or two things are about as near.

    Every word has to be near its counterpart; numbers and short words have to be equal.
    """
    scored = [(score, thing) for name, thing in named if (score := _likeness(spoken, name))]
    scored.sort(key=lambda pair: -pair[0])
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < _CLEARLY):
        return None
    return scored[0][1]


def _likeness(spoken: Words, name: Words) -> float:
    if len(spoken) != len(name) or not name:
        return 0.0
    likeness = [_alike(*pair) for pair in zip(spoken, name, strict=True)]
    return sum(likeness) / len(likeness) if all(likeness) else 0.0


def _alike(spoken: str, word: str) -> float:
    if spoken == word:
        return 100.0
    if min(len(spoken), len(word)) < _SHORTEST or not (spoken.isalpha() and word.isalpha()):
        return 0.0
    # a word for a kind is never a slip of another word
    if spoken in KINDS or word in KINDS:
        return 0.0
    score = fuzz.ratio(spoken, word)
    return score if score >= _NEAR else 0.0


def fits(kind_words: Collection[str], domain: str, device_class: str, name: Words) -> bool:
    """Whether a device is of the kind that these words say."""
    return all(_fits(word, domain, device_class, name) for word in kind_words)


def _fits(word: str, domain: str, device_class: str, name: Words) -> bool:
    if word in name or word in _ANY_KIND:
        return True
    kind = KINDS[word]
    if domain not in kind.domains:
        return False
    # a cover without a class may be any, unless its name says otherwise
    return not kind.classes or device_class in kind.classes or not (device_class or kinds(name))
