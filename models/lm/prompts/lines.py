"""The lines of a prompt: mood, result, facts, and the owner's profile. Knows no model."""

from __future__ import annotations

from collections.abc import Mapping

from models.types import Fact, Message, Sentiment

HISTORY = 6
"""Turns of the conversation in a prompt for small talk."""
RESULT = "Result: "
"""Introduces a skill's own sentence."""
FACTS = "Facts: "
"""Introduces facts."""

MOOD: Mapping[Sentiment, str] = {"negative": "The user is unhappy.", "positive": "The user is happy."}
"""The line for each sentiment that has one."""


def asking(utterance: str, *lines: str) -> str:
    """The utterance, then each line that is not empty."""
    return "\n".join(filter(None, [utterance, *lines]))


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
    """The owner's profile as a system message; none where it is empty."""
    profile_line = " ".join(
        f"The user's {field.replace('_', ' ')} is {value}." for field, value in (profile or {}).items()
    )
    return [Message("system", profile_line)] if profile_line else []
