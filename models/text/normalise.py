"""The normalisers of error rates: the fixed one of this project, by language, and Whisper's for English.

Knows no network.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"'})
_HYPHENS = re.compile(r"[-‐‑‒–—―−]")
_NUMBER = re.compile(r"\d+")
_DROPPED = re.compile(r"[^\w\s']|_")
_UNSPACED = frozenset({"zh", "yue", "ja", "th", "lo", "my", "km"})
"""Languages that are written without spaces between words."""
_BESIDE_LETTERS = re.compile(r"\s+(?=[^\W\da-z'])|(?<=[^\W\da-z'])\s+")
"""A space on one side of which is a letter that is not Latin."""


def spaced(language: str | None) -> bool:
    """Whether the language (ISO 639-1; English for None) puts spaces between words, so that they can be
    counted; errors in other languages are counted in characters."""
    return language not in _UNSPACED


def fold(text: str) -> str:
    """Lower case, with curly quotes made straight and accents dropped; the length may change."""
    # some capitals only appear when letters of other styles are taken apart
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_QUOTES)).lower())
    return "".join(c for c in plain if not unicodedata.combining(c))


def number_words(digits: str, language: str | None = None) -> str:
    """Digits in words: "25" → "twenty five"; three or more, or a leading zero, one by one. In a language
    whose numbers are unknown they stay digits.

    Arguments:
        language: ISO 639-1; English for None.
    """
    from num2words import num2words

    # below a hundred, Chinese and Japanese numerals are the same
    of = "ja" if language in ("zh", "yue") else language or "en"
    try:
        if len(digits) >= 3 or (len(digits) > 1 and digits[0] == "0"):
            return " ".join(str(num2words(int(d), lang=of)) for d in digits)
        return str(num2words(int(digits), lang=of)).replace("-", " ")
    except NotImplementedError:
        return digits


def normalise(text: str, language: str | None = None) -> str:
    """The text that two ways of writing the same words have in common.

    Lower case, curly quotes folded, digits in words (one by one when three or more or with a leading zero),
    hyphens to spaces, all but letters and apostrophes dropped, one space between words. Accents are dropped
    in English alone, since they tell words apart in other languages. A language without spaces between
    words keeps those between Latin words.

    Arguments:
        language: ISO 639-1; English for None.
    """
    if language in (None, "en"):
        plain = fold(text)
    else:
        plain = unicodedata.normalize("NFKC", text.translate(_QUOTES)).lower()
    spoken = _NUMBER.sub(lambda m: f" {number_words(m[0], language)} ", _HYPHENS.sub(" ", plain))
    words = " ".join(_DROPPED.sub("", spoken).split())
    return words if spaced(language) else _BESIDE_LETTERS.sub("", words)


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
