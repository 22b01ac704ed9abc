"""The replay of a script: turns and rings in order of time, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.clock import StandingClock
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Conversation
from assistant.conversation.replay import Answered, Replay
from assistant.conversation.script import Script
from assistant.memory.database import Database
from assistant.skills.time.schedule import Ring, Schedule
from assistant.speaking.sinks import PrintSink
from assistant.turn import Recognition
from models.types import Message, Reply, Transcript, Understanding

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Minutes:
    """Understands nothing, says the time, and sets a timer of as many minutes as the text has words."""

    intents = ()

    def __init__(self, schedule: Schedule, clock: StandingClock) -> None:
        self._schedule, self._clock = schedule, clock
        self.answered = 0

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        return Understanding(text, None, 0.9, "reject", slots=())

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        now, minutes = self._clock(), len(understanding.text.split())
        self._schedule.add("timer", now + timedelta(minutes=minutes), now, str(minutes))
        self.answered += 1
        return Reply((f"{now:%H:%M}",))


class Rings:
    """What falls due of a schedule alone."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self.next_due, self.due = schedule.next_due, schedule.due

    def rang(self, ring: Ring) -> None:
        assert ring.entry is not None
        self._schedule.rang(ring.entry)


def test_rings_stand_between_the_turns_in_order_of_time(tmp_path: Path) -> None:
    schedule, clock = Schedule(Database(tmp_path / "memory.sqlite3")), StandingClock(NOON)
    stages = Minutes(schedule, clock)
    replay = Replay(
        Conversation(stages, stages, PrintSink(), Dialogue()),
        Rings(schedule),
        clock,
        lambda text: Recognition("test", Transcript(text)),
    )
    turns: list[object] = ["a b c", "a", "a b", {"wait_s": 120}, "a b c d", {"wait_s": 600}, "a"]
    events = replay.run(Script.model_validate({"id": "a", "turns": turns}))
    first = next(events)
    assert isinstance(first, Answered) and first.turn.reply == "12:00"
    assert stages.answered == 1
    told = [(e.number, e.turn.reply) if isinstance(e, Answered) else e.sentence for e in events]
    assert told == [
        (1, "12:00"),
        (2, "12:00"),
        "Your 1 timer is up.",
        "Your 2 timer is up.",
        (3, "12:02"),
        "Your 3 timer is up.",
        "Your 4 timer is up.",
        (4, "12:12"),
    ]
    assert clock() == NOON + timedelta(minutes=12)
