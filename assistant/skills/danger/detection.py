"""Text → the kind of danger that a person is in, by a lexicon and the classifier's head. Knows no reply."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

Kind = Literal["medical", "fire", "police", "crisis", "abuse", "poison", "child", "unknown"]
"""`unknown` where the head alone finds a danger."""

Evidence = Literal["danger", "none", "everyday"]
"""What the lexicon makes of a text: a danger, nothing, or danger's words in everyday talk alone."""

LEXICON = Path(__file__).with_name("lexicon.toml")
THRESHOLDS = Path(__file__).with_name("thresholds.toml")
GOES_ON = 0.08
"""Least probability of danger of an utterance that goes on from one that told of it."""
_ORDER: tuple[Kind, ...] = ("crisis", "poison", "child", "abuse", "fire", "police", "medical")
"""Where several kinds match, the first is answered."""
_GAP, _ANY = r"(?:[\w'-]+ ){0,3}?", r"(?:[\w'-]+ ){0,14}?"
_FOLDED = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Danger:
    """A person in danger."""

    kind: Kind
    words: str
    """What was found in the text."""


def detect(text: str, probability: float | None = None, amid_talk: float | None = None) -> Danger | None:
    """The danger that a text tells of; None for everyday talk, stories, idioms and questions of knowledge.

    Arguments:
        probability: that a person is in danger, by the classifier; None for one without that head.
        amid_talk: where others talk, the attention head's odds of danger and of an address to the assistant
            together; None in a quiet room, where dramatic talk is rare.
    """
    evidence, found = weigh(text)
    if probability is None:
        return found
    if not probability >= thresholds()[evidence]:
        return None
    if amid_talk is not None and not amid_talk >= thresholds_amid_talk()[evidence]:
        return None
    return found or Danger("unknown", text)


def goes_on(text: str, probability: float | None) -> bool:
    """Whether a text after one that told of danger tells more of it: "the pain is getting worse"."""
    evidence, _ = weigh(text)
    return evidence != "everyday" and probability is not None and probability >= GOES_ON


def weigh(text: str) -> tuple[Evidence, Danger | None]:
    """The lexicon's evidence, and the danger that it finds."""
    folded = " ".join(re.sub(r"[^\w'\s-]", " ", text.lower().translate(_FOLDED)).split())
    kinds, idioms, frames = _lexicon()
    if frames.search(folded):
        return "everyday", None
    # an idiom cancels what it overlaps; a frame, such as "years ago", the whole sentence
    cancelled = [match.span() for match in idioms.finditer(folded)]
    for kind in _ORDER:
        for found in kinds[kind].finditer(folded):
            if not any(found.start() < end and start < found.end() for start, end in cancelled):
                return "danger", Danger(kind, found[0].strip())
    return ("everyday" if cancelled else "none"), None


@cache
def thresholds() -> dict[Evidence, float]:
    """The least probability of danger by the lexicon's evidence."""
    return _by_evidence(tomllib.loads(THRESHOLDS.read_text("utf-8")))


@cache
def thresholds_amid_talk() -> dict[Evidence, float]:
    """The least odds of danger and of an address to the assistant together, where others talk."""
    return _by_evidence(tomllib.loads(THRESHOLDS.read_text("utf-8"))["amid_talk"])


def _by_evidence(table: Mapping[str, Any]) -> dict[Evidence, float]:
    return {evidence: float(table[evidence]) for evidence in get_args(Evidence)}


@cache
def _lexicon() -> tuple[dict[Kind, re.Pattern[str]], re.Pattern[str], re.Pattern[str]]:
    """Patterns by kind, of idioms, and of frames."""
    tables = tomllib.loads(LEXICON.read_text("utf-8"))
    classes: dict[str, str] = tables.pop("classes")
    unless = tables.pop("unless")
    patterns: dict[Kind, list[str]] = {kind: [] for kind in _ORDER}
    for name, table in tables.items():
        patterns[table.get("kind", name)] += table["patterns"]
    kinds = {kind: _any_of(listed, classes) for kind, listed in patterns.items()}
    return kinds, _any_of(unless["idioms"], classes), _any_of(unless["frames"], classes)


def _any_of(patterns: list[str], classes: dict[str, str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    # classes name classes
    for _ in range(3):
        joined = re.sub(r"\{([a-z]+)\}", lambda found: rf"\b(?:{classes[found[1]]})\b(?:'s)?", joined)
    # a gap stands where a space does; an optional one has its space before it
    spaced = joined.replace("(?:~)?", _ANY)
    spaced = re.sub(" ?~ ?", lambda _: f" {_ANY}", spaced)
    spaced = re.sub(" ?_ ?", lambda _: f" {_GAP}", spaced)
    return re.compile(rf"\b(?:{spaced})(?!\w)")
