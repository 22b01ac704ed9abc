"""The log of recent utterances: the queue of `assistant correct`, kept only with `keep_conversations`.

One utterance per line of `conversations.jsonl`, beside the recordings' manifest; its sound is in
`conversations/`. Training ignores the log until the owner has reviewed it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from assistant.turn import Turn
from models import files, paths, recordings
from models.errors import AssistantError, DataError
from models.manifest import SlotLabel
from models.types import Decision, Fact, Message, Samples

log = logging.getLogger(__name__)

FILE = "conversations.jsonl"
SOUNDS = "conversations"
LONGEST = 1_000
"""Maximum number of utterances; the oldest are dropped first, flagged ones last."""
DROPPED = 20
"""Of a full log one utterance in so many is dropped at once."""
CONTEXT = 4
"""Number of preceding messages kept with an utterance, as context for learning its reply."""


@dataclass(frozen=True, slots=True)
class LoggedUtterance:
    """One utterance with its understanding and reply."""

    when: datetime
    """Local time; unique."""
    text: str
    """The transcript, or the typed text."""
    audio: str | None = None
    """Path of the sound relative to the recordings' folder; None for typed text."""
    confidence: float = 1.0
    language: str = "en"
    """Of the transcript, ISO 639-1."""
    intent: str | None = None
    decision: Decision | None = None
    slots: tuple[SlotLabel, ...] | None = None
    context: tuple[Message, ...] = ()
    """Preceding messages, oldest first."""
    facts: dict[str, Fact] | None = None
    """Facts of the skill's result; None where no skill answered."""
    draft: str | None = None
    """The skill's sentence; None where no skill answered."""
    reply: str | None = None
    flagged: bool = False
    """Whether the owner called it wrong."""
    correction: str | None = None
    """The owner's spoken correction of the text."""

    @property
    def id(self) -> str:
        """A unique key."""
        return self.when.isoformat()


_LINE = TypeAdapter(LoggedUtterance)


def read() -> list[LoggedUtterance]:
    """All logged utterances, oldest first.

    Raises:
        DataError: a line is invalid.
    """
    file = paths.recordings() / FILE
    # only a newline ends a line: an utterance may hold any other separator
    *lines, rest = _content(file).split(b"\n")
    kept = []
    for number, line in enumerate([*lines, rest] if rest else lines, start=1):
        try:
            kept.append(_LINE.validate_json(line))
        except ValidationError as error:
            if number > len(lines):
                # its writing was cut, by a power failure
                break
            where = f"{file}:{number}"
            raise DataError("this line is not a logged utterance", where=where, do="delete it") from error
    return kept


def change(how: Callable[[list[LoggedUtterance]], list[LoggedUtterance]]) -> None:
    """Replace the log by `how` of it, atomically; delete the sounds that are no longer referenced.

    Raises:
        DataError: a line is invalid.
        StoreError: a file cannot be written or deleted.
    """
    with recordings.one_at_a_time():
        before = read()
        after = how(before)
        lines = "".join(f"{_LINE.dump_json(one).decode()}\n" for one in after)
        files.write_text(paths.recordings() / FILE, lines, private=True)
        named = {one.audio for one in after}
        for one in before:
            if one.audio is not None and one.audio not in named:
                recordings.delete_sound(paths.recordings() / one.audio)


def append(newest: LoggedUtterance) -> LoggedUtterance:
    """Add an utterance; return it as logged, with a time of its own.

    Where the log is full, the oldest utterances are dropped. Otherwise no other one is parsed or written: in
    a long conversation that would cost more than the understanding of a turn.

    Raises:
        DataError: the log is full, and a line is invalid.
        StoreError: a file cannot be written or deleted.
    """
    file = recordings.folder() / FILE
    before = _content(file)
    if before.count(b"\n") >= LONGEST:
        change(lambda kept: _newest(kept, LONGEST - max(1, LONGEST // DROPPED)))
    elif before and not before.endswith(b"\n"):
        change(list)
    while f'"{newest.id}"'.encode() in before:
        # the clock was set back
        newest = replace(newest, when=newest.when + timedelta(microseconds=1))
    with recordings.one_at_a_time(), files.disk_errors(file):
        file.touch(mode=0o600)
        with file.open("ab") as log_file:
            log_file.write(_LINE.dump_json(newest) + b"\n")
            log_file.flush()
            os.fsync(log_file.fileno())
    return newest


def remove(ids: Collection[str]) -> None:
    """Delete utterances and their sounds.

    Raises:
        DataError: a line is invalid.
        StoreError: a file cannot be written or deleted.
    """
    change(lambda kept: [one for one in kept if one.id not in ids])


class Recorder:
    """A writer of the log for one conversation.

    Arguments:
        keeps: the configuration's `keep_conversations`; logging also ends after a failed write.
        report: called with the error of that write.
    """

    def __init__(self, keeps: bool, report: Callable[[AssistantError], None]) -> None:
        self.keeps, self._report = keeps, report
        self._last: str | None = None
        self._flagging = False
        self._messages: list[Message] = []

    def add(self, turn: Turn) -> None:
        """Log a finished turn, unless it has no transcript or corrects the turn before it."""
        transcript, understood = turn.recognition.transcript, turn.understanding
        if transcript is None or understood is None:
            return
        corrects, self._flagging = self._flagging, False
        if self.keeps and not corrects:
            kept = LoggedUtterance(
                when=datetime.now(),
                text=transcript.text,
                confidence=transcript.confidence,
                language=transcript.language,
                intent=understood.intent,
                decision=understood.decision,
                slots=None
                if understood.slots is None
                else tuple(SlotLabel(s.name, s.value, s.start, s.end) for s in understood.slots),
                context=tuple(self._messages[-CONTEXT:]),
                facts=dict(turn.action.facts) if turn.action else None,
                draft=(turn.action.sentence or None) if turn.action else None,
                reply=turn.reply,
            )
            self._write(kept, turn.recognition.samples)
        self._messages.append(Message("user", transcript.text))
        if turn.reply:
            self._messages.append(Message("assistant", turn.reply))
        del self._messages[:-CONTEXT]

    def flag(self, correction: str | None) -> bool:
        """Flag the last turn as wrong; False where it was not logged.

        Called during the turn that corrects it.

        Arguments:
            correction: the corrected text, if the owner said it.
        """
        if self._last is None:
            return False
        last, self._flagging = self._last, True

        def flagged(kept: list[LoggedUtterance]) -> list[LoggedUtterance]:
            return [
                replace(one, flagged=True, correction=correction or one.correction) if one.id == last else one
                for one in kept
            ]

        return self._try(lambda: change(flagged))

    def _write(self, kept: LoggedUtterance, samples: Samples | None) -> None:
        def add() -> None:
            newest = kept
            if samples is not None:
                sound = recordings.keep_sound(samples, kept.when, under=SOUNDS)
                newest = replace(kept, audio=sound.relative_to(paths.recordings()).as_posix())
            self._last = append(newest).id

        self._last = None
        self._try(add)

    def _try(self, act: Callable[[], None]) -> bool:
        """Run a write; its failure ends the logging, not the conversation."""
        try:
            act()
        except AssistantError as error:
            log.exception("the conversation is no longer logged")
            self.keeps, self._last = False, None
            self._report(error)
            return False
        return True


def recorder_for(keeps: bool, console: Console) -> Recorder:
    """A recorder that announces itself and its failure on the console."""
    if keeps:
        console.print(
            f"What you say is kept in {recordings.folder()}, as keep_conversations asks for; "
            "`assistant forget` deletes it.",
            style="dim",
            markup=False,
            soft_wrap=True,
        )

    def report(error: AssistantError) -> None:
        console.print(f"What you say is no longer kept: {error}", style="red", markup=False, soft_wrap=True)

    return Recorder(keeps, report)


def _content(file: Path) -> bytes:
    with files.disk_errors(file):
        return file.read_bytes() if file.exists() else b""


def _newest(kept: list[LoggedUtterance], most: int) -> list[LoggedUtterance]:
    """At most so many utterances; flagged ones are dropped last."""
    kept = list(kept)
    while len(kept) > most:
        kept.remove(next((one for one in kept if not one.flagged), kept[0]))
    return kept
