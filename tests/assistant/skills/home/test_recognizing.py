"""Commands that only the names of the house make clear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.skills.home.house import Area, Entity, House
from assistant.skills.home.recognizing import asks_of_state, may_name, recognized
from models.types import DialogueAct
from tests.fixtures.commands import command
from tests.fixtures.house import HouseTalk

DEVICES = (
    Entity("vacuum.dusty", "Dusty", "docked"),
    Entity("scene.calm", "Calm Evening", "unknown"),
    Entity("script.night", "Night Watch", "off"),
    Entity("switch.fizz", "Soda Maker", "off"),
    Entity("cover.sail", "Sun Sail", "open"),
    Entity("lock.shed", "Shed Door", "locked"),
)
LEVELLED = (
    *DEVICES,
    Entity("light.stall", "Stall 3", "on"),
    Entity("fan.tack", "Tack Room Fan", "off"),
)


@pytest.mark.parametrize(
    ("text", "intent", "named"),
    [
        ("start dusty please", "iot_cleaning", "dusty"),
        ("send Dusty out", "iot_cleaning", "Dusty"),
        ("send dusty back to her dock", "iot_cleaning_stop", "dusty"),
        ("pause dusty", "iot_cleaning_stop", "dusty"),
        ("calm evening scene", "iot_scene", "calm evening"),
        ("switch to calm evening", "iot_scene", "calm evening"),
        ("run night watch", "iot_scene", "night watch"),
        ("soda maker on", "iot_wemo_on", "soda maker"),
        ("turn the soda maker", None, ""),
        ("turn the soda maker on", "iot_wemo_on", "soda maker"),
        ("switch off the soda maker", "iot_wemo_off", "soda maker"),
        ("extend the sun sail", "iot_cover_open", "sun sail"),
        ("retract the sun sail", "iot_cover_close", "sun sail"),
        ("unlock the shed door", "iot_lock", "shed door"),
        ("dusty told me to start the night watch early", None, ""),
        ("play calm evening by the band", None, ""),
        ("dusty", None, ""),
        ("start the party", None, ""),
    ],
)
def test_a_verb_and_a_name(text: str, intent: str | None, named: str) -> None:
    found = recognized(DEVICES, command(text, "play_music", ("song_name", text)))

    assert (found and found.intent) == intent
    assert found is None or [slot.value for slot in found.slots] == [named]


@pytest.mark.parametrize(
    ("text", "act", "intent"),
    [
        ("is dusty docked", "question", "iot_query"),
        ("is dusty the cat's name", "question", None),
    ],
)
def test_a_question_about_a_name(text: str, act: DialogueAct, intent: str | None) -> None:
    found = recognized(DEVICES, command(text, "qa_factoid", act=act))

    assert (found and found.intent) == intent


@pytest.mark.parametrize(
    ("text", "intent", "named", "amount"),
    [
        ("stall 3 at 45 percent", "iot_hue_lightchange", "stall 3", "at 45 percent"),
        (
            "set Stall 3 to thirty percent, please.",
            "iot_hue_lightchange",
            "Stall 3",
            "to thirty percent",
        ),
        ("tack room fan at 60 percent", "iot_fan_set", "tack room fan", "at 60 percent"),
        ("sun sail to 20%", "iot_cover_set", "sun sail", "to 20%"),
    ],
)
def test_a_name_and_a_level(text: str, intent: str, named: str, amount: str) -> None:
    given = replace(command(text, "play_music", ("song_name", text)), start=4, end=4 + len(text))

    found = recognized(LEVELLED, given)

    assert found is not None
    assert (found.intent, found.decision) == (intent, "act")
    assert [(slot.name, slot.value) for slot in found.slots] == [
        ("device_type", named),
        ("change_amount", amount),
    ]
    assert [text[slot.start - 4 : slot.end - 4] for slot in found.slots] == [named, amount]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("stall 3 at noon", "request"),
        ("stall 3 lights at 45 percent", "request"),
        ("tell me a joke about stall 3 at 45 percent", "request"),
        ("stall 7 at 45 percent", "request"),
        ("soda maker at 45 percent", "request"),
        ("shed door at 45 percent", "request"),
        ("stall 3 at 45 percent", "question"),
    ],
)
def test_what_is_no_name_and_level(text: str, act: DialogueAct) -> None:
    assert recognized(LEVELLED, command(text, "play_music", act=act)) is None


def test_a_name_in_other_letters_has_no_slot() -> None:
    found = recognized(DEVICES, command("start the calm-evening", "play_music"))

    assert found is not None
    assert (found.intent, found.slots) == ("iot_scene", ())


def test_only_short_plain_commands_are_looked_at() -> None:
    assert may_name(command("start dusty", None))
    assert may_name(command("stall 3 at 45 percent", None))
    assert not may_name(command("stall 3", None))
    assert not may_name(command("tell me a story about dusty", None))
    assert not may_name(command("please start to tell me what you know of the history of dusty", None))


def test_the_skill_looks_in_the_house(house_talk: HouseTalk) -> None:
    (state,) = [skill for skill in house_talk.skills if skill.name == "home_state"]
    unsure = replace(command("start movie night", "play_movie"), decision="confirm")

    found = state.recognized(unsure)

    assert found is not None
    assert (found.intent, found.decision) == ("iot_scene", "act")
    assert state.recognized(command("good evening", None)) is None
    assert state.recognized(command("switch off the tv", "iot_hue_lightoff")) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("is everything locked", True),
        ("what's open downstairs", True),
        ("are any windows open", True),
        ("is anything on in the den", True),
        ("is the shop open", False),
        ("is the den nice", False),
        ("what is open on Sundays", False),
    ],
)
def test_a_question_about_the_state_of_the_house(text: str, asked: bool) -> None:
    house = House((), (Area("den", "Den"),))
    found = asks_of_state(house, command(text, None, act="question"))
    assert (found is not None) == asked
    assert asks_of_state(house, command(text, None)) is None
