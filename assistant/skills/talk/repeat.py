"""What was said last, once more."""

from __future__ import annotations

from typing import Annotated

from assistant.skills.api import INTERFACE, Call, Parameter, Result, SkillContext, operation
from models.text.talk import asks_for_own_words

OwnWords = Annotated[
    bool, Parameter(lambda reading: asks_for_own_words(reading.command.text) or None, slots=("*",))
]


class Repeat:
    """The latest reply or the latest utterance."""

    name = "repeat"
    interface = INTERFACE
    title = "repeating"

    def __init__(self, context: SkillContext) -> None:
        pass

    @operation(
        "general_repeat",
        "general_explain",
        "general_confirm",
        does="say that again",
        examples=("say that again", "what did I just ask"),
    )
    def repeat(self, call: Call, own_words: OwnWords = False) -> Result:
        """Say the latest reply again, or what the owner said."""
        spoken, heard = call.dialogue.last_spoken, call.dialogue.last_heard
        if own_words and heard is None:
            return Result({}, "You haven't asked me anything yet.", fixed=True)
        if own_words:
            stop = "" if str(heard).endswith((".", "?", "!")) else "."
            return Result({}, f"You said: {heard}{stop}", fixed=True)
        if spoken is None:
            return Result({}, "I haven't said anything yet.", fixed=True)
        return Result({}, spoken, fixed=True)
