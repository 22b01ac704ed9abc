"""Written text → input of a voice: spoken words, in pieces. Knows no engine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from models.tts import english
from models.tts.english import SIGNS

PIECE_CHARACTERS = 240
"""Longest input of an engine; longer text is cut where a speaker would breathe."""
MARKUP = frozenset('[]{}|\\_*~^`"')
UNSAID = frozenset({"So", "Sk", "Me"})
"""Emoji and other pictures, and their modifiers."""

_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "…": ".", "—": ", ", "–": "-"}
    | dict.fromkeys(map(chr, range(0xFE00, 0xFE10)), "")
)
_LINK = re.compile(r"\[([^\]]{0,200})\]\([^)]{0,500}\)")
_SAID = re.compile(r"[^\W_]")


def spoken(text: str, language: str = "en") -> str:
    """The text in spoken words; empty for a text without anything to say.

    English numbers, times, money and units become words. Other languages are only cleaned: their engines read
    numbers themselves. Emoji, control characters and markup signs are dropped; a tag is read out and has no
    effect.
    """
    text = _clean(text)
    if language.partition("-")[0] == "en":
        text = english.in_words(text)
    else:
        # an engine that knows SSML must not obey a tag
        text = text.translate({ord("<"): " ", ord(">"): " "})
    text = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split()))
    return text if _SAID.search(text) else ""


def pieces(text: str, longest: int = PIECE_CHARACTERS) -> list[str]:
    """The text in parts of at most `longest` characters, cut after a clause or else between words."""
    parts: list[str] = []
    while text := text.strip():
        if len(text) <= longest:
            parts.append(text)
            break
        cut = max((m.end() for m in re.finditer(r"[.;:!?,]\s", text[:longest])), default=0)
        cut = cut or text.rfind(" ", 0, longest) + 1 or longest
        parts.append(text[:cut].strip())
        text = text[cut:]
    return parts


def _clean(text: str) -> str:
    """The text on one line in plain characters."""
    text = _LINK.sub(r"\1", text).translate(_PLAIN)
    # ½ → 1⁄2, ﬁ → fi; but ² and ³ of units stay
    text = "".join(
        c if c in "²³" else unicodedata.normalize("NFKC", c) for c in unicodedata.normalize("NFC", text)
    )
    return "".join(_kept(text.replace("⁄", "/")))


def _kept(text: str) -> Iterator[str]:
    for character in text:
        category = unicodedata.category(character)
        if category in ("Cc", "Zl", "Zp", "Zs") or character in MARKUP:
            yield " "
        elif character in SIGNS or not (category[0] == "C" or category in UNSAID):
            yield character
