"""Never mind."""

from __future__ import annotations

from datetime import timedelta

from assistant.skills.api import Question, Request, Result, SkillContext
from assistant.skills.talk.owner import forgetting
from assistant.spoken.phrases import capital
from models.text import say

_JUST_NOW = timedelta(minutes=2)


class Cancel:
    """Never mind: drops what was asked, and offers to take back a timer or alarm that was set just now."""

    name = "cancel"
    intents = frozenset({"general_cancel"})

    def __init__(self, context: SkillContext) -> None:
        self._schedule, self._cancel = context.schedule, context.cancel

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        if asked := forgetting(request):
            return asked
        self._cancel()
        waiting = [
            entry for kind in ("timer", "alarm") for entry in self._schedule.entries(kind, request.now)
        ]
        newest = max(waiting, key=lambda entry: (entry.set_at, entry.id), default=None)
        if newest is None or request.now - newest.set_at > _JUST_NOW:
            return Result({}, "All right.", fixed=True)
        what = (
            f"the timer for {say.duration(newest.length)}"
            if newest.kind == "timer"
            else f"the alarm for {say.clock(newest.due)}"
        )

        def act(_: Request) -> Result:
            self._schedule.remove([newest])
            return Result({}, f"{capital(what)} is cancelled.")

        return Result({}, f"Do you want me to cancel {what}?", "asked", Question(on_yes=act))
