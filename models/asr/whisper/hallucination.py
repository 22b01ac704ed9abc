"""Hallucination filter: tell a transcript from an invention. Pure functions of text and probabilities.

With less than 30 s of sound Whisper may repeat itself, and from noise it may invent a sentence. Both show in
the decoder's own output. `.github/experiments.md` tells how the thresholds were chosen.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from models.text.normalise import normalise

RetryReason = Literal["repeats", "unsure", "cut off"]

FEW_WORDS = 2

_SYLLABLES = "\u3040-\u30ff\u3400-\u9fff"
"""Kana and Chinese characters, which stand without spaces: each counts as a word."""
_WORD = re.compile(rf"[{_SYLLABLES}]|[^\W{_SYLLABLES}]+(?:['’][^\W{_SYLLABLES}]+)*")
_SYLLABLE = re.compile(f"[{_SYLLABLES}]")


@dataclass(frozen=True, slots=True)
class DecodingAttempt:
    """One decoding of one stretch of sound."""

    text: str
    log_probability: float
    """Mean over its tokens and the end."""
    no_speech: float
    """Probability, 0 to 1."""
    finished: bool
    """The decoder ended the text itself; False where the token budget stopped it."""


@dataclass(frozen=True, slots=True)
class HallucinationFilter:
    """Thresholds for a second decoding and for no transcript at all."""

    min_log_probability: float = -0.3
    """A decoding on short context below this is repeated."""
    min_log_probability_of_few: float = -0.45
    """The threshold for one or two words: hallucinations from noise are short."""
    max_compression: float = 2.4
    """Bytes of the text over bytes of it compressed; more is a loop."""
    no_speech: float = 0.5
    """A higher probability of no speech is believed, whatever the text."""
    maybe_no_speech: float = 0.25
    """From here on, both decodings must agree and none may be a loop."""
    min_agreement: float = 0.6
    """Share of common letters from which two decodings agree."""
    min_evidence: float = -2.1
    """For one or two words: the two mean log-probabilities less thrice the probability of no speech."""
    lowest_log_probability: float = -1.7
    """A final decoding below this is no transcript."""

    def retry_reason(self, attempt: DecodingAttempt) -> RetryReason | None:
        """Why to repeat a decoding on short context; None where it can be believed."""
        if not attempt.finished:
            return "cut off"
        if repeats(attempt.text) >= 1 or compression(attempt.text) > self.max_compression:
            return "repeats"
        few = len(words(attempt.text)) <= FEW_WORDS
        least = self.min_log_probability_of_few if few else self.min_log_probability
        return "unsure" if attempt.log_probability < least else None

    def rejects(self, attempt: DecodingAttempt) -> bool:
        """Whether a final decoding is no transcript: without a word, or hardly believed by the decoder."""
        return not _WORD.search(attempt.text) or attempt.log_probability < self.lowest_log_probability

    def is_hallucination(self, short: DecodingAttempt, full: DecodingAttempt) -> bool:
        """Whether a decoding on short context and its repetition with full padding were made out of noise."""
        if self.rejects(full):
            return True
        if full.no_speech > self.no_speech:
            return True
        evidence = short.log_probability + full.log_probability - 3.0 * full.no_speech
        few = max(len(words(short.text)), len(words(full.text))) <= FEW_WORDS
        if few and evidence < self.min_evidence:
            return True
        looping = repeats(full.text) >= 1 or compression(full.text) > self.max_compression
        differ = agreement(short.text, full.text) < self.min_agreement
        return (looping and differ) or (full.no_speech >= self.maybe_no_speech and (looping or differ))


def words(text: str) -> list[str]:
    """Lower-case words without punctuation."""
    return _WORD.findall(text.lower())


def repeats(text: str) -> int:
    """Repetitions beyond those of normal speech: "turn it on turn it on" 1, "no no no" 1.

    A word said twice is normal, and so is any number of digits and single letters in spelling.
    """
    spoken = words(text)
    most = 0
    for size in range(1, len(spoken) // 2 + 1):
        run = 0
        for i in range(size, len(spoken)):
            run = run + 1 if spoken[i] == spoken[i - size] else 0
            copies = run // size - (size == 1)
            if copies > most and any(map(_tells, spoken[i - size + 1 : i + 1])):
                most = copies
    return most


def _tells(word: str) -> bool:
    """Whether the word's repetition is more than spelling."""
    return (len(word) > 1 or _SYLLABLE.match(word) is not None) and not word.isnumeric()


def compression(text: str) -> float:
    """Bytes of the text over bytes of it compressed; near 1 for speech, high for loops."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def agreement(a: str, b: str) -> float:
    """Share of common letters of two texts with numbers as words, 0 to 1."""
    return SequenceMatcher(None, _letters(a), _letters(b), autojunk=False).ratio()


def without_loop(text: str) -> str:
    """The text up to the third copy of a stretch; the whole text where no stretch comes three times."""
    spans = [(m[0].lower(), m.end()) for m in _WORD.finditer(text)]
    for end in range(3, len(spans) + 1):
        for size in range(1, end // 3 + 1):
            stretches = [[w for w, _ in spans[end - k * size : end - (k - 1) * size]] for k in (1, 2, 3)]
            letters = sum(3 if _SYLLABLE.match(w) else len(w) for w in stretches[0])
            if (
                letters > 2
                and not "".join(stretches[0]).isnumeric()
                and stretches[0] == stretches[1] == stretches[2]
            ):
                rest = spans[end : end + size]
                if [w for w, _ in rest] == stretches[0]:
                    return text[: spans[end - 2 * size - 1][1]].rstrip() + "."
    return text


def _letters(text: str) -> str:
    return normalise(text).replace(" ", "")
