"""The assistant's own loudness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from assistant.skills.api import INTERFACE, Call, Parameter, Reading, Result, SkillContext, Unclear, operation
from assistant.skills.parameters import context
from models.text.normalise import fold
from models.text.parse.levels import Level, direction, level
from models.text.talk import asks_for_sound

STEP = 5
"""Percent of "a bit" and of a notch; without any amount it is two of them."""
QUIETEST = 5
"""Never silent by degrees: that is what muting is for."""
_NAMED = {"lowest": 10, "low": 25, "medium": 50, "high": 75, "highest": 100}
_OWN = frozenset(
    {"speaker", "speakers", "sound", "audio", "volume", "voice", "assistant", "music", "yourself"}
)


def _amount(reading: Reading) -> Level | None:
    words = reading.first("change_amount")
    if words is None:
        return None
    found = level(words, context(reading.call))
    if found is None:
        raise Unclear(f"I didn't get how loud “{words}” is. To what percent?")
    return found


def _answered(reading: Reading) -> Level | None:
    """The answer to "to what percent?" is a level in the end."""
    found = level(reading.first("change_amount") or reading.command.text, context(reading.call))
    return found and replace(found, aimed=True, relative=False)


def _device(reading: Reading) -> str | None:
    """A device that is not the assistant; None for its own loudspeaker."""
    words = reading.first("device_type", "media_type", "house_place")
    return words if words and not _OWN & set(fold(words).split()) else None


Amount = Annotated[
    Level | None, Parameter(_amount, ("change_amount",), answer=_answered, kind="percent", carries=False)
]
Device = Annotated[str | None, Parameter(_device, ("device_type", "media_type", "house_place"))]
Directed = Annotated[bool, Parameter(lambda reading: direction(fold(reading.command.text).split()) != 0)]
Unmuting = Annotated[bool, Parameter(lambda reading: asks_for_sound(reading.command.text) or None)]


class Volume:
    """Louder, quieter, mute."""

    name = "volume"
    interface = INTERFACE
    title = "volume"

    def __init__(self, context: SkillContext) -> None:
        self._speaker = context.speaker

    @operation(
        "audio_volume_up",
        does="turn the volume up",
        examples=("turn it up a bit", "set the volume to 50 percent", "unmute"),
        changes="undoable",
        delayable=True,
    )
    def louder(
        self,
        call: Call,
        amount: Amount = None,
        device: Device = None,
        directed: Directed = False,
        unmuting: Unmuting = False,
    ) -> Result:
        """Raise or set the volume; without an amount, a muted sound comes back as it was."""
        if self._speaker is None or device:
            return _unavailable(device)
        if unmuting or (amount is None and self._speaker.muted):
            return self._set(self._speaker.volume)
        return self._set(self._wanted(amount, 1, directed))

    @operation(
        "audio_volume_down",
        does="turn the volume down",
        examples=("turn it down", "turn the volume down by 20 percent"),
        changes="undoable",
        delayable=True,
    )
    def quieter(
        self, call: Call, amount: Amount = None, device: Device = None, directed: Directed = False
    ) -> Result:
        """Lower the volume."""
        if self._speaker is None or device:
            return _unavailable(device)
        return self._set(self._wanted(amount, -1, directed))

    @operation(
        "audio_volume_mute", does="mute the sound", examples=("mute",), changes="undoable", delayable=True
    )
    def mute(
        self, call: Call, amount: Amount = None, device: Device = None, unmuting: Unmuting = False
    ) -> Result:
        """Mute the sound, or end that."""
        if self._speaker is None or device:
            return _unavailable(device)
        return self._set(self._speaker.volume) if unmuting else self._set(0)

    @operation(
        "audio_query",
        does="tell you the volume",
        examples=("what's the volume",),
        answers=("audio_volume_up", "audio_volume_down", "audio_volume_mute"),
    )
    def tell(self, call: Call, amount: Amount = None, device: Device = None) -> Result:
        """Tell how loud it is."""
        if self._speaker is None or device:
            return _unavailable(device)
        said = f"{self._speaker.volume} percent"
        if self._speaker.muted:
            return Result({"volume": said}, f"The sound is muted; the volume is at {said}.")
        return Result({"volume": said}, f"The volume is at {said}.")

    def undo(self, call: Call, data: Mapping[str, Any]) -> Result:
        """See `Undoes`."""
        if self._speaker is None:
            return _unavailable(None)
        return self._set(0 if data["muted"] else data["volume"], volume=data["volume"])

    def _wanted(self, amount: Level | None, sign: int, directed: bool) -> int:
        """The level in the end, 0 to 100."""
        assert self._speaker is not None
        now = self._speaker.volume
        if amount is None:
            return _within(now + sign * 2 * STEP)
        if amount.unit == "name":
            return _NAMED[amount.name or "medium"]
        if amount.unit == "step":
            return _within(now + sign * STEP * float(amount.amount))
        # "up 10 percent" is a change, "volume 10 percent" is not
        if amount.relative or (directed and not amount.aimed):
            change = now * float(amount.amount) if amount.unit == "share" else float(amount.amount)
            return _within(now + sign * change)
        return round(max(0.0, min(100.0, amount.percent)))

    def _set(self, level: int, volume: int | None = None) -> Result:
        """Set the level; 0 mutes and keeps the volume for later."""
        assert self._speaker is not None
        before = {"volume": self._speaker.volume, "muted": self._speaker.muted}
        self._speaker.muted = level == 0
        self._speaker.volume = level or volume or self._speaker.volume
        changed = before != {"volume": self._speaker.volume, "muted": self._speaker.muted}
        undo = before if changed else None
        if level == 0:
            sentence = "The sound is muted." if changed else "The sound is muted already."
            return Result({"state": "muted"}, sentence, changes=changed, undo=undo)
        said = f"{level} percent"
        sentence = f"The volume is at {said}{'' if changed else ' already'}."
        if before["muted"]:
            sentence = f"The sound is on, at {said}."
        return Result({"volume": said}, sentence, changes=changed, undo=undo)


def _within(level: float) -> int:
    return round(max(float(QUIETEST), min(100.0, level)))


def _unavailable(device: str | None) -> Result:
    if device:
        return Result({}, f"I can change only my own volume, not the {device}'s.", "unavailable")
    return Result({}, "There is no loudspeaker in use here whose volume I could change.", "unavailable")
