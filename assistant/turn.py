"""One exchange, from what was heard to what was said, and its JSON line. Knows no device and no network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from models.types import Action, Samples, Transcript, Understanding

Until = Literal["transcript", "understanding", "reply"]


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a source yields: a transcript, a file without speech, or a file that could not be read."""

    source: str
    transcript: Transcript | None = None
    """None: nobody spoke, or `error` says what went wrong."""
    start_s: float | None = None
    end_s: float | None = None
    """When it was said, since the file or the microphone began; None for typed text."""
    recognize_ms: float | None = None
    """From features to the final text, with every second try; None for typed text."""
    error: str | None = None
    samples: Samples | None = field(default=None, repr=False, compare=False)
    """The utterance's sound, (n,) at 16 kHz; None for typed text."""


@dataclass(slots=True)
class Turn:
    """Filled in as the exchange goes through the stages."""

    heard: Recognition
    understanding: Understanding | None = None
    action: Action | None = None
    reply: str | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)
    first_sample_ms: float | None = None
    """From the end of the recording to the reply's first sample; None where nothing was spoken."""


def as_json(turn: Turn, until: Until) -> dict[str, Any]:
    """The fields that `hear --json` and `text --json` print, in order."""
    heard = turn.heard
    line: dict[str, Any] = {"source": heard.source}
    if heard.error is not None:
        return line | {"error": heard.error}
    if heard.start_s is not None and heard.end_s is not None:
        line |= {"start_s": round(heard.start_s, 3), "end_s": round(heard.end_s, 3)}
    if heard.transcript is None:
        return line | {"transcript": None}
    line |= {
        "transcript": heard.transcript.text,
        "transcript_confidence": round(heard.transcript.confidence, 4),
    }
    if until != "transcript" and turn.understanding is not None:
        line |= _understanding(turn.understanding)
    if until == "reply":
        action = turn.action
        line["action"] = (
            {"skill": action.skill, "status": action.status, "facts": dict(action.facts)} if action else None
        )
        line["reply"] = turn.reply
    timings = {name: round(spent, 1) for name, spent in turn.timings_ms.items()}
    line["timings_ms"] = timings | {"total": round(sum(turn.timings_ms.values()), 1)}
    return line


def _understanding(understood: Understanding) -> dict[str, Any]:
    return {
        "intent": understood.intent,
        "intent_confidence": _rounded(understood.intent_confidence),
        "decision": understood.decision,
        "candidates": [
            {"intent": candidate.intent, "confidence": round(candidate.confidence, 4)}
            for candidate in understood.candidates
        ],
        "slots": None
        if understood.slots is None
        else [
            {"name": slot.name, "value": slot.value, "text": slot.text, "start": slot.start, "end": slot.end}
            for slot in understood.slots
        ],
        "sentiment": understood.sentiment,
        "sentiment_confidence": _rounded(understood.sentiment_confidence),
    }


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(confidence, 4)
