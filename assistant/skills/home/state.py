"""Questions about the house: what is on, off or open, how bright, since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Literal

from assistant.skills.api import Call, Parameter, Reading, Result, operation
from assistant.skills.home.choosing import choose
from assistant.skills.home.colours import nearest_name
from assistant.skills.home.describing import describe
from assistant.skills.home.devices import DeviceSkill
from assistant.skills.home.house import Entity
from assistant.skills.home.hub import UNAVAILABLE
from assistant.skills.home.recognizing import LOCKING, asks_of_state, may_name, recognized
from assistant.skills.home.saying import is_or_are, names, subject, the
from assistant.skills.home.switching import LIGHTS, PLUGS, is_on
from assistant.skills.home.wishes import LIGHT_WORDS, Wish, wish
from models.text import say
from models.text.say_dates import near
from models.text.say_lists import capital, join
from models.types import Command

State = Literal["on", "off", "open", "closed", "locked", "unlocked"]
_SWITCHED = PLUGS | LIGHTS
_TOLD = _SWITCHED | {"cover", "vacuum", "lock", "binary_sensor", "sensor", "scene", "script", "button"}
_WITH_STATE = dict.fromkeys(("open", "closed"), frozenset({"cover"}))
_WITH_STATE |= dict.fromkeys(("locked", "unlocked"), frozenset({"lock"}))
"""The devices that are meant by a state alone; for any other state, those that are switched."""
_STATES: dict[str, State] = {
    "on": "on", "running": "on", "lit": "on", "off": "off", "out": "off",
    "open": "open", "opened": "open", "up": "open", "closed": "closed", "shut": "closed", "down": "closed",
    "locked": "locked", "unlocked": "unlocked",
}  # fmt: skip
_BEHIND = _STATES.keys() | {
    "cleaning",
    "docked",
    "charging",
    "working",
    "going",
    "locked",
    "unlocked",
    "moving",
}
"""Words for states that may be marked with the device in front of them."""
_MOST_NAMED = 8
_NOUNS = {"light": "lights", "fan": "fans", "cover": "blinds", "scene": "scenes", "script": "scripts"}
_CLASSES = frozenset({"window", "door", "blind", "curtain", "shutter", "shade"})
_KINDS = LIGHT_WORDS | {"fan", "blind", "curtain", "shutter", "plug", "vacuum", "door", "window"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about devices."""

    state: State | None = None
    since: bool = False
    who: bool = False
    count: bool = False
    colour: bool = False
    lights: bool = False
    """Whether the question is about lights, whatever its words are."""


def _read(reading: Reading) -> Asked:
    spoken = [word.strip(".,?!") for word in reading.command.text.lower().split()]
    states = [_STATES[word] for word in spoken if word in _STATES]
    since = "when" in spoken or "since" in spoken or {"how", "long"} <= set(spoken)
    lights = (reading.command.intent or "").startswith("iot_hue_")
    return Asked(
        states[-1] if states else None,
        since,
        "who" in spoken,
        "many" in spoken,
        bool({"colour", "color"} & set(spoken)),
        lights,
    )


_VALUES = Parameter(
    lambda reading: None, ("change_amount", "color_type", "coffee_type", "query_detail"), kind="percent"
)
"""Values in a question; the state is told whatever they are."""


ANY, NOTHING = Wish(), Asked()


class HomeState(DeviceSkill):
    """Tells states; changes nothing."""

    name = "home_state"
    title = "the state of the house"
    lacks: Mapping[str, str] = {LOCKING: "lock or unlock doors"}

    def names(self) -> list[str]:
        """See `Names`: all those of the house."""
        return self._hub.names()

    def warm(self) -> None:
        """See `Warms`."""
        self._hub.warm()

    def recognized(self, command: Command) -> Command | None:
        """See `Recognizes`."""
        of_the_house = (command.intent or "").startswith("iot_")
        if self._hub.home is None or of_the_house or not may_name(command):
            return None
        house = self._hub.house()
        return recognized(house.entities, command) or asks_of_state(house, command)

    @operation(
        "iot_query",
        does="tell the state of {devices}",
        examples=("which lights are on", "is the heater on", "are the blinds open"),
        answers=(
            "iot_hue_lighton", "iot_hue_lightoff", "iot_hue_lightup", "iot_hue_lightdim",
            "iot_hue_lightchange", "iot_wemo_on", "iot_wemo_off", "iot_fan_set", "iot_cover_open",
            "iot_cover_close", "iot_cover_set", "iot_scene", "iot_cleaning", "iot_cleaning_stop",
            "iot_coffee",
        ),
    )  # fmt: skip
    def tell(
        self,
        call: Call,
        devices: Annotated[Wish, wish("devices", _KINDS, slots=("business_name",))] = ANY,
        asked: Annotated[Asked, Parameter(_read, say=lambda asked: "")] = NOTHING,
        values: Annotated[None, _VALUES] = None,
    ) -> Result:
        """Tell the states of the devices that are named, or of all."""
        if self._hub.home is None:
            return UNAVAILABLE
        domains = LIGHTS if asked.lights and not devices.phrases() else _TOLD
        devices = replace(devices, devices=tuple(_without_state(phrase) for phrase in devices.devices))
        wished = replace(devices, everything=True)
        named = bool(devices.phrases() or devices.places)
        if not named and not self._hub.recent(call, domains):
            # "what is on": not each sensor
            domains = _WITH_STATE.get(asked.state or "", domains & _SWITCHED)
        if not devices.phrases() and asked.state in ("on", "off"):
            domains = domains & (_SWITCHED | {"vacuum"})
        found = choose(self._hub, call, wished, (domains,), _noun_of(domains), "tell about")
        if isinstance(found, Result):
            return found
        entities = [*found.chosen, *found.unavailable]
        told = self._told_states(call, devices, entities, asked)
        return Result({"state": told}, told, touched=self._hub.touch(call, entities))

    def _told_states(self, call: Call, devices: Wish, entities: Sequence[Entity], asked: Asked) -> str:
        noun = _noun(entities)
        if all(entity.domain in ("scene", "script") for entity in entities):
            return f"There {is_or_are(entities)} {names(entities)}."
        if len(entities) == 1:
            return _single(call, entities[0], asked)
        if asked.count:
            return _counted(entities, noun, asked.state)
        if asked.state is None or len(entities) <= 3:
            return _by_state(entities, noun)
        fitting = [entity for entity in entities if _is(entity, asked.state)]
        others = [entity for entity in entities if entity not in fitting]
        if not others:
            return f"All {len(entities)} {noun} are {asked.state}."
        if devices.everything:
            return f"No, {_by_state(others, noun, begins=False)}"
        if not fitting:
            return f"No {noun} are {asked.state}."
        return _group(fitting, noun, asked.state) + "."


def _without_state(phrase: str) -> str:
    """A device's words without a state behind them: "vacuum cleaning"."""
    kept = phrase.split()
    while len(kept) > 1 and kept[-1].lower() in _BEHIND:
        kept = kept[:-1]
    return " ".join(kept)


def _single(call: Call, entity: Entity, asked: Asked) -> str:
    moment = _since(call, entity) if asked.since else ""
    who = " I can't tell who did that." if asked.who else ""
    hue = _colour(entity) if asked.colour else ""
    return f"{capital(the(entity))} {is_or_are([entity])} {describe(entity)}{hue}{moment}.{who}"


def _counted(entities: Sequence[Entity], noun: str, state: State | None) -> str:
    fitting = [entity for entity in entities if state is None or _is(entity, state)]
    verb, such = ("is", noun.removesuffix("s")) if len(fitting) == 1 else ("are", noun)
    if state is None:
        return f"There {verb} {len(fitting)} {such}: {names(fitting)}."
    listed = f": {names(fitting)}" if 0 < len(fitting) <= _MOST_NAMED else ""
    return f"{len(fitting) or 'No'} {such} {verb} {state}{listed}."


def _colour(entity: Entity) -> str:
    """The colour of a light that is on, to follow its state."""
    kept = entity.attributes
    if entity.state != "on":
        return ""
    if kept.get("color_mode") == "color_temp" and kept.get("color_temp_kelvin"):
        return f", white of {kept['color_temp_kelvin']} kelvin"
    mixture = kept.get("rgb_color")
    if not isinstance(mixture, list | tuple) or len(mixture) != 3:
        return ""
    return f", {nearest_name((int(mixture[0]), int(mixture[1]), int(mixture[2])))}"


def _since(call: Call, entity: Entity) -> str:
    try:
        changed = datetime.fromisoformat(entity.changed).astimezone(call.now.tzinfo)
    except ValueError:
        return ""
    day = near(changed.date(), call.now.date())
    clock = say.clock(changed, hours24=call.profile.hours24)
    return f" since {clock}" if day == "today" else f" since {day} at {clock}"


def _by_state(entities: Sequence[Entity], noun: str, *, begins: bool = True) -> str:
    """ "The desk lamp is on, and the bedside lamp and the hall light are off." """
    groups: dict[str, list[Entity]] = defaultdict(list)
    few = len(entities) <= 3
    for entity in entities:
        groups[describe(entity) if few else _coarse(entity)].append(entity)
    parts = [_group(group, noun, state) for state, group in groups.items()]
    rest = [part if part[:1].isdigit() else part[:1].lower() + part[1:] for part in parts]
    told = ", and ".join(rest) if len(rest) < 3 else join(rest)
    return f"{capital(told) if begins else told}."


def _group(entities: Sequence[Entity], noun: str, state: str) -> str:
    if len(entities) > _MOST_NAMED:
        who, verb = subject(entities, noun)
        return f"{who} {verb} {state}"
    return f"{capital(names(entities))} {is_or_are(entities)} {state}"


def _coarse(entity: Entity) -> str:
    if entity.domain in _SWITCHED and entity.available and entity.domain != "climate":
        return "on" if is_on(entity) else "off"
    return describe(entity)


def _is(entity: Entity, state: State) -> bool:
    if state in ("on", "off"):
        return entity.available and is_on(entity) is (state == "on")
    if entity.domain == "binary_sensor":
        return describe(entity) == state
    return entity.state == state


def _noun(entities: Sequence[Entity]) -> str:
    """The plural name of what all of these are."""
    classes = {entity.device_class for entity in entities}
    if len(classes) == 1 and (named := classes.pop()) in _CLASSES:
        return f"{named}s"
    domains = {entity.domain for entity in entities}
    return _NOUNS.get(next(iter(domains)), "devices") if len(domains) == 1 else "devices"


def _noun_of(domains: frozenset[str]) -> str:
    return "lights" if domains <= LIGHTS else "blinds" if domains == {"cover"} else "devices"
