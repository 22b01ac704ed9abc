"""Jokes by people: those that a small model makes up have no point."""

from __future__ import annotations

import random
import re

from assistant.skills.api import Request, Result, SkillContext

MAX_WORDS = 30
"""Longer ones tire the ear."""


class Jokes:
    """One of pyjokes' family-friendly programmers' jokes; none twice in a row."""

    name = "jokes"
    intents = frozenset({"general_joke"})
    summary = "tell a joke"

    def __init__(self, context: SkillContext) -> None:
        self._last = ""

    def claims(self, request: Request) -> bool:
        """ "Tell me another one" right after a joke is no wish to hear the same again."""
        told = self._last != "" and request.dialogue.last_spoken == closed(self._last)
        return told and re.search(r"\b(another|one more|next one)\b", request.text.lower()) is not None

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        import pyjokes

        told = [joke for joke in pyjokes.get_jokes("en", "neutral") if len(joke.split()) <= MAX_WORDS]
        self._last = random.choice([joke for joke in told if joke != self._last])
        return Result({}, closed(self._last), fixed=True)


def closed(joke: str) -> str:
    """On one line, with a stop at its end."""
    line = " ".join(joke.split())
    return line if line.endswith((".", "!", "?", '"')) else f"{line}."
