"""Hello, goodbye and thanks."""

from __future__ import annotations

import re

from assistant.skills.api import Request, Result, SkillContext

GOODBYE = re.compile(
    r"\b(good ?bye|bye|good ?night|see you|(talk|speak) (to|with) you (later|tomorrow)|take care|sleep well"
    r"|shut (yourself )?(down|off)|shutdown|shutoff|have a (nice|good|great) (day|evening|night))\b"
)
_THANKS = re.compile(r"\b(thanks?|cheers|appreciate\w*|grateful)\b")
_ONLY_THANKS = re.compile(
    r"(okay |ok |great |no )?(thanks|thank you|cheers)( (so|very) much| a lot| again| for (that|your help))?"
)
_HELLO = re.compile(
    r"^(?:(?:hello|hi|hey|greetings|howdy|hiya|good|morning|afternoon|evening|again|there|assistant"
    r"|computer|my|friend|to|you|i'm|i am|back|home)\s*)+$"
)


class Courtesy:
    """Hello, goodbye and thanks; "how are you" is small talk and not for this skill."""

    name = "courtesy"
    intents = frozenset({"general_greet", "general_thank", "general_praise"})

    def __init__(self, context: SkillContext) -> None:
        self._leave = context.leave

    def claims(self, request: Request) -> bool:
        """Thanks are too short for a classifier to be sure of."""
        return _ONLY_THANKS.fullmatch(re.sub(r"[^a-z' ]", "", request.text.lower()).strip()) is not None

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        if request.intent != "general_greet" or self.claims(request):
            return Result({}, f"You're welcome{vocative(request)}.", fixed=True)
        if GOODBYE.search(request.text.lower()):
            if request.understanding.decision != "confirm":
                self._leave()
            return Result({}, f"Goodbye{vocative(request)}.", fixed=True)
        hour = request.now.hour
        hello = "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"
        return Result({}, f"{hello}{vocative(request)}.", fixed=True)

    @staticmethod
    def answers(request: Request) -> bool:
        """Whether it is a bare greeting, a goodbye or thanks."""
        text = re.sub(r"[^a-z' ]", " ", request.text.lower()).strip()
        if request.intent == "general_praise":
            return _THANKS.search(text) is not None
        return request.intent == "general_thank" or bool(_HELLO.match(text) or GOODBYE.search(text))


def vocative(request: Request) -> str:
    """ ", Anna" where the owner told a name, else nothing."""
    return f", {request.profile.name}" if request.profile.name else ""
