"""The replay of a script: its turns one after the other, and the rings that fall due in its waits.

Knows no device and no network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.clock import StandingClock
from assistant.conversation.agenda import Agenda
from assistant.conversation.loop import Conversation
from assistant.conversation.script import Said, Script, Wait
from assistant.skills.time.schedule import Ring
from assistant.turn import Recognition, Turn


@dataclass(frozen=True, slots=True)
class Answered:
    """A turn of a script and its answer."""

    number: int
    """From 0; waits are not counted."""
    said: Said
    turn: Turn


@dataclass(frozen=True, slots=True)
class Replay:
    """A conversation, the agenda that its turns fill, and the clock that both read."""

    conversation: Conversation
    agenda: Agenda
    clock: StandingClock
    typed: Callable[[str], Recognition]
    """The recognition of a typed line."""

    def run(self, script: Script) -> Iterator[Answered | Ring]:
        """The answers and rings of a script, in order, each before the next turn begins."""
        number = 0
        for step in script.turns:
            if isinstance(step, Wait):
                yield from self._rings(self.clock() + timedelta(seconds=step.wait_s))
                continue
            turns: list[Turn] = []
            self.conversation.run([self.typed(step.say)], turns.append)
            yield Answered(number, step, turns[0])
            number += 1

    def _rings(self, until: datetime) -> Iterator[Ring]:
        while (due := self.agenda.next_due()) is not None and due <= until:
            self.clock.advance_to(due)
            for ring in self.agenda.due(self.clock()):
                yield ring
                self.agenda.rang(ring)
        self.clock.advance_to(until)
