"""What the assistant is, and what it hears and keeps: fixed sentences, never the owner's facts."""

from __future__ import annotations

from typing import Annotated

from assistant.skills.api import INTERFACE, Call, Parameter, Result, SkillContext, operation
from assistant.skills.talk.rest import Rest

Wants = Annotated[
    bool, Parameter(lambda reading: reading.command.dialogue_act == "request" or None, slots=("*",))
]
"""Whether something is to be done, such as deleting recordings."""


class Itself:
    """Identity and privacy."""

    name = "itself"
    interface = INTERFACE
    title = "privacy"

    def __init__(self, context: SkillContext) -> None:
        self._config, self._privacy = context.config, context.privacy

    @operation("general_identity", does="tell you what I am", examples=("who are you", "are you a robot"))
    def identity(self, call: Call, rest: Rest = None) -> Result:
        """Say what the assistant is."""
        name = self._config.assistant_name
        who = f"I'm {name}, an assistant" if name else "I'm your assistant"
        sentence = f"{who}: an open-source computer program on this machine, not a person."
        return Result({}, sentence, fixed=True)

    @operation(
        "general_privacy", does="tell you what I keep", examples=("do you record me", "where does my data go")
    )
    def privacy(self, call: Call, wants: Wants = False) -> Result:
        """Say what is kept and what is sent, as configured."""
        sent = (
            "Only the commands for your devices leave this computer: they go to your Home Assistant. Nothing"
            " else is sent to anyone, and I need no internet."
            if self._config.home_assistant is not None
            else "Nothing that you say leaves this computer: it is sent to no one, and I need no internet."
        )
        kept = (
            "I keep our conversations, on this computer only, since the configuration says so."
            if self._privacy.get("conversations")
            else "I don't keep what you say, only what you ask me to, such as lists and notes."
        )
        deleted = " “assistant forget” deletes it." if self._privacy.get("conversations") or wants else ""
        return Result({}, f"{sent} {kept}{deleted}", fixed=True)
