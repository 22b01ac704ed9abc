"""How warm and how humid the rooms are."""

from __future__ import annotations

import pytest

from tests.fixtures.house import HouseTalk


@pytest.fixture
def talk(house_talk: HouseTalk) -> HouseTalk:
    assert house_talk.home is not None
    sensors = {"sensor.study_temperature": ("Study Temperature", "19.5", "temperature", "°C")}
    sensors["sensor.study_humidity"] = ("Study Humidity", "48", "humidity", "%")
    for identity, (name, state, kind, unit) in sensors.items():
        attributes = {"friendly_name": name, "device_class": kind, "unit_of_measurement": unit}
        house_talk.home.states[identity] = {"state": state, "attributes": attributes}
        house_talk.home.areas["Study"].append(identity)
    heating = {"friendly_name": "Bedroom Heating", "temperature": 21, "current_temperature": 18.5}
    house_talk.home.states["climate.bedroom"] = {"state": "heat", "attributes": heating}
    house_talk.home.areas["Bedroom"].append("climate.bedroom")
    return house_talk


@pytest.mark.parametrize(
    ("text", "slots", "reply"),
    [
        ("how warm is it in the study", (("house_place", "study"),), "The study temperature is 19.5 degrees"),
        ("how damp is the study", (("house_place", "study"),), "The study humidity is 48 percent."),
        ("study temperature", (), "The study temperature is 19.5 degrees Celsius."),
        ("is the bedroom cold", (("house_place", "bedroom"),), "The bedroom heating is at 18.5 degrees."),
        ("is it cold in the kitchen", (("house_place", "kitchen"),), "There is no temperature sensor in the"),
        ("how warm is it", (), "I can't look up the weather."),
        ("how warm is it in Oslo", (("place_name", "Oslo"),), "I can't look up the weather."),
        ("will the study be warm tomorrow", (("house_place", "study"), ("date", "tomorrow")), "I can't look"),
    ],
)
def test_what_the_sensors_tell(
    talk: HouseTalk, text: str, slots: tuple[tuple[str, str], ...], reply: str
) -> None:
    said = talk.say_as(text, "weather_query", *slots, act="question")

    assert said.startswith(reply)
    assert talk.calls == []


def test_a_sensor_out_of_reach(talk: HouseTalk) -> None:
    assert talk.home is not None
    talk.home.states["sensor.study_temperature"]["state"] = "unavailable"
    talk.home.states["climate.bedroom"]["state"] = "unavailable"

    for room in ("study", "bedroom"):
        said = talk.say_as(f"how warm is the {room}", "weather_query", ("house_place", room), act="question")
        assert said.endswith("is unavailable.")
