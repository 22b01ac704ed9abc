"""The state of a conversation: its exchanges, what was done in them, and the open question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.conversation.done import Done
from models.types import Message, Understanding

if TYPE_CHECKING:
    from assistant.conversation.pending import Pending


@dataclass(frozen=True, slots=True)
class Exchange:
    """An utterance and the reply as far as it was spoken."""

    user: str
    spoken: str


@dataclass(slots=True)
class Dialogue:
    """The exchanges so far, one added per turn, and the question set by the responder."""

    exchanges: list[Exchange] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    """Commands carried out, oldest first."""
    latest: Done | None = None
    """What the latest utterance had carried out last; None where it only talked or asked."""
    question: Pending | None = None
    """Question of the last reply, still unanswered."""
    waiting: list[tuple[str, Pending]] = field(default_factory=list)
    """Further questions about the same utterance, each with its sentence, to be asked one after the other."""
    warned: tuple[str, ...] = ()
    """The latest reply, where it was to a person in danger."""
    misunderstood: int = 0
    """Number of consecutive rejected utterances."""
    longest: int = 50
    """Maximum number of exchanges, and of commands."""

    def add(self, understanding: Understanding, spoken: str) -> None:
        """Append an exchange; `spoken` is the reply as far as the sink delivered it."""
        self.exchanges.append(Exchange(understanding.text, spoken))
        del self.exchanges[: -self.longest]
        del self.done[: -self.longest]

    @property
    def last_spoken(self) -> str | None:
        """The latest reply as far as it was spoken; None before the first."""
        return next(
            (exchange.spoken for exchange in reversed(self.exchanges) if exchange.spoken.strip()), None
        )

    @property
    def last_heard(self) -> str | None:
        """The previous utterance; None before the first."""
        return self.exchanges[-1].user if self.exchanges else None

    def messages(self, newest: int = 4) -> list[Message]:
        """The latest `newest` exchanges as messages for the generator, oldest first."""
        messages: list[Message] = []
        for exchange in self.exchanges[-newest:]:
            messages.append(Message("user", exchange.user))
            if exchange.spoken:
                messages.append(Message("assistant", exchange.spoken))
        return messages

    def take_question(self) -> Pending | None:
        """Return and clear the open question."""
        question, self.question = self.question, None
        return question

    def take_waiting(self) -> list[tuple[str, Pending]]:
        """Return and clear the questions that wait."""
        waiting, self.waiting = self.waiting, []
        return waiting
