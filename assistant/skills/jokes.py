"""Jokes by people: those that a small model makes up have no point."""

from __future__ import annotations

import random

from assistant.skills import Request, Result, SkillContext

MAX_WORDS = 30
"""Longer ones tire the ear."""


class Jokes:
    """One of pyjokes' family-friendly programmers' jokes; none twice in a row."""

    name = "jokes"
    intents = frozenset({"general_joke"})
    summary = "tell a joke"

    def __init__(self, context: SkillContext) -> None:
        self._last = ""

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        import pyjokes

        told = [joke for joke in pyjokes.get_jokes("en", "neutral") if len(joke.split()) <= MAX_WORDS]
        self._last = random.choice([joke for joke in told if joke != self._last])
        return Result({}, self._last, fixed=True)
