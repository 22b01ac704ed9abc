"""Lists, and what the owner told."""

from __future__ import annotations

import stat

import pytest


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("add milk to my shopping list", "Milk is on your shopping list now."),
        (
            "Put eggs, milk and bread on the grocery list.",
            "Eggs, milk and bread are on your shopping list now.",
        ),
        ("we need more butter", "Butter is on your shopping list now."),
        (
            "add wash the car and the dog to my to-do list",
            "Wash the car and the dog is on your to-do list now.",
        ),
        ("i need oranges added to my grocery list", "Oranges are on your shopping list now."),
        ("add tea to it", "Tea is on your shopping list now."),
        ("grocery list add eggs", "Eggs are on your shopping list now."),
        ("create a new list called dog names", "The dog names list is ready."),
        ("make a list of friends to invite", "The friends to invite list is ready."),
    ],
)
def test_adding(chat, text, reply) -> None:
    assert chat.say(text, "lists_createoradd") == reply


def test_what_is_missing_is_asked(chat) -> None:
    assert chat.say("create a new list", "lists_createoradd") == "What should the list be called?"
    assert chat.say("holiday") == "The holiday list is ready."
    assert (
        chat.say("add this item to the list", "lists_createoradd")
        == "What should I add to your holiday list?"
    )
    assert chat.say("sun cream") == "Sun cream is on your holiday list now."
    chat.say("add something to the list", "lists_createoradd")
    chat.say("what time is it", "datetime_query")
    assert chat.say("what's on the holiday list", "lists_query") == "On your holiday list: sun cream."


def test_lists_outlive_a_restart_and_are_read(chat, start) -> None:
    chat.say("add milk and eggs to my shopping list", "lists_createoradd")
    chat.say("add call mum to my to do list", "lists_createoradd")
    chat = start()
    assert chat.say("what's on my shopping list", "lists_query") == "On your shopping list: milk and eggs."
    assert chat.facts == {"list": "shopping", "items": "milk and eggs"}
    assert chat.say("what lists do i have", "lists_query") == "You have 2 lists: shopping and to-do."
    assert (
        chat.say("do i have milk on the shopping list", "lists_query")
        == "Yes, milk is on your shopping list."
    )
    assert (
        chat.say("is there coffee on my grocery list", "lists_query")
        == "No, coffee is not on your shopping list."
    )
    assert chat.say("read my wish list", "lists_query") == "You have no wish list."


def test_an_item_goes_at_once_a_list_after_a_yes(chat) -> None:
    chat.say("add milk and eggs to my shopping list", "lists_createoradd")
    assert (
        chat.say("remove the milk from the shopping list", "lists_remove")
        == "Milk is off your shopping list."
    )
    assert (
        chat.say("remove the cheese from my list", "lists_remove") == "Cheese is not on your shopping list."
    )
    assert (
        chat.say("delete my shopping list", "lists_remove") == "Do you want me to delete the shopping list?"
    )
    assert chat.say("mumble") == "Sorry, I didn't understand that."
    assert chat.say("what's on my shopping list", "lists_query") == "On your shopping list: eggs."
    chat.say("clear the shopping list", "lists_remove")
    assert chat.say("Yes.") == "Your shopping list is deleted."
    assert chat.say("what's on my shopping list", "lists_query") == "You have no lists yet."


def test_deleting_all_lists_asks(chat) -> None:
    for name in ("shopping", "wish"):
        chat.say(f"add tea to my {name} list", "lists_createoradd")
    assert chat.say("delete all lists", "lists_remove") == "Do you want me to delete both lists?"
    chat.say("yes")
    assert chat.say("what lists do i have", "lists_query") == "You have no lists yet."


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
