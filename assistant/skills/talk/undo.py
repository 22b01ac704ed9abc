"""Undo: what was done last is restored."""

from __future__ import annotations

from assistant.skills.api import INTERFACE, Call, Result, SkillContext, Undoes, operation
from assistant.skills.talk.rest import Rest


class Undo:
    """The latest operation that can be undone, taken back."""

    name = "undo"
    interface = INTERFACE
    title = "undo"

    def __init__(self, context: SkillContext) -> None:
        self._log, self._skills = context.undo_log, context.skills

    @operation("general_undo", does="undo that", examples=("undo that", "take that back"), changes="undoable")
    def undo_last(self, call: Call, rest: Rest = None) -> Result:
        """Restore what was before the latest operation."""
        latest = self._log.latest()
        if latest is None:
            return Result({}, "There is nothing to undo.", "failed")
        skill = next((skill for skill in self._skills() if skill.name == latest.skill), None)
        if not isinstance(skill, Undoes):
            return Result({}, "That can't be undone.", "failed")
        self._log.take(latest.id)
        return skill.undo(call, latest.data)
