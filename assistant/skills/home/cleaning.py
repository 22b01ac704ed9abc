"""The robot vacuum cleaner, through Home Assistant."""

from __future__ import annotations

import re

from assistant.skills.api import Request, Result, SkillContext
from assistant.skills.home import finding
from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.house import Entity


class Cleaning:
    """Starts, stops and sends it home."""

    name = "cleaning"
    intents = frozenset({"iot_cleaning"})

    def __init__(self, context: SkillContext) -> None:
        self._home = finding.connect(context)
        self.summary = "start the vacuum cleaner" if self._home else ""

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        return "start the vacuum cleaner"

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        hub = self._home
        if hub is None:
            return finding.UNAVAILABLE
        if finding.asks_about(request):
            return Result(
                {}, "I can start and stop the vacuum cleaner, and know nothing else about it.", "failed"
            )
        if refusal := finding.scheduled(request):
            return refusal
        text = request.text.lower()
        vacuums = hub.entities(frozenset({"vacuum"}))
        if not vacuums:
            return finding.none_found("", "vacuum cleaner")
        # a name told from others; with one machine, any word for it will do
        chosen = [entity for entity in vacuums if entity.name.lower() in text] or vacuums
        if len(chosen) > 1:
            return finding.several(chosen, lambda picked: _start(hub, request, picked))
        return _start(hub, request, chosen)


def _start(hub: HomeAssistant, request: Request, chosen: list[Entity]) -> Result:
    text = request.text.lower()
    if re.search(r"\b(stop|pause|off)\b", text):
        hub.call("vacuum", "stop", chosen)
        return Result({"state": "stopped"}, "The vacuum cleaner has stopped.")
    if re.search(r"\b(dock|base|charge|charger)\b", text):
        hub.call("vacuum", "return_to_base", chosen)
        return Result({"state": "on its way back"}, "The vacuum cleaner is on its way back.")
    hub.call("vacuum", "start", chosen)
    place = finding.place_of(request)
    if place and not re.search(r"\b(floor|carpet)\b", place):
        return Result({"state": "cleaning"}, "The vacuum cleaner is cleaning; I can't send it to one room.")
    return Result({"state": "cleaning"}, "The vacuum cleaner is cleaning.")
