"""The coffee machine, switched through Home Assistant."""

from __future__ import annotations

import re

from assistant.skills import Request, Result, SkillContext, home


class Coffee:
    """On, off, and whether it is on."""

    name = "coffee"
    intents = frozenset({"iot_coffee"})

    def __init__(self, context: SkillContext) -> None:
        self._home = home.connect(context)
        self.summary = "start the coffee machine" if self._home else ""

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        return "turn on the coffee machine"

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        if self._home is None:
            return home.UNAVAILABLE
        if refusal := home.scheduled(request):
            return refusal
        text = request.text.lower()
        devices = self._home.entities(frozenset({"switch", "button", "input_boolean"}))
        chosen = [
            entity
            for entity in devices
            if re.search(r"coffee|espresso|kaffee", f"{entity.name} {entity.id}".lower())
        ]
        if not chosen:
            return home.none_found("", "coffee machine")
        if len(chosen) > 1:
            return home.several(chosen)
        machine = chosen[0]
        if re.search(r"^(is|are)\b", text):
            state = machine.state if machine.state in ("on", "off") else "in a state that I don't know"
            return Result({"state": state}, f"The coffee machine is {state}.")
        if machine.domain == "button":
            self._home.call("button", "press", chosen)
            return Result({"state": "started"}, "The coffee machine has started.")
        state = "off" if re.search(r"\b(off|stop)\b", text) else "on"
        self._home.call("homeassistant", f"turn_{state}", chosen)
        return Result({"state": state}, f"The coffee machine is {state}.")
