"""Plugs, switches and what hangs on them, through Home Assistant."""

from __future__ import annotations

import re

from assistant.skills import Request, Result, SkillContext, home

# no lock, cover, alarm panel or script: what opens a house or runs a program is not switched by a misheard
# sentence
_DOMAINS = frozenset({"switch", "light", "fan", "media_player", "input_boolean", "humidifier", "climate"})
_GENERIC = re.compile(
    r"\b(wemo|smart|plug|socket|outlet|switch|device|power|devices|plugs|sockets|new|this|the)\b"
)
_DEVICE = re.compile(
    r"\b(?:turn|switch|power|start|shut|put|enable|disable|activate|deactivate"
    r"|cut)\s+(?:(?:on|off|up|down)\s+)?"
    r"(?:the |my |this )?(?P<device>[a-z ]+?)(?:\s+(?:on|off|up|down|now|please|in .*))*$"
)


class Plugs:
    """On and off."""

    name = "plugs"
    intents = frozenset({"iot_wemo_on", "iot_wemo_off"})

    def __init__(self, context: SkillContext) -> None:
        self._home = home.connect(context)
        self.summary = "switch plugs" if self._home else ""

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        place = home.place_of(request)
        state = "on" if request.intent == "iot_wemo_on" else "off"
        return f"turn {state} the {_device(request)}" + (f" in the {place}" if place else "")

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        if self._home is None:
            return home.UNAVAILABLE
        if refusal := home.scheduled(request):
            return refusal
        state = "on" if request.intent == "iot_wemo_on" else "off"
        place, device = home.place_of(request), _device(request)
        entities = self._home.entities(_DOMAINS)
        telling = " ".join(_GENERIC.sub(" ", device).split())
        if not telling:
            entities = [entity for entity in entities if entity.domain == "switch"]
        chosen = home.find(self._home, entities, place, device)
        if not chosen:
            chosen = home.find(self._home, entities, place, telling)
        if not chosen:
            return home.none_found(place, device)
        everything = re.search(r"\b(all|every|plugs|sockets|devices)\b", request.text.lower()) is not None
        if len(chosen) > 1 and not everything:
            exact = [
                entity
                for entity in chosen
                if entity.name.lower() in (device, telling, f"{place} {telling}".strip())
            ]
            if len(exact) != 1:
                return home.several(chosen)
            chosen = exact
        self._home.call("homeassistant", f"turn_{state}", chosen)
        words = f"{place} {device}".strip()
        facts = {"device": device, "state": state} | ({"place": place} if place else {})
        return Result(facts, f"The {words} {'are' if device.endswith('s') else 'is'} {state}.")


def _device(request: Request) -> str:
    if device := home.device_of(request):
        return device
    found = _DEVICE.search(re.sub(r"[^a-z ]", "", request.text.lower()))
    return found["device"].strip() if found else "plug"
