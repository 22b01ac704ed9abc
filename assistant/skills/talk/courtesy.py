"""Greetings, thanks, praise, and yes or no where nothing was asked."""

from __future__ import annotations

from typing import Annotated

from assistant.skills.api import INTERFACE, Call, Parameter, Result, SkillContext, operation
from models.text.about_itself import asks_how_it_is
from models.text.talk import is_farewell

Farewell = Annotated[bool, Parameter(lambda reading: is_farewell(reading.command.text) or None, slots=("*",))]

Health = Annotated[bool, Parameter(lambda reading: asks_how_it_is(reading.command.text) or None)]


class Courtesy:
    """Hello, goodbye and thanks."""

    name = "courtesy"
    interface = INTERFACE
    title = "courtesy"

    def __init__(self, context: SkillContext) -> None:
        self._leave, self._cancel = context.leave, context.cancel

    @operation("general_greet", does="greet you", hidden=True)
    def greet(self, call: Call, farewell: Farewell = False, health: Health = False) -> Result:
        """Greet by the time of day, say that all is well, or take leave."""
        if farewell and not health:
            return self._goodbye(call)
        if health:
            return Result({}, f"I'm fine, thank you{vocative(call)}. All is working well here.", fixed=True)
        hour = call.now.hour
        hello = "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"
        return Result({}, f"{hello}{vocative(call)}.", fixed=True)

    @operation("general_thank", does="be thanked", hidden=True)
    def welcome(self, call: Call, farewell: Farewell = False) -> Result:
        """Answer thanks."""
        return self._goodbye(call) if farewell else Result({}, f"You're welcome{vocative(call)}.", fixed=True)

    @operation("general_praise", does="be praised", hidden=True)
    def praised(self, call: Call, farewell: Farewell = False) -> Result:
        """Answer praise."""
        return Result({}, f"Thank you{vocative(call)}.", fixed=True)

    @operation("general_commandstop", does="stop", hidden=True)
    def stop(self, call: Call, farewell: Farewell = False) -> Result:
        """Be silent at once."""
        self._cancel()
        return self._goodbye(call) if farewell else Result({}, "Okay.", fixed=True)

    @operation("general_cancel", does="leave it", hidden=True)
    def never_mind(self, call: Call, rest: Farewell = False) -> Result:
        """Drop what was asked."""
        self._cancel()
        return Result({}, "All right.", fixed=True)

    @operation("general_affirm", "general_negate", "general_dontcare", does="agree", hidden=True)
    def agree(self, call: Call, rest: Farewell = False) -> Result:
        """Answer a yes or no to nothing."""
        return Result({}, "All right.", fixed=True)

    def _goodbye(self, call: Call) -> Result:
        self._leave()
        return Result({}, f"Goodbye{vocative(call)}.", fixed=True)


def vocative(call: Call) -> str:
    """The owner's name after a comma; empty without one."""
    return f", {call.profile.name}" if call.profile.name else ""
