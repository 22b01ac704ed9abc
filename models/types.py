"""Types of the pipeline, grouped by the edge between two stages that they cross. Knows no stage and no
device."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono sound, (samples,), in [-1, 1]."""

Decision = Literal["act", "confirm", "reject"]
Sentiment = Literal["positive", "negative", "neutral", "ambiguous"]
DialogueAct = Literal["request", "question", "prohibition", "statement", "social"]
"""The speaker's purpose; only a request changes anything."""
Relation = Literal["new", "correction", "follow_up", "answer"]
"""A command's relation to the conversation."""
Fact = str | int | float | bool
Role = Literal["system", "user", "assistant"]

# ── microphone → endpointer → recognizer ─────────────────────────────────────


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """30 ms of sound."""

    samples: Samples
    """(480,) at 16 kHz."""
    start_ms: int
    """Time of the first sample since the start of the stream."""


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """Speech between two silences."""

    samples: Samples
    """(n,) at 16 kHz, pre-roll included."""
    start_s: float
    end_s: float
    """Both since the start of the stream."""
    source: str = ""
    """Name of the sound file as given, or of the microphone."""


# ── recognizer → classifier ──────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One text that the recognizer proposes for an utterance."""

    text: str
    confidence: float
    """0 to 1: the geometric mean of the tokens' probabilities."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A recognized or typed text."""

    text: str
    confidence: float = 1.0
    """The probability that every word is right, 0 to 1; the likelihood where the recognizer is not
    calibrated, and 1 for typed text."""
    language: str = "en"
    alternatives: tuple[Hypothesis, ...] = ()
    """The n-best list, this text first; empty for a recognizer set to one hypothesis."""
    retried: bool = False
    """The hallucination filter refused the first decoding and the utterance was decoded again."""
    states: NDArray[np.float32] | None = field(default=None, repr=False, compare=False)
    """The encoder's states of the utterance's last seconds, (positions, width), 20 ms each, without padding;
    None for typed text, and from recognizers that keep none."""
    uncalibrated: float | None = None
    """The likelihood, where the confidence is calibrated."""

    @property
    def likelihood(self) -> float:
        """0 to 1: the geometric mean of the tokens' probabilities, as of a hypothesis.

        It says how well sound and text fit, however long they are; most networks and thresholds read it.
        """
        return self.confidence if self.uncalibrated is None else self.uncalibrated

    def instead(self, other: Hypothesis) -> Transcript:
        """The transcript with another hypothesis's text, as much less probable as it is less likely."""
        share = other.confidence / self.likelihood if self.likelihood else 1.0
        return replace(
            self,
            text=other.text,
            confidence=min(1.0, other.confidence if self.uncalibrated is None else self.confidence * share),
            uncalibrated=None if self.uncalibrated is None else min(1.0, other.confidence),
        )


# ── classifier → responder ───────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Slot:
    """A value named in the utterance."""

    name: str
    value: str
    """The resolved value."""
    text: str
    """The words of the transcript, `transcript[start:end]`."""
    start: int
    end: int
    """Character offsets, end excluded."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words in a closed slot that are none of its values, or more than the value."""

    name: str
    text: str
    """The words of the transcript, `transcript[start:end]`."""
    start: int
    end: int
    """Character offsets, end excluded."""
    near: tuple[str, ...]
    """The nearest values, nearest first; the first is in `slots` where a part of the words is that value."""


@dataclass(frozen=True, slots=True)
class IntentCandidate:
    """A possible intent of an utterance."""

    intent: str
    confidence: float
    """0 to 1, calibrated."""


@dataclass(frozen=True, slots=True)
class Modifiers:
    """Words of a command beside its slots that change what it applies to, or when it is done."""

    all: bool = False
    """Everything of the kind is meant ("all", "every", "both")."""
    excluded: tuple[str, ...] = ()
    """Exceptions, as said; named "except" in JSON."""
    at: str | None = None
    """The later time of a delayed command, as said ("in ten minutes")."""
    repeat: str | None = None
    """The repetition, as said ("every weekday")."""
    lasting: str | None = None
    """For how long a state holds, as said ("for an hour"); named "for" in JSON."""


@dataclass(frozen=True, slots=True)
class Command:
    """One stretch of an utterance that asks for, forbids, reports or wants to know one thing."""

    text: str
    """The words of the transcript, `transcript[start:end]`."""
    start: int
    end: int
    """Character offsets into the transcript, end excluded."""
    dialogue_act: DialogueAct = "request"
    relation: Relation = "new"
    intent: str | None = None
    """None for the decision reject."""
    intent_confidence: float | None = None
    decision: Decision | None = None
    slots: tuple[Slot, ...] = ()
    """Offsets into the whole transcript."""
    modifiers: Modifiers = Modifiers()
    unresolved: tuple[Unresolved, ...] = ()
    unsure: bool = False
    """Heard, or taken for a request, with too little certainty to act on it unasked."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """The classifier's result for one text; fields of heads that the classifier lacks are None.

    Intent, decision and slots are those of the first command.
    """

    text: str
    intent: str | None = None
    """None for the decision reject."""
    intent_confidence: float | None = None
    decision: Decision | None = None
    candidates: tuple[IntentCandidate, ...] = ()
    """The three likeliest, best first, whatever the decision."""
    slots: tuple[Slot, ...] | None = None
    """Empty for the decision reject."""
    sentiment: Sentiment | None = None
    sentiment_confidence: float | None = None
    unresolved: tuple[Unresolved, ...] = ()
    """Of closed slots, in the order of the text."""
    commands: tuple[Command, ...] = ()
    """In the order of the text; a classifier without command boundaries gives one for the whole text."""
    danger: float | None = None
    """Probability that a person is in danger, 0 to 1."""
    addressed: float | None = None
    """Probability that the utterance is spoken to an assistant, 0 to 1."""
    heard: bool = True
    """False where the recognizer hardly believes the transcript; every command is then rejected."""


# ── responder → sink ─────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Action:
    """A skill's action and its outcome."""

    skill: str
    status: str
    """done, asked (waits for a yes), failed or unavailable."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    sentence: str = ""
    """The skill's own sentence, which the generator may paraphrase; empty for none."""
    changes: bool = False
    """Whether anything was created, changed, deleted, switched, played or sent."""


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """The assistant's answer."""

    sentences: Iterable[str]
    """Possibly lazy: the second sentence may be written while the first is spoken."""
    action: Action | None = None
    """That of the first command with one."""
    actions: tuple[Action | None, ...] = ()
    """Of each command of the utterance; empty where all of it was answered together."""
    corrects: bool = False
    """Whether the utterance corrects the one before it."""


# ── synthesizer → speaker ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Synthesized speech."""

    samples: Samples
    """(n,) at `sample_rate_hz`."""
    sample_rate_hz: int


# ── dialogue → generator ─────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation."""

    role: Role
    text: str
