"""What each stage of the loop can do. Structural: the networks in `models` fit without importing this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from models.asr.loading import Recognizer
from models.lm.checks.reranking import ReplyCandidate
from models.lm.prompts.prompts import Prompts
from models.types import Message, Speech, Understanding

__all__ = ["Classifier", "Generator", "Recognizer", "Synthesizer"]


class Classifier(Protocol):
    """Text → understanding."""

    @property
    def intents(self) -> tuple[str, ...]:
        """The labels of its intent head; empty where it has none."""
        ...

    def understand(self, text: str) -> Understanding:
        """Intent, slots, sentiment and the decision what to do with them."""
        ...


class Generator(Protocol):
    """Conversation → streamed text."""

    @property
    def prompts(self) -> Prompts:
        """How it is asked."""
        ...

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Computes ahead of time what every conversation beginning with these messages needs."""
        ...

    def stream(self, messages: Sequence[Message], *, max_tokens: int = 64) -> Iterator[str]:
        """Pieces of the next assistant message as they are written; closing it stops the writing."""
        ...

    def candidates(
        self, messages: Sequence[Message], n: int, *, max_tokens: int = 64, timeout_s: float | None = None
    ) -> list[ReplyCandidate]:
        """Up to n next assistant messages, the likeliest first; none where they take longer."""
        ...


class Synthesizer(Protocol):
    """Sentence → speech."""

    def synthesize(self, sentence: str) -> Speech:
        """One sentence as samples.

        Raises:
            SynthesisError: the voice failed or took too long.
        """
        ...

    def close(self) -> None:
        """Ends the voice's process, if it has one."""
        ...
