"""What can you do?"""

from __future__ import annotations

from assistant.skills.api import Request, Result, SkillContext, Summarised
from assistant.spoken.phrases import join


class Help:
    """What the skills that are here can do."""

    name = "help"
    intents = frozenset({"general_help"})

    def __init__(self, context: SkillContext) -> None:
        self._skills = context.skills

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        summaries = [
            skill.summary for skill in self._skills() if isinstance(skill, Summarised) and skill.summary
        ]
        if not summaries:
            return Result({}, "I can only chat; no skills are set up.", fixed=True)
        return Result({}, f"I can {join(list(dict.fromkeys(summaries)))}.", fixed=True)
