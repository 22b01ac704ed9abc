"""What the assistant is, and what it hears and keeps: fixed sentences, never the owner's facts."""

from __future__ import annotations

from assistant.skills.api import INTERFACE, Call, Result, SkillContext, operation
from assistant.skills.talk.rest import Rest


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
    def privacy(self, call: Call, rest: Rest = None) -> Result:
        """Say what is kept and what is sent, as configured."""
        kept = (
            "I keep our conversations, on this computer only, since the configuration says so;"
            " “assistant forget” deletes them."
            if self._privacy.get("conversations")
            else "No, I don't keep what you say: I listen only to answer."
        )
        sent = (
            "Nothing leaves this computer but the commands for your devices, which go to your Home Assistant."
            if self._config.home_assistant is not None
            else "Nothing leaves this computer."
        )
        return Result({}, f"{kept} {sent}", fixed=True)
