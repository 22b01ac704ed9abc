"""The sound of a text: text → phones by espeak-ng, and the distance of two texts by sound. Knows no
recording.

A phone is written as three letters, one for each feature (place, manner and voice of a consonant; height,
depth and rounding of a vowel), so that an edit distance counts a third for /t/ against /d/ and one for /t/
against /a/: a coarse form of feature edit distance (Mortensen et al., "PanPhon", COLING 2016).
"""

from __future__ import annotations

import functools
import re

from rapidfuzz.distance import Levenshtein

from models.text import espeak
from models.text.normalise import normalise

FEATURES = 3
_VOICES = {"en": "en-us", "zh": "cmn", "no": "nb", "nn": "nb"}
"""espeak-ng's names of languages (ISO 639-1) that it calls otherwise."""
_UNWRITTEN = re.compile(r"[ˈˌːˑ‿|\u0303\u0329\u032f\s_-]|\([a-z-]+\)")
"""Stress, length and boundaries, in which two speakers differ as much as two words."""

_PHONES = {
    # place (lips, teeth, ridge, palate, velum, glottis), manner, voice
    **{"p": "LSu", "b": "LSv", "m": "LNv", "f": "LFu", "v": "LFv", "w": "LGv", "ʍ": "LGu"},
    **{"θ": "TFu", "ð": "TFv", "t": "RSu", "d": "RSv", "ɾ": "RSv", "n": "RNv", "s": "RFu", "z": "RFv"},
    **{"l": "RLv", "ɫ": "RLv", "ɹ": "RGv", "r": "RGv", "ʃ": "PFu", "ʒ": "PFv", "j": "PGv", "ɲ": "PNv"},
    **{"k": "VSu", "ɡ": "VSv", "g": "VSv", "ŋ": "VNv", "x": "VFu", "h": "HFu", "ʔ": "HSu"},
    # height (1 closed to 5 open), depth (front, middle, back), rounding
    **{"i": "1fn", "ɪ": "2fn", "e": "3fn", "ɛ": "4fn", "æ": "5fn", "a": "5mn", "y": "1fr", "ø": "3fr"},
    **{"ᵻ": "2mn", "ɨ": "1mn", "ə": "3mn", "ɐ": "4mn", "ɜ": "4mn", "ʌ": "4bn", "ɑ": "5bn", "œ": "4fr"},
    **{"u": "1br", "ʊ": "2br", "o": "3br", "ɔ": "4br", "ɒ": "5br"},
    # a diphthong is one phone; an r after a vowel colours it, and half of the speakers drop it
    **{"eɪ": "3fn", "oʊ": "3br", "əʊ": "3br", "aɪ": "5mf", "aʊ": "5mb", "ɔɪ": "4bf"},
    **{"ɚ": "3mn~", "ɝ": "4mn~", "~": "~"},
}  # fmt: skip
_PHONE = re.compile("|".join(sorted(_PHONES, key=len, reverse=True)) + "|.")
_VOWELS = "aeiouyæøœɐɑɒɔəɛɜɨɪʊʌᵻ"
_COLOURING_R = re.compile(f"(?<=[{_VOWELS}])ɹ(?![{_VOWELS}])")


@functools.cache
def speaks(language: str | None) -> bool:
    """Whether espeak-ng knows the language (ISO 639-1; English for None).

    Raises:
        DependencyError: espeak-ng cannot be loaded.
    """
    voice = _VOICES.get(language or "en", language)
    return any(v.language == voice or v.language.startswith(f"{voice}-") for v in espeak.voices())


@functools.lru_cache(maxsize=20_000)
def phones(text: str, language: str | None = None) -> str:
    """Text with numbers and abbreviations → its phones in feature letters, without word boundaries.

    Arguments:
        language: ISO 639-1; English for None.

    Raises:
        DependencyError: espeak-ng cannot be loaded or lacks the language.
    """
    spoken = espeak.phonemes(normalise(text, language), _VOICES.get(language or "en", language or ""))
    spoken = _COLOURING_R.sub("~", _UNWRITTEN.sub("", spoken))
    return "".join(_PHONES.get(p, p * FEATURES) for p in _PHONE.findall(spoken))


def distance(a: str, b: str) -> float:
    """Number of phones by which two strings of `phones` differ; each feature is a third of a phone."""
    return Levenshtein.distance(a, b) / FEATURES


def likeness(a: str, b: str, language: str | None = None) -> float:
    """Similarity of two texts by sound, 0 to 1: the share of the longer one's phones that need no change."""
    first, second = phones(a, language), phones(b, language)
    longest = max(len(first), len(second)) / FEATURES
    return 1.0 - distance(first, second) / longest if longest else 1.0
