"""Silence at once, and the end of the conversation where the owner says goodbye."""

from __future__ import annotations

from assistant.skills import Request, Result, SkillContext
from assistant.skills.courtesy import GOODBYE, vocative


class Stop:
    """Silence, at once."""

    name = "stop"
    intents = frozenset({"general_commandstop"})

    def __init__(self, context: SkillContext) -> None:
        self._cancel, self._leave = context.cancel, context.leave

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        self._cancel()
        if GOODBYE.search(request.text.lower()):
            self._leave()
            return Result({}, f"Goodbye{vocative(request)}.", fixed=True)
        return Result({}, "Okay.", fixed=True)
