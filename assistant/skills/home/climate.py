"""Questions about the weather that the house's own sensors answer: how warm and how humid a room is."""

from __future__ import annotations

from typing import Annotated, Literal

from assistant.skills.api import Call, Parameter, Reading, Result, operation
from assistant.skills.home.describing import describe
from assistant.skills.home.devices import DeviceSkill
from assistant.skills.home.house import Entity
from assistant.skills.home.mentions import completed
from assistant.skills.home.naming import words
from assistant.skills.home.saying import inside, the
from assistant.skills.home.targets import find
from assistant.skills.home.wishes import Wish, wish
from models.text.say_lists import capital, join

Quantity = Literal["temperature", "humidity"]
_DAMP = frozenset({"humid", "humidity", "damp", "dry", "moist", "muggy", "air"})


def _quantity(reading: Reading) -> Quantity:
    return "humidity" if _DAMP & set(words(reading.command.text)) else "temperature"


def _later(reading: Reading) -> bool | None:
    """Whether another time than now is asked about."""
    return bool(set(reading.texts("date", "time", "timeofday")) - {"now", "right now", "today"}) or None


_SLOTS = ("weather_descriptor", "date", "time", "timeofday", "query_detail")
ANY = Wish()


class Climate(DeviceSkill):
    """The temperature and the humidity of rooms; no forecast."""

    name = "weather"
    title = "the state of the house"
    noun = "sensors"

    @operation(
        "weather_query",
        does="tell the temperature and the humidity in {places}",
        examples=("how warm is it in the bedroom",),
    )
    def tell(
        self,
        call: Call,
        places: Annotated[Wish, wish("the house")] = ANY,
        quantity: Annotated[Quantity, Parameter(_quantity, _SLOTS, say=str)] = "temperature",
        later: Annotated[bool, Parameter(_later, say=str)] = False,
    ) -> Result:
        """Tell what the sensors of a room measure; elsewhere nothing is known."""
        unknown = Result({}, "I can't look up the weather.", "unavailable", fixed=True)
        if self._hub.home is None or later:
            return unknown
        house = self._hub.house()
        # of names of devices only the rooms in them are meant
        named = completed(house, places, ())
        where = find(house, named.places, (), {entity.domain for entity in house.entities}, everything=True)
        if not named.places or where.unknown:
            return unknown
        sensors = [one for one in (*where.chosen, *where.unavailable) if _measures(one, quantity)]
        if not sensors:
            return Result({}, f"There is no {quantity} sensor {inside(*named.places)}.", "failed")
        told = capital(join([f"{the(one)} is {_value(one, quantity)}" for one in sensors])) + "."
        return Result({"state": told}, told, touched=self._hub.touch(call, sensors))


def _measures(entity: Entity, quantity: Quantity) -> bool:
    if entity.domain == "climate":
        return f"current_{quantity}" in entity.attributes
    return entity.domain == "sensor" and entity.device_class == quantity


def _value(entity: Entity, quantity: Quantity) -> str:
    if entity.domain == "climate" and entity.available:
        unit = "percent" if quantity == "humidity" else "degrees"
        return f"at {entity.attributes[f'current_{quantity}']} {unit}"
    return describe(entity)
