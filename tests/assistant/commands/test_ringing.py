"""Rings between utterances: what ends them, and what does not."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from typing import Any, cast

from rich.console import Console

from assistant.commands import talk
from assistant.console import LiveView
from assistant.listening.attention import Attention
from assistant.listening.modes import AttentionConfig
from assistant.skills.time.schedule import Ring
from assistant.turn import Recognition
from models.nlu import attention
from models.types import Transcript, Understanding

RING = Ring(None, late=False, sentence="Your pasta timer is up.")


class Room:
    """A microphone, a loudspeaker and an agenda: each ring is answered by the next of `heard`."""

    def __init__(self, *heard: str | None) -> None:
        self._heard, self._due = iter(heard), [RING]
        self.said: list[str] = []

    def next(self, timeout_s: float) -> Recognition | None:
        if timeout_s == talk.POLL_S:
            if not self._due and len(self.said) >= talk.RINGS:
                raise StopIteration
            return None
        text = next(self._heard, None)
        return Recognition("microphone", Transcript(text), 0.0, 1.0) if text else None

    def due(self, now: object) -> Iterator[Ring]:
        while self._due:
            yield self._due.pop()

    def rang(self, ring: Ring) -> None:
        pass

    def chime(self, sound: object) -> None:
        pass

    def deliver(self, reply: Any) -> None:
        self.said += reply.sentences


def rings(*heard: str | None) -> int:
    """How often it rings while this is said after each ring."""
    room, leaving = Room(*heard), threading.Event()
    listening = Attention(AttentionConfig(), attention.load())
    view = LiveView(Console(file=io.StringIO()))
    anything = cast("Any", room)
    for recognition in talk.recognitions(
        anything, anything, anything, view, leaving, threading.Event(), listening, lambda: None
    ):
        assert listening.called(recognition) and recognition.transcript
        if listening.meant(Understanding(recognition.transcript.text, addressed=0.001)):
            leaving.set()
    return len(room.said)


def test_a_stop_ends_it_and_a_television_does_not() -> None:
    assert rings("stop") == 1
    assert rings("he never called her again", None, "okay stop") == 3


def test_it_ends_by_itself() -> None:
    assert rings() == talk.RINGS
    assert rings("he never called her again") == talk.RINGS


class Speaking(Room):
    """Somebody speaks once."""

    def next(self, timeout_s: float) -> Recognition | None:
        return Recognition("microphone", Transcript(next(self._heard)), 0.0, 1.0)


def test_keys_are_read_once_more_when_something_was_said() -> None:
    room = cast("Any", Speaking("turn on the lights"))
    events: list[str] = []
    room.due = lambda now: ()
    listening = Attention(AttentionConfig(listen="key"), attention.load())
    view = LiveView(Console(file=io.StringIO()))
    for _ in talk.recognitions(
        room, room, room, view, threading.Event(), threading.Event(), listening, lambda: events.append("key")
    ):
        events.append("said")
    assert events == ["key", "key", "said", "key"]
