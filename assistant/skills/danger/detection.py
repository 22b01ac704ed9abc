"""Text → the kind of danger that a person is in, by a lexicon. Knows no reply.

The lexicon is half of the detector: a trained head will give its probability beside it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Kind = Literal["medical", "fire", "police", "crisis", "abuse", "poison", "child"]

LEXICON = Path(__file__).with_name("lexicon.toml")
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


def detect(text: str) -> Danger | None:
    """The danger that a text tells of; None for everyday talk, stories, idioms and questions of knowledge."""
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
    patterns: dict[Kind, list[str]] = {kind: [] for kind in get_args(Kind)}
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
