"""Logged utterances and recordings to go through, and training on them. Knows no protocol."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from assistant.corrections.accept import accept, as_understood
from assistant.corrections.queue import review_order
from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance
from assistant.stages import Classifier
from models import paths, recordings
from models.bundles import provenance
from models.errors import InputError
from models.manifest import Example, SlotLabel
from models.types import Understanding


class SlotValue(BaseModel):
    """A value named in an utterance."""

    name: str
    value: str


class LoggedLine(BaseModel):
    """A logged utterance."""

    id: str
    when: datetime
    transcript: str
    intent: str | None
    slots: list[SlotValue]
    reply: str | None
    flagged: bool
    correction: str | None
    sound: bool


class Recorded(BaseModel):
    """A recording or a reviewed correction."""

    id: str
    when: datetime | None
    text: str | None
    intent: str | None
    sound: bool


def corrections() -> list[LoggedLine]:
    """The queue of logged utterances, those that need a look first.

    Raises:
        DataError: the log is damaged.
    """
    return [_line(logged) for logged in review_order(conversation_log.read())]


def accept_logged(id: str, text: str | None, classifier: Classifier, speaker: str) -> None:
    """Learn from a logged utterance as it was understood, or as a corrected text is understood.

    Raises:
        InputError: it is not in the log.
        StoreError: it cannot be written.
    """
    logged = _logged(id)
    if text is None or text == logged.text:
        example = as_understood(logged)
    else:
        example = _understood(text, classifier.understand(text))
    accept(logged, example, speaker)


def drop_logged(id: str) -> None:
    """Delete a logged utterance.

    Raises:
        InputError: it is not in the log.
        StoreError: it cannot be deleted.
    """
    conversation_log.remove({_logged(id).id})


def logged_sound(id: str) -> Path:
    """The sound of a logged utterance.

    Raises:
        InputError: it is not in the log, or was typed.
    """
    audio = _logged(id).audio
    if audio is None:
        raise InputError("this utterance was typed", where=id)
    return paths.recordings() / audio


def recorded() -> list[Recorded]:
    """The recordings and reviewed corrections, newest first.

    Raises:
        DataError: the manifest is damaged.
    """
    when = recordings.times()
    found = [
        Recorded(
            id=recordings.identity(one),
            when=when(one),
            text=one.text,
            intent=one.intent,
            sound=one.audio is not None,
        )
        for one in recordings.read()
    ]
    return found[::-1]


def recorded_sound(id: str) -> Path:
    """The sound of a recording.

    Raises:
        InputError: there is no such recording.
    """
    audio = _recording(id).audio
    if audio is None:
        raise InputError("this example has no sound", where=id)
    return audio


def delete_recorded(id: str) -> None:
    """Delete a recording from which no model has learned yet.

    Raises:
        InputError: there is no such recording, or a model has learned from it.
    """
    found = recordings.identity(_recording(id))
    if provenance.learners({found}):
        raise InputError(
            "a model has learned from this recording", do="`assistant forget` deletes both, by the day"
        )
    recordings.remove({found})


def _logged(id: str) -> LoggedUtterance:
    found = next((one for one in conversation_log.read() if one.id == id), None)
    if found is None:
        raise InputError("this utterance is no longer there", where=id)
    return found


def _recording(id: str) -> Example:
    found = next((one for one in recordings.read() if recordings.identity(one) == id), None)
    if found is None:
        raise InputError("this recording is no longer there", where=id)
    return found


def _line(logged: LoggedUtterance) -> LoggedLine:
    return LoggedLine(
        id=logged.id,
        when=logged.when,
        transcript=logged.text,
        intent=logged.intent,
        slots=_values(logged.slots or ()),
        reply=logged.reply,
        flagged=logged.flagged,
        correction=logged.correction,
        sound=logged.audio is not None,
    )


def _values(slots: Sequence[SlotLabel]) -> list[SlotValue]:
    return [SlotValue(name=slot.name, value=slot.value) for slot in slots]


def _understood(text: str, understood: Understanding) -> Example:
    slots = None
    if understood.slots is not None:
        slots = tuple(SlotLabel(one.name, one.value, one.start, one.end) for one in understood.slots)
    out_of_scope = understood.intent is None and understood.decision == "reject"
    return Example(text=text, intent=understood.intent, out_of_scope=out_of_scope, slots=slots)
