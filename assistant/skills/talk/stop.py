"""Silence at once, and the end of the conversation where the owner says goodbye."""

from __future__ import annotations

import re

from assistant.skills.api import Request, Result, SkillContext
from assistant.skills.talk.courtesy import GOODBYE, vocative

_STOP = re.compile(
    r"(please |okay |ok |oh )?(stop|stop (it|that|talking|speaking|now)|that's enough|enough)( please)?"
)


class Stop:
    """Silence, at once."""

    name = "stop"
    intents = frozenset({"general_commandstop"})

    def __init__(self, context: SkillContext) -> None:
        self._cancel, self._leave = context.cancel, context.leave

    def claims(self, request: Request) -> bool:
        """To be silenced must never depend on a classifier."""
        return _STOP.fullmatch(re.sub(r"[^a-z' ]", "", request.text.lower()).strip()) is not None

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        self._cancel()
        if GOODBYE.search(request.text.lower()):
            if request.understanding.decision != "confirm":
                self._leave()
            return Result({}, f"Goodbye{vocative(request)}.", fixed=True)
        return Result({}, "Okay.", fixed=True)
