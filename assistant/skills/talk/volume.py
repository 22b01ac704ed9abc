"""The assistant's own loudness."""

from __future__ import annotations

import re

from assistant.skills.api import Request, Result, SkillContext
from assistant.spoken.numbers import digits

_STEP = 10
_WORDS = {
    "max": 100,
    "maximum": 100,
    "full": 100,
    "highest": 100,
    "half": 50,
    "halfway": 50,
    "medium": 50,
    "low": 20,
    "minimum": 10,
    "lowest": 10,
    "very soft": 10,
}
_LEVEL = re.compile(r"\b(?:to|at|on)\s+(?:level |about )?(\d+)(?:\.\d+)?\b")
_BY = re.compile(r"\b(?:by )?(\d+)(?:\.\d+)?(?: percent)?\b")
_UNMUTE = re.compile(
    r"\b(un-?mute|turn (the )?(sound|audio|volume) (back )?on|turn on (the )?(sound|audio|volume)|(talk"
    r"|speak) again"
    r"|bring back)\b|^(sound|audio|volume) (back )?on( please| again| now)*$"
)


class Volume:
    """Louder, quieter, mute."""

    name = "volume"
    intents = frozenset({"audio_volume_up", "audio_volume_down", "audio_volume_mute"})
    summary = "change the volume"

    def __init__(self, context: SkillContext) -> None:
        self._speaker = context.speaker

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        return {
            "audio_volume_up": "turn the volume up",
            "audio_volume_down": "turn the volume down",
        }.get(request.intent, "mute the sound")

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        if self._speaker is None:
            return Result(
                {}, "There is no loudspeaker in use here whose volume I could change.", "unavailable"
            )
        text = digits(request.text)
        if _UNMUTE.search(text):
            self._speaker.muted = False
            return Result(
                {"volume": f"{self._speaker.volume} percent"},
                f"The sound is on, at {self._speaker.volume} percent.",
            )
        if request.intent == "audio_volume_mute":
            self._speaker.muted = True
            return Result({"state": "muted"}, "The sound is muted.")
        self._speaker.muted = False
        self._speaker.volume = max(0, min(100, self._wanted(request, text)))
        return Result(
            {"volume": f"{self._speaker.volume} percent"}, f"The volume is at {self._speaker.volume} percent."
        )

    def _wanted(self, request: Request, text: str) -> int:
        assert self._speaker is not None
        up = request.intent == "audio_volume_up" and not re.search(r"\b(lower|reduce|decrease)\b", text)
        change = digits(request.slot("change_amount") or text)
        if level := _LEVEL.search(change):
            return int(level[1])
        for word, value in _WORDS.items():
            if re.search(rf"\b{word}\b", change):
                return value
        if amount := _BY.search(change):
            return self._speaker.volume + int(amount[1]) * (1 if up else -1)
        # never silent by degrees: that is what mute is for
        little = 5 if re.search(r"\b(bit|little|slightly)\b", text) else _STEP
        return self._speaker.volume + little if up else max(5, self._speaker.volume - little)
