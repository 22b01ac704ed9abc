"""Lights through Home Assistant: on, off, brighter, darker, another colour."""

from __future__ import annotations

import re

from assistant.skills.api import Question, Request, Result, SkillContext
from assistant.skills.home import finding
from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.house import Entity
from assistant.spoken.numbers import digits

_STEP_PERCENT = 25
_WHITES = {
    "warm": 2700,
    "warm white": 2700,
    "cosy": 2700,
    "cozy": 2700,
    "soft": 2700,
    "romantic": 2200,
    "neutral": 4000,
    "cool": 5500,
    "cool white": 5500,
    "cold": 6000,
    "daylight": 6000,
    "bright white": 5500,
}
_COLOURS = (
    "red|orange|yellow|green|blue|purple|violet|pink|white|cyan|magenta|turquoise|lime|gold|teal|indigo|lavender|salmon|coral"
    "|crimson|maroon|navy|olive|beige|ivory|aqua|fuchsia"
)
_WORDS = {
    "half": 50,
    "halfway": 50,
    "half way": 50,
    "full": 100,
    "fully": 100,
    "max": 100,
    "maximum": 100,
    "all the way": 100,
    "low": 20,
    "lowest": 5,
    "minimum": 5,
}


class Lights:
    """Lamps of every kind."""

    name = "lights"
    intents = frozenset(
        {"iot_hue_lighton", "iot_hue_lightoff", "iot_hue_lightup", "iot_hue_lightdim", "iot_hue_lightchange"}
    )

    def __init__(self, context: SkillContext) -> None:
        self._home = finding.connect(context)
        self.summary = "switch lights" if self._home else ""

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        the = _the(request)
        return {
            "iot_hue_lighton": f"turn on {the}",
            "iot_hue_lightoff": f"turn off {the}",
            "iot_hue_lightup": f"make {the} brighter",
            "iot_hue_lightdim": f"dim {the}",
        }.get(request.intent, f"change the colour of {the}")

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        if self._home is None:
            return finding.UNAVAILABLE
        if refusal := finding.scheduled(request):
            return refusal
        entities = self._home.entities(frozenset({"light"}))
        place, device = finding.place_of(request), _device(request)
        chosen = finding.find(self._home, entities, place, device)
        if not chosen:
            return finding.none_found(place, device or "lights")
        many = len(chosen) > 1 or device == "" or device.endswith("s")
        words = device if place and place in device else f"{place} {device or 'lights'}".strip()
        facts = {"place": place} if place else {"device": device} if device else {}
        return self._act(self._home, request, chosen, f"{words} {'are' if many else 'is'}", facts)

    def _act(
        self, hub: HomeAssistant, request: Request, chosen: list[Entity], subject: str, facts: dict[str, str]
    ) -> Result:
        text = digits(request.text)
        match request.intent:
            case "iot_hue_lighton" | "iot_hue_lightoff":
                # "lights out" and "turn it off" mean off whatever the classifier thought
                off = request.intent == "iot_hue_lightoff" and not re.search(
                    r"\b(turn|switch|put) on\b", text
                )
                off = off or re.search(r"\b(lights? out|turn off|switch off)\b", text) is not None
                hub.call("light", "turn_off" if off else "turn_on", chosen)
                state = "off" if off else "on"
                return Result(facts | {"state": state}, f"The {subject} {state}.")
            case "iot_hue_lightup" | "iot_hue_lightdim":
                return _brightness(hub, request, chosen, subject, facts, text)
        return _colour(hub, request, chosen, subject, facts, text)


def _brightness(
    hub: HomeAssistant, request: Request, chosen: list[Entity], subject: str, facts: dict[str, str], text: str
) -> Result:
    up = request.intent == "iot_hue_lightup"
    change = digits(request.slot("change_amount") or text)
    level = re.search(r"\bto (?:level )?(\d{1,3})\b", change)
    by = re.search(r"\b(?:by )?(\d{1,3}) percent\b", change)
    word = next((value for word, value in _WORDS.items() if re.search(rf"\b{word}\b", change)), None)
    if level or (word is not None and "by half" not in change):
        said = int(level[1]) if level else word or 1
        # "to seven" is seven of ten
        said = said * 10 if level and said <= 10 and "percent" not in change else said
        percent = max(1, min(100, said))
        hub.call("light", "turn_on", chosen, brightness_pct=percent)
        return Result(facts | {"brightness": f"{percent} percent"}, f"The {subject} at {percent} percent.")
    step = (
        int(by[1])
        if by
        else 50
        if "by half" in change
        else 10
        if re.search(r"\b(bit|little|slightly)\b", text)
        else _STEP_PERCENT
    )
    hub.call("light", "turn_on", chosen, brightness_step_pct=step if up else -step)
    state = "brighter" if up else "dimmer"
    return Result(facts | {"state": state}, f"The {subject} {state} now.")


def _colour(
    hub: HomeAssistant, request: Request, chosen: list[Entity], subject: str, facts: dict[str, str], text: str
) -> Result:
    # "from blue to white"
    named = [slot.value for slot in request.understanding.slots or () if slot.name == "color_type"]
    spoken = named[-1].lower().strip() if named else ""

    def answer(reply: Request) -> Result | None:
        found = _painted(hub, chosen, reply.text.lower())
        return Result(facts | {"color": found}, f"The {subject} {found} now.") if found else None

    if not spoken and re.search(r"\bpercent\b", text):
        return _brightness(hub, request, chosen, subject, facts, text)
    if (color := _painted(hub, chosen, spoken or text)) is not None:
        return Result(facts | {"color": color}, f"The {subject} {color} now.")
    if spoken:
        return Result({"color": spoken}, f"I don't know the colour {spoken}.", "failed")
    return Result({}, "Which colour?", "asked", Question(on_answer=answer))


def _painted(hub: HomeAssistant, chosen: list[Entity], text: str) -> str | None:
    """The colour that `text` names, which the lamps have now; None where it names none."""
    for word in sorted(_WHITES, key=len, reverse=True):
        if re.search(rf"\b{word}(er)?\b", text):
            hub.call("light", "turn_on", chosen, color_temp_kelvin=_WHITES[word])
            return word
    if named := re.search(rf"\b({_COLOURS})(?:d?ish|d?er)?\b", text):
        hub.call("light", "turn_on", chosen, color_name=named[1])
        return named[1]
    return None


def _device(request: Request) -> str:
    device = finding.device_of(request)
    if device:
        return "" if re.fullmatch(r"(all |the )*lights?", device) else device
    found = re.search(
        r"\b((?:(?:desk|floor|ceiling|bedside|porch|corner|overhead|outdoor|upstairs|downstairs"
        r"|christmas) )?(?:lamps?|lights?))\b",
        request.text.lower(),
    )
    return found[1] if found and found[1] not in ("light", "lights") else ""


def _the(request: Request) -> str:
    place, device = finding.place_of(request), _device(request) or "lights"
    return f"the {device} in the {place}" if place else f"the {device}"
