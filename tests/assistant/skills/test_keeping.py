"""What the owner told."""

from __future__ import annotations

import stat

import pytest


def test_the_state_folder_is_private(chat) -> None:
    folder = chat.context.database.file.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_owner_is_remembered_and_used(chat, start) -> None:
    assert chat.say("call me anna", "profile_set", person_name="anna") == "I'll call you Anna."
    assert "you live in Leeds" in chat.say("i live in leeds", "profile_set", home_town="leeds")
    assert chat.say("use metric units", "profile_set", unit_system="metric") == "I'll use metric units."
    assert (
        chat.say("i usually walk my dog at noon", "profile_set")
        == "I'll remember that you walk your dog at noon."
    )
    chat = start()
    assert chat.say("what is my name", "profile_query", profile_field="name") == "You are Anna."
    assert chat.say("where do i live", "profile_query") == "You live in Leeds."
    assert chat.say("what do you know about me", "profile_query") == (
        "You told me that you are called Anna, you live in Leeds, you use metric units and you walk your "
        "dog at noon."
    )
    assert chat.say("hello", "general_greet") == "Good afternoon, Anna."
    assert chat.say("how far is five miles", "unit_conversion") == "5 miles are 8.05 kilometers."
    assert chat.context.profile.facts()["name"] == "Anna"


def test_without_slots_the_words_are_read(chat) -> None:
    assert chat.say("My name is Mary Ann.", "profile_set") == "I'll call you Mary Ann."
    assert "you live in Osaka, where it's 11:45 PM" in chat.say("i moved to osaka", "profile_set")
    odd = "robert'); drop table students"
    assert chat.say(f"my name is {odd}", "profile_set", person_name=odd) == "I'll call you Robert."
    assert chat.say("call me dr. smith", "profile_set", person_name="dr. smith") == "I'll call you Dr. Smith."
    assert chat.say("it's raining", "profile_set") == "I didn't catch what I should remember."


@pytest.mark.parametrize("intent", ["profile_set", "general_cancel", None])
def test_forgetting_asks_first(chat, intent) -> None:
    chat.say("call me anna", "profile_set", person_name="anna")
    assert chat.say("forget my name", intent) == "Do you want me to forget your name?"
    assert chat.say("no") == "All right, I won't."
    assert chat.say("what is my name", "profile_query") == "You are Anna."
    chat.say("forget everything you know about me", intent)
    assert chat.say("yes") == "I have forgotten everything about you."
    assert chat.say("what is my name", "profile_query") == "You haven't told me your name yet."


def test_a_forgotten_town_takes_its_time_zone_along(chat) -> None:
    profile = chat.context.profile
    chat.say("i live in tokyo", "profile_set", home_town="tokyo")
    assert str(profile.zone) == "Asia/Tokyo"
    chat.say("i live in narnia", "profile_set", home_town="narnia")
    assert (profile.home_town, profile.zone) == ("Narnia", None)
    chat.say("i live in leeds", "profile_set", home_town="leeds")
    profile.forget("home_town")
    assert (profile.home_town, profile.zone) == (None, None)
