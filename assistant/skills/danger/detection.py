"""Text → the kind of danger that a person is in, by a lexicon and the classifier's head. Knows no reply."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["medical", "fire", "police", "crisis", "abuse", "poison", "child", "unknown"]
"""`unknown` where the head alone finds a danger."""

LEXICON = Path(__file__).with_name("lexicon.toml")
SURE = 0.5
"""Probability of the head from which a person is in danger, whatever the lexicon says."""
UNLIKELY = 0.02
"""Probability of the head below which the lexicon is not believed."""
_ORDER: tuple[Kind, ...] = ("crisis", "poison", "child", "abuse", "fire", "police", "medical")
"""Where several kinds match, the first is answered."""
_GAP = r"(?:\W*\w[\w'-]*){0,3}?\W*"
_FOLDED = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Danger:
    """A person in danger."""

    kind: Kind
    words: str
    """What was found in the text."""


def detect(text: str, probability: float | None = None) -> Danger | None:
    """The danger that a text tells of; None for everyday talk, stories, idioms and questions of knowledge.

    Arguments:
        probability: that a person is in danger, by the classifier; None for one without that head.
    """
    found = _by_lexicon(text)
    if probability is None:
        return found
    if found is not None:
        return found if probability >= UNLIKELY else None
    return Danger("unknown", text) if probability >= SURE else None


def _by_lexicon(text: str) -> Danger | None:
    folded = " ".join(re.sub(r"[^\w'\s-]", " ", text.lower().translate(_FOLDED)).split())
    kinds, idioms, frames = _lexicon()
    if frames.search(folded):
        return None
    # an idiom cancels what it holds; a frame, such as "play the song …", the whole sentence
    cancelled = [match.span() for match in idioms.finditer(folded)]
    for kind in _ORDER:
        for found in kinds[kind].finditer(folded):
            if not any(found.start() < end and start < found.end() for start, end in cancelled):
                return Danger(kind, found[0].strip())
    return None


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
    # classes name classes, one level deep
    for _ in range(2):
        joined = re.sub(r"\{([a-z]+)\}", lambda found: rf"\b(?:{classes[found[1]]})\b", joined)
    spaced = re.sub(" ?_ ?", lambda _: f"(?:{_GAP})", joined)
    return re.compile(rf"\b(?:{spaced})(?!\w)")
