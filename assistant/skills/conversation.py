"""Talk about the talk: stop, never mind, say that again, what did you mean, yes and no to nothing, hello,
thanks, help."""

from __future__ import annotations

import re
from datetime import timedelta

from assistant.skills import Question, Request, Result, SkillContext, Summarised
from assistant.skills.owner import forgetting
from assistant.spoken import durations, times
from assistant.spoken.lists import join

_GOODBYE = re.compile(
    r"\b(goodbye|bye|good night|later|see you|take care|sleep well|shut ?down|shut ?off|tomorrow|nice day)\b"
)
_HELLO = re.compile(
    r"^(?:(?:hello|hi|hey|greetings|howdy|hiya|good|morning|afternoon|evening|again|there|assistant"
    r"|computer|my|friend|to|you|i'm|i am|back|home)\s*)+$"
)
_JUST_NOW = timedelta(minutes=2)


class Stop:
    """Silence, at once."""

    name = "stop"
    intents = frozenset({"general_commandstop"})

    def __init__(self, context: SkillContext) -> None:
        self._cancel, self._leave = context.cancel, context.leave

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        self._cancel()
        if _GOODBYE.search(request.text.lower()):
            self._leave()
            return Result({}, f"Goodbye{_vocative(request)}.", fixed=True)
        return Result({}, "Okay.", fixed=True)


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
            f"the timer for {durations.said(newest.length)}"
            if newest.kind == "timer"
            else f"the alarm for {times.said(newest.due)}"
        )

        def act(_: Request) -> Result:
            self._schedule.remove([newest])
            return Result({}, f"{what[:1].upper()}{what[1:]} is cancelled.")

        return Result({}, f"Do you want me to cancel {what}?", "asked", Question(on_yes=act))


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


class Feedback:
    """Yes, no and whatever, where nothing was asked."""

    name = "feedback"
    intents = frozenset({"general_affirm", "general_negate", "general_dontcare"})

    def __init__(self, context: SkillContext) -> None:
        pass

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        if request.intent == "general_negate" and request.dialogue.last_heard is not None:
            return Result({}, "I'm sorry I got that wrong. Please say it another way.", fixed=True)
        return Result({}, "Good." if request.intent == "general_affirm" else "All right.", fixed=True)


class Courtesy:
    """Hello, goodbye and thanks; "how are you" is small talk and not for this skill."""

    name = "courtesy"
    intents = frozenset({"general_greet", "general_thank"})

    def __init__(self, context: SkillContext) -> None:
        pass

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        if request.intent == "general_thank":
            return Result({}, f"You're welcome{_vocative(request)}.", fixed=True)
        if _GOODBYE.search(request.text.lower()):
            return Result({}, f"Goodbye{_vocative(request)}.", fixed=True)
        hour = request.now.hour
        hello = "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"
        return Result({}, f"{hello}{_vocative(request)}.", fixed=True)

    @staticmethod
    def answers(request: Request) -> bool:
        """Whether it is a bare greeting, a goodbye or thanks."""
        text = re.sub(r"[^a-z' ]", " ", request.text.lower()).strip()
        return request.intent == "general_thank" or bool(_HELLO.match(text) or _GOODBYE.search(text))


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


def _vocative(request: Request) -> str:
    return f", {request.profile.name}" if request.profile.name else ""
