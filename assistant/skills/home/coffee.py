"""The coffee machine, switched through Home Assistant."""

from __future__ import annotations

import re

from assistant.skills.api import Request, Result, SkillContext
from assistant.skills.home import finding
from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.house import Entity


class Coffee:
    """On, off, and whether it is on."""

    name = "coffee"
    intents = frozenset({"iot_coffee"})

    def __init__(self, context: SkillContext) -> None:
        self._home = finding.connect(context)
        self.summary = "start the coffee machine" if self._home else ""

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        return "turn on the coffee machine"

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        hub = self._home
        if hub is None:
            return finding.UNAVAILABLE
        text = request.text.lower()
        if re.search(r"\b(order|shop|starbucks)\b", text):
            return Result({}, "Ordering coffee isn't set up on this assistant.", "unavailable")
        if finding.asks_about(request):
            return Result({}, "I can switch the coffee machine, and know nothing else about it.", "failed")
        if refusal := finding.scheduled(request):
            return refusal
        devices = hub.entities(frozenset({"switch", "button", "input_boolean"}))
        chosen = [
            entity
            for entity in devices
            if re.search(r"coffee|espresso|kaffee", f"{entity.name} {entity.id}".lower())
        ]
        if not chosen:
            return finding.none_found("", "coffee machine")
        if len(chosen) > 1:
            return finding.several(chosen, lambda picked: _switch(hub, text, picked[0]))
        return _switch(hub, text, chosen[0])


def _switch(hub: HomeAssistant, text: str, machine: Entity) -> Result:
    if re.search(r"^(is|are)\b", text):
        state = machine.state if machine.state in ("on", "off") else "in a state that I don't know"
        return Result({"state": state}, f"The coffee machine is {state}.")
    if machine.domain == "button":
        hub.call("button", "press", [machine])
        return Result({"state": "started"}, "The coffee machine has started.")
    state = "off" if re.search(r"\b(off|stop)\b", text) else "on"
    hub.call("homeassistant", f"turn_{state}", [machine])
    return Result({"state": state}, f"The coffee machine is {state}.")
