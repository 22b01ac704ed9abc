"""Fans with speeds and modes, through Home Assistant."""

from __future__ import annotations

from typing import Annotated

from assistant.skills.api import Call, Result, operation
from assistant.skills.home.speeds import SpeedSkill, Velocity
from assistant.skills.home.wishes import Wish, wish

Ventilators = Annotated[Wish, wish("fans", {"fan"})]
ANY = Wish()


class Fans(SpeedSkill):
    """Speeds; on and off are those of plugs."""

    name = "fans"
    title = "plugs and fans"
    noun = "fans"

    @operation(
        "iot_fan_set",
        does="set {devices} {speed}",
        examples=("set the bedroom fan to 50 percent", "make the fan faster"),
        changes="undoable",
        delayable=True,
    )
    def set_speed(self, call: Call, speed: Velocity, devices: Ventilators = ANY) -> Result:
        """Set a speed in percent, by step or by name, or a mode."""
        return self._sped(call, devices, speed)
