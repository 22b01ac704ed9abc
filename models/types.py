"""What flows between the stages, grouped by the edge that it crosses. Knows no stage and no device."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono sound, (samples,), in [-1, 1]."""

Decision = Literal["act", "confirm", "reject"]
Sentiment = Literal["positive", "negative", "neutral", "ambiguous"]
Fact = str | int | float | bool
Role = Literal["system", "user", "assistant"]

# ── microphone → endpointer → recognizer ─────────────────────────────────────


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """30 ms of sound."""

    samples: Samples
    """(480,) at 16 kHz."""
    start_ms: int
    """Time of the first sample since the stream began."""


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """What was said between two silences."""

    samples: Samples
    """(n,) at 16 kHz, pre-roll included."""
    start_s: float
    end_s: float
    """Both since the stream began."""
    source: str = ""
    """The sound file's name as given, or the microphone's."""


# ── recognizer → classifier ──────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One way to hear an utterance."""

    text: str
    confidence: float
    """0 to 1: the geometric mean of the tokens' probabilities."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard, or typed."""

    text: str
    confidence: float = 1.0
    """0 to 1: the geometric mean of the tokens' probabilities; 1 for typed text."""
    language: str = "en"
    alternatives: tuple[Hypothesis, ...] = ()
    """The n best, this one first; empty where only one was asked for."""
    retried: bool = False
    """The guard refused the first decoding and the utterance was decoded again with full padding."""


# ── classifier → responder ───────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Slot:
    """A value named in the utterance."""

    name: str
    value: str
    """The resolved value."""
    text: str
    """What was said, `transcript[start:end]`."""
    start: int
    end: int
    """Character offsets, end excluded."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """What was said for a closed slot and is none of its values, or not all of it."""

    name: str
    text: str
    """What was said, `transcript[start:end]`."""
    start: int
    end: int
    """Character offsets, end excluded."""
    near: tuple[str, ...]
    """The nearest values, nearest first; the first is in `slots` where a part of what was said is that."""


@dataclass(frozen=True, slots=True)
class IntentCandidate:
    """An intent that the utterance may have."""

    intent: str
    confidence: float
    """0 to 1, calibrated."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the classifier made of one text; the fields of heads that it lacks are None."""

    text: str
    intent: str | None = None
    """None where the decision is reject."""
    intent_confidence: float | None = None
    decision: Decision | None = None
    candidates: tuple[IntentCandidate, ...] = ()
    """The three likeliest, best first, whatever the decision."""
    slots: tuple[Slot, ...] | None = None
    """Empty where the decision is reject."""
    sentiment: Sentiment | None = None
    sentiment_confidence: float | None = None
    unresolved: tuple[Unresolved, ...] = ()
    """Of the closed slots, in the order of the text."""


# ── responder → sink ─────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Action:
    """What a skill did."""

    skill: str
    status: str
    """done, asked (waits for a yes), failed or unavailable."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    sentence: str = ""
    """Its own words, which the generator may have said in others; empty where it has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """What the assistant says."""

    sentences: Iterable[str]
    """May be a generator that still writes the second sentence while the first is spoken."""
    action: Action | None = None


# ── synthesizer → speaker ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """A spoken sentence."""

    samples: Samples
    sample_rate_hz: int


# ── dialogue → generator ─────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation."""

    role: Role
    text: str
