"""The interface of a generator's prompts, the same in use and in training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from models.lm.decoding import Decoding
from models.types import Fact, Message, Sentiment


class Prompts(Protocol):
    """The prompts of a generator, one method for each kind of reply."""

    @property
    def decoding(self) -> Decoding:
        """The default decoding."""
        ...

    @property
    def learned_words(self) -> frozenset[str]:
        """Stems that a paraphrase may add because the owner's corrections use them, from `added_words`."""
        ...

    def paraphrase_prefix(self, draft: str) -> list[Message]:
        """The beginning of a draft's paraphrase prompt."""
        ...

    def paraphrase(self, utterance: str, draft: str, sentiment: Sentiment | None = None) -> list[Message]:
        """Ask for a paraphrase of a skill's sentence.

        Arguments:
            utterance: the user's words.
            draft: the skill's own sentence.
            sentiment: the user's mood.
        """
        ...

    def statement(
        self, utterance: str, facts: Mapping[str, Fact], sentiment: Sentiment | None = None
    ) -> list[Message]:
        """Ask for a sentence that states facts, where no skill has one."""
        ...

    def chat_prefix(self, utterance: str, sentiment: Sentiment | None = None) -> list[Message]:
        """The beginning of a small-talk prompt."""
        ...

    def chat(
        self,
        conversation: Sequence[Message],
        sentiment: Sentiment | None = None,
        profile: Mapping[str, str] | None = None,
    ) -> list[Message]:
        """Ask for the next turn of a conversation.

        Arguments:
            conversation: turns, the user's newest last; notes are system messages.
            sentiment: the user's mood.
            profile: facts about the owner, by field.
        """
        ...

    def beginnings(self) -> Iterable[list[Message]]:
        """Every beginning of a prompt, the likeliest first."""
        ...
