"""What the generator is asked, for every kind of reply: one interface, in use and in training.

A base model is shown examples (`few_shot`), one that was trained on these prompts needs none (`trained`);
`generator.json` in a checkpoint says which it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from models.checkpoint import read_json
from models.errors import CheckpointError
from models.lm.decoding import Decoding
from models.types import Fact, Message, Sentiment

FILE = "generator.json"
HISTORY = 6
"""Turns of the conversation that small talk looks back on."""
RESULT = "Result: "
"""Stands before a skill's own sentence."""
FACTS = "Facts: "
"""Stands before facts."""

MOOD: Mapping[Sentiment, str] = {"negative": "The user is unhappy.", "positive": "The user is happy."}
"""The line that says how the user sounds."""


class Prompts(Protocol):
    """How a generator is asked."""

    @property
    def decoding(self) -> Decoding:
        """How tokens are chosen, where nobody says otherwise."""
        ...

    @property
    def taught(self) -> frozenset[str]:
        """Words that a retelling may bring along, since its owner corrected replies with them: stems, as of
        `rewriting.brought`."""
        ...

    def retelling_prefix(self, draft: str) -> list[Message]:
        """How the retelling of such a draft begins."""
        ...

    def retelling(self, heard: str, draft: str, sentiment: Sentiment | None = None) -> list[Message]:
        """Asks for a skill's sentence in other words.

        Arguments:
            heard: what the user said.
            draft: the skill's own sentence.
            sentiment: how the user sounds.
        """
        ...

    def stating(
        self, heard: str, facts: Mapping[str, Fact], sentiment: Sentiment | None = None
    ) -> list[Message]:
        """Asks for a sentence that says facts, where no skill has one."""
        ...

    def chat_prefix(self, heard: str, sentiment: Sentiment | None = None) -> list[Message]:
        """How small talk about such words begins."""
        ...

    def chat(
        self,
        conversation: Sequence[Message],
        sentiment: Sentiment | None = None,
        profile: Mapping[str, str] | None = None,
    ) -> list[Message]:
        """Asks for the next words of a conversation.

        Arguments:
            conversation: turns, the user's newest last; notes as system messages.
            sentiment: how the user sounds.
            profile: what the owner told, by name of the field.
        """
        ...

    def beginnings(self) -> Iterable[list[Message]]:
        """Every beginning that a prompt may have, the likeliest first."""
        ...


def of_checkpoint(folder: Path) -> Prompts:
    """The prompts that a model's folder says it was trained on; those for a base where it says nothing.

    Raises:
        CheckpointError: the file is wrong.
    """
    from models.lm.prompts.few_shot import FewShot
    from models.lm.prompts.trained import NAME, Trained

    file = folder / FILE
    if not file.exists():
        return FewShot()
    try:
        told = read_json(file)
        named, taught = told["prompts"], frozenset(map(str, told.get("taught", ())))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CheckpointError("does not say which prompts it was trained on", where=str(file)) from error
    if named != NAME:
        raise CheckpointError(
            f"was trained on prompts called {named!r}, which this version does not know", where=str(file)
        )
    return Trained(taught)


def asking(heard: str, *lines: str) -> str:
    """What was said, with a line for each thing that the answer needs."""
    return "\n".join(filter(None, [heard, *lines]))


def listed(facts: Mapping[str, Fact]) -> str:
    """Facts on one line: "Facts: confirm; city: Paris; not vegan"."""
    parts = []
    for name, value in facts.items():
        words = name.replace("_", " ")
        if isinstance(value, bool):
            parts.append(words if value else f"not {words}")
        else:
            parts.append(f"{words}: {value}")
    return FACTS + "; ".join(parts)


def notes(profile: Mapping[str, str] | None) -> list[Message]:
    """What the owner told, as a message for the model alone."""
    told = " ".join(
        f"The user's {field.replace('_', ' ')} is {value}." for field, value in (profile or {}).items()
    )
    return [Message("system", told)] if told else []
