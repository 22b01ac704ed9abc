"""Plugs, switches and what hangs on them, through Home Assistant."""

from __future__ import annotations

from typing import Annotated

from assistant.skills.api import Call, Result, operation
from assistant.skills.home.speeds import NAMED, Speed, SpeedSkill
from assistant.skills.home.switching import LIGHTS, PLUGS, STARTED
from assistant.skills.home.wishes import APPLIANCE_WORDS, LIGHT_WORDS, Wish, wish

Appliances = Annotated[Wish, wish("devices", APPLIANCE_WORDS, LIGHT_WORDS)]
ANY = Wish()
# no lock, cover or alarm panel: what opens a house is not switched by a misheard sentence
SWITCHABLE = (PLUGS, LIGHTS, STARTED)


class Plugs(SpeedSkill):
    """On and off."""

    name = "plugs"
    title = "plugs and fans"

    @operation(
        "iot_wemo_on",
        does="turn on {devices}",
        examples=("turn on the heater", "switch the TV on"),
        changes="undoable",
        delayable=True,
    )
    def turn_on(
        self, call: Call, devices: Appliances = ANY, speed: Annotated[Speed | None, NAMED] = None
    ) -> Result:
        """Switch on; a fan at the speed that was said."""
        if speed is not None:
            return self._sped(call, devices, speed)
        return self._switched(call, devices, SWITCHABLE, on=True)

    @operation(
        "iot_wemo_off",
        does="turn off {devices}",
        examples=("turn off the coffee machine", "all fans off"),
        changes="undoable",
        delayable=True,
    )
    def turn_off(self, call: Call, devices: Appliances = ANY) -> Result:
        """Switch off."""
        return self._switched(call, devices, SWITCHABLE, on=False)
