"""Plugs, switches and what hangs on them, through Home Assistant."""

from __future__ import annotations

import re

from assistant.skills.api import Question, Request, Result, SkillContext
from assistant.skills.home import finding
from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.house import Entity
from models.text.say_lists import join

# no lock, cover, alarm panel or script: what opens a house or runs a program is not switched by a misheard
# sentence
_DOMAINS = frozenset({"switch", "light", "fan", "media_player", "input_boolean", "humidifier", "climate"})
_GENERIC = re.compile(
    r"\b(wemo|smart|plug|socket|outlet|switch|device|power|devices|plugs|sockets|new|this|the)\b"
)
_PLUG = re.compile(r"plug|socket|outlet|wemo")
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
        self._home = finding.connect(context)
        self.summary = "switch plugs" if self._home else ""

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        place = finding.place_of(request)
        state = "on" if request.intent == "iot_wemo_on" else "off"
        return f"turn {state} the {_device(request)}" + (f" in the {place}" if place else "")

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        hub = self._home
        if hub is None:
            return finding.UNAVAILABLE
        if refusal := finding.scheduled(request):
            return refusal
        place, device = finding.place_of(request), _device(request)
        chosen = _find(hub, place, device)
        if not chosen:
            return finding.none_found(place, device)
        state = "on" if request.intent == "iot_wemo_on" else "off"

        def act(devices: list[Entity]) -> Result:
            hub.call("homeassistant", f"turn_{state}", devices)
            words = device if not place or place in device else f"{place} {device}"
            words = words if devices is chosen else devices[0].name
            facts = {"device": words, "state": state}
            return Result(facts, f"The {words} {'are' if len(devices) > 1 else 'is'} {state}.")

        if len(chosen) == 1:
            return act(chosen)
        if not re.search(r"\b(all|every|plugs|sockets|devices|outlets)\b", request.text.lower()):
            return finding.several(chosen, act)
        # a freezer may hang on one of them
        question = Question(on_yes=lambda _: act(chosen))
        names = join([entity.name for entity in chosen])
        return Result({"devices": names}, f"Do you want me to turn {state} {names}?", "asked", question)


def _find(hub: HomeAssistant, place: str, device: str) -> list[Entity]:
    """What the words mean: a name, part of one, or a plug of any kind."""
    entities = hub.entities(_DOMAINS)
    telling = " ".join(_GENERIC.sub(" ", device).split())
    if not telling:
        switches = [entity for entity in entities if entity.domain == "switch"]
        plugs = [entity for entity in switches if _PLUG.search(f"{entity.name} {entity.id}".lower())]
        return finding.find(hub, plugs, place, "") or finding.find(hub, switches, place, "")
    chosen = finding.find(hub, entities, place, device) or finding.find(hub, entities, place, telling)
    names = (device, telling, f"{place} {telling}".strip())
    exact = [entity for entity in chosen if entity.name.lower() in names]
    return exact if len(exact) == 1 else chosen


def _device(request: Request) -> str:
    if device := finding.device_of(request):
        return device
    found = _DEVICE.search(re.sub(r"[^a-z ]", "", request.text.lower()))
    return found["device"].strip() if found else "plug"
