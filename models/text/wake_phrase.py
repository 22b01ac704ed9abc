"""A wake phrase at the start of a transcript, found by its sound. Knows no recording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from models.text.normalise import normalise
from models.text.phonemes import likeness
from models.types import Hypothesis, Transcript

LEAST_LIKENESS, LEAST_ALONE = 0.7, 0.65
"""Of a phrase and the words in its place, before other words and alone: all of 238 clips of six phrases are
found, see "Wake phrases" in `.github/experiments.md`."""
_GREETINGS = frozenset({"hey", "hi", "hello", "ok", "okay"})
"""Words that may stand before the phrase."""
_MORE = 2
"""Words by which a misrecognized phrase may be longer."""


class WakePhrase:
    """The phrase that calls the assistant.

    Arguments:
        phrase: as spoken; one word or more.
    """

    def __init__(self, phrase: str) -> None:
        self.phrase = normalise(phrase)

    def strip(self, transcript: Transcript) -> Transcript | None:
        """The transcript after the phrase; None where no hypothesis begins with it.

        The text is empty where nothing follows.
        """
        first = Hypothesis(transcript.text, transcript.likelihood)
        rests = [
            replace(hypothesis, text=rest)
            for hypothesis in (transcript.alternatives or (first,))
            if (rest := self._rest(hypothesis.text)) is not None
        ]
        if not rests:
            return None
        alternatives = tuple(rests) if transcript.alternatives else ()
        return replace(transcript.instead(rests[0]), alternatives=alternatives)

    def _rest(self, text: str) -> str | None:
        """The words behind the phrase; None where the text does not begin with it."""
        words = text.split()
        likely, end = max(
            (
                (likeness(self.phrase, " ".join(words[first:last])), last)
                for first, last in self._spans(words)
            ),
            default=(0.0, 0),
        )
        least = LEAST_ALONE if end == len(words) else LEAST_LIKENESS
        return " ".join(words[end:]) if likely >= least else None

    def _spans(self, words: list[str]) -> Iterator[tuple[int, int]]:
        length = len(self.phrase.split())
        greeted = bool(words) and normalise(words[0]) in _GREETINGS
        for first in range(1 + greeted):
            for last in range(first + max(1, length - 1), first + length + _MORE + 1):
                if last <= len(words):
                    yield first, last
