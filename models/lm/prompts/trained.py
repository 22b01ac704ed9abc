"""Prompts of a fine-tuned generator: no examples, so few tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.lm.decoding import Decoding
from models.lm.prompts.lines import HISTORY, MOOD, RESULT, asking, listed, notes
from models.types import Fact, Message, Sentiment

NAME = "trained"
"""In a checkpoint's `generator.json`."""

_BEGINNING = (Message("system", "You are a voice assistant."),)


@dataclass(frozen=True)
class Trained:
    """Prompts of the utterance and the result or facts alone."""

    learned_words: frozenset[str] = frozenset()
    """As `Prompts.learned_words`."""
    decoding = Decoding(repetition_penalty=1.0)
    """Without a penalty: values are copied exactly, repeated digits too."""

    def paraphrase_prefix(self, draft: str) -> list[Message]:
        """One beginning for every draft."""
        return list(_BEGINNING)

    def paraphrase(self, utterance: str, draft: str, sentiment: Sentiment | None = None) -> list[Message]:
        """Ask for a paraphrase of a skill's sentence."""
        return [*_BEGINNING, Message("user", asking(utterance, _mood(sentiment), f"{RESULT}{draft}"))]

    def statement(
        self, utterance: str, facts: Mapping[str, Fact], sentiment: Sentiment | None = None
    ) -> list[Message]:
        """Ask for a sentence that states facts."""
        return [*_BEGINNING, Message("user", asking(utterance, _mood(sentiment), listed(facts)))]

    def chat_prefix(self, utterance: str, sentiment: Sentiment | None = None) -> list[Message]:
        """One beginning for all small talk."""
        return list(_BEGINNING)

    def chat(
        self,
        conversation: Sequence[Message],
        sentiment: Sentiment | None = None,
        profile: Mapping[str, str] | None = None,
    ) -> list[Message]:
        """Ask for the next turn of a conversation."""
        return [*_BEGINNING, *notes(profile), *conversation[-HISTORY:]]

    def beginnings(self) -> Iterable[list[Message]]:
        """The one beginning."""
        yield list(_BEGINNING)


def _mood(sentiment: Sentiment | None) -> str:
    return MOOD.get(sentiment, "") if sentiment else ""
