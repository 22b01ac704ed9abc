"""One exchange, from recognition to spoken reply, and its JSON line. Knows no device and no network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any, Literal

from models.manifest import modifiers_to_json
from models.types import Action, Command, Samples, Slot, Transcript, Understanding

Until = Literal["transcript", "understanding", "reply"]


@dataclass(frozen=True, slots=True)
class Recognition:
    """The recognizer's result for one utterance; or a file without speech, or one that cannot be read."""

    source: str
    transcript: Transcript | None = None
    """None where there was no speech, and where `error` is set."""
    start_s: float | None = None
    end_s: float | None = None
    """Position of the speech from the start of the file or of the microphone; None for typed text."""
    recognize_ms: float | None = None
    """Time from features to the final text, retries included; None for typed text."""
    error: str | None = None
    samples: Samples | None = field(default=None, repr=False, compare=False)
    """The utterance's samples, (n,) at 16 kHz; None for typed text."""


@dataclass(slots=True)
class Turn:
    """One exchange; each stage fills in its own fields."""

    recognition: Recognition
    understanding: Understanding | None = None
    action: Action | None = None
    actions: tuple[Action | None, ...] = ()
    """One for each command; empty where `action` is the first command's."""
    reply: str | None = None
    meant: bool = True
    """False where the utterance was not addressed to the assistant, which then neither acts nor replies."""
    timings_ms: dict[str, float] = field(default_factory=dict)
    corrects: bool = False
    """Whether it corrects the turn before it, or takes it back."""
    interrupted: bool = False
    """Whether the reply was cut short."""
    failed: bool = False
    """Whether a stage failed; the reply is then an apology."""
    first_sample_ms: float | None = None
    """Time from the end of the utterance to the first sample of the reply; None for a reply without sound."""


def as_json(turn: Turn, until: Until) -> dict[str, Any]:
    """The fields of a line of `hear --json` and `text --json`, in order."""
    recognition = turn.recognition
    line: dict[str, Any] = {"source": recognition.source}
    if recognition.error is not None:
        return line | {"error": recognition.error}
    if recognition.start_s is not None and recognition.end_s is not None:
        line |= {"start_s": round(recognition.start_s, 3), "end_s": round(recognition.end_s, 3)}
    if recognition.transcript is None:
        return line | {"transcript": None}
    line |= {
        "transcript": recognition.transcript.text,
        "transcript_confidence": round(recognition.transcript.confidence, 4),
    }
    if until != "transcript" and turn.understanding is not None:
        line |= _understanding(turn.understanding)
        line["commands"] = [_command(command) for command in turn.understanding.commands]
    if until == "reply":
        # without the commands' own actions, the turn's is the first one's
        actions = chain(turn.actions or (turn.action,), repeat(None))
        for command, action in zip(line.get("commands", ()), actions, strict=False):
            command["action"] = _action(action)
        line["action"] = _action(turn.action)
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
        "slots": None if understood.slots is None else _slots(understood.slots),
        "sentiment": understood.sentiment,
        "sentiment_confidence": _rounded(understood.sentiment_confidence),
    }


def _command(command: Command) -> dict[str, Any]:
    return {
        "text": command.text,
        "start": command.start,
        "end": command.end,
        "dialogue_act": command.dialogue_act,
        "relation": command.relation,
        "intent": command.intent,
        "intent_confidence": _rounded(command.intent_confidence),
        "decision": command.decision,
        "slots": _slots(command.slots),
        "modifiers": modifiers_to_json(command.modifiers),
    }


def _slots(slots: Iterable[Slot]) -> list[dict[str, Any]]:
    return [
        {"name": slot.name, "value": slot.value, "text": slot.text, "start": slot.start, "end": slot.end}
        for slot in slots
    ]


def _action(action: Action | None) -> dict[str, Any] | None:
    if action is None:
        return None
    facts = dict(action.facts)
    return {"skill": action.skill, "status": action.status, "changes": action.changes, "facts": facts}


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(confidence, 4)
