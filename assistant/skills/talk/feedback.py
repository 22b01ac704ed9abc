"""Yes and no where nothing was asked."""

from __future__ import annotations

import re

from assistant.skills.api import Request, Result, SkillContext

_BARE_NO = re.compile(r"(no|nope|nah)\b[^a-z]*( thanks?| thank you| please)*[^a-z]*$")


class Feedback:
    """Yes, no and whatever, where nothing was asked."""

    name = "feedback"
    intents = frozenset({"general_affirm", "general_negate", "general_dontcare"})

    def __init__(self, context: SkillContext) -> None:
        pass

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        complains = request.intent == "general_negate" and not _BARE_NO.match(request.text.lower())
        if complains and request.dialogue.last_heard is not None:
            return Result({}, "I'm sorry I got that wrong. Please say it another way.", fixed=True)
        return Result({}, "Good." if request.intent == "general_affirm" else "All right.", fixed=True)
