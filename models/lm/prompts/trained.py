"""How a model that was trained for it is asked: no example, so few tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.lm.decoding import Decoding
from models.lm.prompts.prompts import HISTORY, MOOD, RESULT, asking, listed, notes
from models.types import Fact, Message, Sentiment

NAME = "trained"
"""In a checkpoint's `generator.json`."""

_BEGINNING = (Message("system", "You are a voice assistant."),)


@dataclass(frozen=True)
class Trained:
    """What was heard and what is to be said; the weights know the rest."""

    taught: frozenset[str] = frozenset()
    """See `Prompts`."""
    decoding = Decoding(repetition_penalty=1.0)
    """Values are copied as they are, also where their digits come again."""

    def retelling_prefix(self, draft: str) -> list[Message]:
        """The same for every draft."""
        return list(_BEGINNING)

    def retelling(self, heard: str, draft: str, sentiment: Sentiment | None = None) -> list[Message]:
        """Asks for a skill's sentence in other words."""
        return [*_BEGINNING, Message("user", asking(heard, _mood(sentiment), f"{RESULT}{draft}"))]

    def stating(
        self, heard: str, facts: Mapping[str, Fact], sentiment: Sentiment | None = None
    ) -> list[Message]:
        """Asks for a sentence that says facts."""
        return [*_BEGINNING, Message("user", asking(heard, _mood(sentiment), listed(facts)))]

    def chat_prefix(self, heard: str, sentiment: Sentiment | None = None) -> list[Message]:
        """The same for all small talk."""
        return list(_BEGINNING)

    def chat(
        self,
        conversation: Sequence[Message],
        sentiment: Sentiment | None = None,
        profile: Mapping[str, str] | None = None,
    ) -> list[Message]:
        """Asks for the next words of a conversation."""
        return [*_BEGINNING, *notes(profile), *conversation[-HISTORY:]]

    def beginnings(self) -> Iterable[list[Message]]:
        """There is one."""
        yield list(_BEGINNING)


def _mood(sentiment: Sentiment | None) -> str:
    return MOOD.get(sentiment, "") if sentiment else ""
