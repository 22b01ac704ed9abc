"""Devices on and off: the service of each domain, and the state that it leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.house import Entity

PLUGS = frozenset({"switch", "fan", "media_player", "climate", "input_boolean", "humidifier", "siren"})
"""Domains of what is switched as a plug."""
LIGHTS = frozenset({"light"})
STARTED = frozenset({"scene", "script", "button", "vacuum"})
"""Domains of what is started rather than switched on."""
_SERVICES: Mapping[str, tuple[str, str]] = {"vacuum": ("return_to_base", "start")}
"""Services for off and on, where they are not turn_off and turn_on."""
_OFF = frozenset({"off", "standby"})


def is_on(entity: Entity) -> bool | None:
    """Whether it is switched on; None where the state does not tell."""
    if entity.state in ("unknown", "unavailable", "") or entity.domain in ("scene", "button"):
        return None
    if entity.domain == "vacuum":
        return entity.state in ("cleaning", "on")
    return entity.state not in _OFF


def switch(home: HomeAssistant, entities: Sequence[Entity], *, on: bool) -> None:
    """Switch the devices, with one service for each domain.

    Raises:
        SkillError: Home Assistant cannot be reached, or refuses.
    """
    by_domain = sorted(entities, key=lambda entity: entity.domain)
    for domain, group in groupby(by_domain, key=lambda entity: entity.domain):
        off_service, on_service = _SERVICES.get(domain, ("turn_off", "turn_on"))
        if domain == "button":
            off_service = on_service = "press"
        home.call(domain, on_service if on else off_service, group)
