"""Protocols of the loop's stages. Structural: the networks in `models` satisfy them without this import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from models.asr.loading import Recognizer
from models.lm.checks.reranking import ReplyCandidate
from models.lm.prompts.protocol import Prompts
from models.types import Message, Speech, Understanding

__all__ = ["Classifier", "Generator", "Recognizer", "Synthesizer"]


class Classifier(Protocol):
    """Text → understanding."""

    @property
    def intents(self) -> tuple[str, ...]:
        """Labels of the intent head; empty without one."""
        ...

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        """The commands of one utterance.

        Arguments:
            context: the previous exchange, oldest first.
        """
        ...


class Generator(Protocol):
    """Conversation → streamed text."""

    @property
    def prompts(self) -> Prompts:
        """The prompt format."""
        ...

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Precompute the shared prefix of all prompts that begin with these messages."""
        ...

    def stream(self, messages: Sequence[Message], *, max_tokens: int = 64) -> Iterator[str]:
        """The next assistant message, piece by piece; closing the iterator stops the generation."""
        ...

    def candidates(
        self, messages: Sequence[Message], n: int, *, max_tokens: int = 64, timeout_s: float | None = None
    ) -> list[ReplyCandidate]:
        """Up to n candidates for the next assistant message, likeliest first; empty after a timeout."""
        ...


class Synthesizer(Protocol):
    """Sentence → speech."""

    def synthesize(self, sentence: str) -> Speech:
        """The speech of one sentence.

        Raises:
            SynthesisError: the voice failed or timed out.
        """
        ...

    def close(self) -> None:
        """End the voice's process, if any."""
        ...
