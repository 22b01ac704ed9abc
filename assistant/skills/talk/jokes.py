"""Jokes by people: those that a small model makes up have no point."""

from __future__ import annotations

import random

from assistant.skills.api import INTERFACE, Call, Result, SkillContext, operation
from assistant.skills.talk.rest import Rest

MAX_WORDS = 30
"""Longer ones tire the ear."""


class Jokes:
    """One of pyjokes' family-friendly programmers' jokes; none twice in a row."""

    name = "jokes"
    interface = INTERFACE
    title = "jokes"

    def __init__(self, context: SkillContext) -> None:
        self._last = ""

    @operation("general_joke", does="tell a joke", examples=("tell me a joke", "another one"))
    def tell(self, call: Call, rest: Rest = None) -> Result:
        """Tell a joke."""
        import pyjokes

        told = [joke for joke in pyjokes.get_jokes("en", "neutral") if len(joke.split()) <= MAX_WORDS]
        self._last = random.choice([joke for joke in told if joke != self._last])
        return Result({}, closed(self._last), fixed=True)


def closed(joke: str) -> str:
    """On one line, with a stop at its end."""
    line = " ".join(joke.split())
    return line if line.endswith((".", "!", "?", '"')) else f"{line}."
