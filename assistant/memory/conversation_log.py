"""What was understood lately: kept only where the owner asked for it, as a queue for `assistant correct`.

`conversations.jsonl` beside the recordings' manifest, an utterance a line, its sound under `conversations/`.
Nothing is learned from it until somebody looked at it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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
"""Utterances that are kept; the oldest go first, those that the owner complained about last."""
CONTEXT = 4
"""Messages before an utterance that are kept with it, for its reply to be learned."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One utterance as it was understood and answered."""

    when: datetime
    """Local time; no two have the same."""
    text: str
    """As it was recognized, or typed."""
    audio: str | None = None
    """Its sound, relative to the recordings' folder; None where it was typed."""
    confidence: float = 1.0
    intent: str | None = None
    decision: Decision | None = None
    slots: tuple[SlotLabel, ...] | None = None
    context: tuple[Message, ...] = ()
    """What was said before it, oldest first."""
    facts: dict[str, Fact] | None = None
    """What the skill that answered found out; None where none did."""
    draft: str | None = None
    """The skill's own words; None where no skill answered."""
    reply: str | None = None
    flagged: bool = False
    """The owner said that it was wrong."""
    correction: str | None = None
    """What the owner said to have said."""

    @property
    def id(self) -> str:
        """Tells it from every other."""
        return self.when.isoformat()


_LINE = TypeAdapter(Kept)


def read() -> list[Kept]:
    """Everything that is kept, oldest first.

    Raises:
        DataError: a line is wrong.
    """
    file = paths.recordings() / FILE
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    kept = []
    for number, line in enumerate(lines, start=1):
        try:
            kept.append(_LINE.validate_json(line))
        except ValidationError as error:
            where = f"{file}:{number}"
            raise DataError("this is no utterance of a conversation", where=where, do="delete it") from error
    return kept


def change(how: Callable[[list[Kept]], list[Kept]]) -> None:
    """Replaces what is kept by what `how` makes of it, whole or not at all; sounds that nobody names any more
    are deleted.

    Raises:
        DataError: a line is wrong.
        StoreError: something cannot be written or deleted.
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


def remove(ids: Collection[str]) -> None:
    """Takes utterances out, and their sounds off the disk.

    Raises:
        DataError: a line is wrong.
        StoreError: something cannot be written or deleted.
    """
    change(lambda kept: [one for one in kept if one.id not in ids])


class Recorder:
    """Keeps every turn of a conversation while `keeps`; remembers the last one in any case.

    Arguments:
        keeps: the owner's `keep_conversations`.
        trouble: told once where nothing can be written any more.
    """

    def __init__(self, keeps: bool, trouble: Callable[[AssistantError], None]) -> None:
        self.keeps, self._trouble = keeps, trouble
        self._last: str | None = None
        self._flagging = False
        self._messages: list[Message] = []

    def add(self, turn: Turn) -> None:
        """Keeps a finished turn; one in which nothing was said is none, and a correction belongs to the turn
        before it."""
        transcript, understood = turn.heard.transcript, turn.understanding
        if transcript is None or understood is None:
            return
        corrects, self._flagging = self._flagging, False
        if self.keeps and not corrects:
            kept = Kept(
                when=datetime.now(),
                text=transcript.text,
                confidence=transcript.confidence,
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
            self._write(kept, turn.heard.samples)
        self._messages.append(Message("user", transcript.text))
        if turn.reply:
            self._messages.append(Message("assistant", turn.reply))
        del self._messages[:-CONTEXT]

    def flag(self, correction: str | None) -> bool:
        """Puts the last turn at the head of the queue; False where it was not kept.

        Called amid the turn that corrects it.

        Arguments:
            correction: what the owner said to have said, where that was said.
        """
        if self._last is None:
            return False
        last, self._flagging = self._last, True

        def flagged(kept: list[Kept]) -> list[Kept]:
            return [
                replace(one, flagged=True, correction=correction or one.correction) if one.id == last else one
                for one in kept
            ]

        return self._try(lambda: change(flagged))

    def _write(self, kept: Kept, samples: Samples | None) -> None:
        def add() -> None:
            newest = kept
            if samples is not None:
                sound = recordings.keep_sound(samples, kept.when, under=SOUNDS)
                newest = replace(kept, audio=sound.relative_to(paths.recordings()).as_posix())
            change(lambda before: _newest([*before, _after(before, newest)]))

        self._last = kept.id if self._try(add) else None

    def _try(self, act: Callable[[], None]) -> bool:
        """A disk that is full ends the keeping, not the conversation."""
        try:
            act()
        except AssistantError as error:
            log.exception("the conversation is no longer kept")
            self.keeps, self._last = False, None
            self._trouble(error)
            return False
        return True


def recorder_for(keeps: bool, console: Console) -> Recorder:
    """A recorder that says what it does to the person at the console."""
    if keeps:
        console.print(
            f"What you say is kept in {recordings.folder()}, as keep_conversations asks for; "
            "`assistant forget` deletes it.",
            style="dim",
            markup=False,
            soft_wrap=True,
        )

    def trouble(error: AssistantError) -> None:
        console.print(f"What you say is no longer kept: {error}", style="red", markup=False, soft_wrap=True)

    return Recorder(keeps, trouble)


def _after(before: list[Kept], newest: Kept) -> Kept:
    """With a time of its own, also where the clock was set back."""
    taken = {one.id for one in before}
    while newest.id in taken:
        newest = replace(newest, when=newest.when + timedelta(microseconds=1))
    return newest


def _newest(kept: list[Kept]) -> list[Kept]:
    """At most LONGEST; those that were flagged go last."""
    while len(kept) > LONGEST:
        kept.remove(next((one for one in kept if not one.flagged), kept[0]))
    return kept
