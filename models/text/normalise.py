"""The normalisers of word error rates: the fixed one of this project, and Whisper's. Knows no network."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"'})
_HYPHENS = re.compile(r"[-‐‑‒–—―−]")
_NUMBER = re.compile(r"\d+")
_DROPPED = re.compile(r"[^\w\s']|_")


def fold(text: str) -> str:
    """Lower case, with curly quotes made straight and accents dropped; the length may change."""
    # some capitals only appear when letters of other styles are taken apart
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_QUOTES)).lower())
    return "".join(c for c in plain if not unicodedata.combining(c))


def number_words(digits: str) -> str:
    """Digits in words: "25" → "twenty five"; three or more, or a leading zero, one by one."""
    from num2words import num2words

    if len(digits) >= 3 or (len(digits) > 1 and digits[0] == "0"):
        return " ".join(str(num2words(int(d))) for d in digits)
    return str(num2words(int(digits))).replace("-", " ")


def normalise(text: str) -> str:
    """The text that two ways of writing the same words have in common.

    Lower case, curly quotes and accents folded, digits in words (one by one when three or more or with a
    leading zero), hyphens to spaces, all but letters and apostrophes dropped, one space between words.
    """
    spoken = _NUMBER.sub(lambda m: f" {number_words(m[0])} ", _HYPHENS.sub(" ", fold(text)))
    return " ".join(_DROPPED.sub("", spoken).split())


def whisper_normalise(text: str) -> str:
    """A text as Whisper's English normaliser writes it, so that word error rates compare with published ones.

    Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022, appendix C, as
    transformers implements it. OpenAI's map from British to American spelling (`english.json`, named
    `normalizer.json` among OpenAI's tokenizer files) comes with neither transformers nor the bases here, so
    the map is empty: "colour" and "color" stay different.
    """
    normalised: str = _whisper_normaliser()(text)
    return normalised


@functools.cache
def _whisper_normaliser() -> Any:
    from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

    return EnglishTextNormalizer({})  # type: ignore[no-untyped-call]
