"""Say that again."""

from __future__ import annotations

from assistant.skills.api import Request, Result, SkillContext


class Repeat:
    """What was really said last, once more."""

    name = "repeat"
    intents = frozenset({"general_repeat", "general_explain", "general_confirm"})

    def __init__(self, context: SkillContext) -> None:
        pass

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        spoken, heard = request.dialogue.last_spoken, request.dialogue.last_heard
        if spoken is None:
            return Result({}, "I haven't said anything yet.", fixed=True)
        match request.intent:
            case "general_confirm":
                return Result({}, f"You said: {(heard or '').rstrip('.')}. I said: {spoken}", fixed=True)
            case "general_explain":
                return Result(
                    {}, f"I heard: {(heard or '').rstrip('.')}. My answer was: {spoken}", fixed=True
                )
        return Result({}, spoken, fixed=True)
