"""Which of the recognizer's hypotheses was meant: the classifier has a say where it does not understand one.

Knows no engine. What is understood well enough to be acted on stays as it is; otherwise another hypothesis
that the recognizer holds for nearly as likely, and that the classifier would act on, takes its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.types import Transcript, Understanding

NEARLY = 0.75
"""Share of the first hypothesis' confidence that another one must have."""
MOST = 4
"""Hypotheses that are looked at, the first one included."""


def choose(
    transcript: Transcript, understand: Callable[[str], Understanding]
) -> tuple[Transcript, Understanding]:
    """The transcript with the hypothesis that was meant as its text, and what is understood of it."""
    first = understand(transcript.text)
    if first.decision in ("act", None):
        return transcript, first
    for other in transcript.alternatives[1:MOST]:
        if other.confidence < NEARLY * transcript.confidence:
            continue
        understanding = understand(other.text)
        if understanding.decision == "act":
            chosen = replace(transcript, text=other.text, confidence=min(1.0, other.confidence))
            return chosen, understanding
    return transcript, first
