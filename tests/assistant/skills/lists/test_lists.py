"""Conversations about lists, from the classifier's commands to the replies."""

from __future__ import annotations

import sqlite3

import pytest

from assistant.skills.lists.lists import Lists
from models.types import Modifiers

ALL = Modifiers(all=True)


@pytest.fixture
def shopping(chat):
    """A conversation with eggs, rice and oat milk on the shopping list."""
    chat.say(
        "add eggs, brown rice and oat milk to the list",
        "lists_createoradd",
        item=["eggs", "brown rice", "oat milk"],
    )
    return chat


def read(chat, name: str = "shopping") -> str:
    return chat.say(f"read me the {name} list", "lists_query", act="question", list_name=name)


def test_several_items_go_on_the_default_list(shopping) -> None:
    assert read(shopping) == "You have 3 things on your shopping list: eggs, brown rice and oat milk."
    assert shopping.facts == {"list": "shopping", "count": 3, "items": "eggs, brown rice and oat milk"}


def test_one_slot_may_hold_several_items_and_a_name_with_and(chat) -> None:
    said = "a pork pie, oil and vinegar dressing and glue"

    reply = chat.say(f"put {said} on my grocery list", "lists_createoradd", item=said, list_name="grocery")

    assert reply.endswith("are on your shopping list now.")
    assert "oil and vinegar" in chat.facts["items"]
    assert chat.facts["items"].endswith(" and glue")
    assert chat.action.changes


def test_what_is_there_is_not_added_twice(shopping) -> None:
    assert (
        shopping.say("add eggs", "lists_createoradd", item="eggs")
        == "Eggs are already on your shopping list."
    )
    assert not shopping.action.changes
    reply = shopping.say("add tea and an egg", "lists_createoradd", item=["tea", "egg"])
    assert reply == "Tea is on your shopping list now. Eggs are already on it."


def test_a_new_quantity_takes_the_place_of_the_old_one(shopping) -> None:
    shopping.say("add ten eggs", "lists_createoradd", item="ten eggs")

    assert read(shopping) == "You have 3 things on your shopping list: ten eggs, brown rice and oat milk."


def test_an_empty_list_is_made_and_leaned_on(chat) -> None:
    assert chat.say("make a sewing list", "lists_createoradd", list_name="sewing").startswith(
        "Your sewing list is ready."
    )
    chat.say("put thread on it", "lists_createoradd", item="thread", relation="follow_up")
    assert read(chat, "sewing") == "You have 1 thing on your sewing list: thread."
    again = chat.say("start a sewing list", "lists_createoradd", list_name="sewing")
    assert again == "You already have a sewing list."


def test_what_is_missing_is_asked_for(chat) -> None:
    assert chat.say("create a new list", "lists_createoradd") == "What should the list be called?"
    chat.say("gardening", "lists_createoradd", list_name="gardening", relation="answer")
    asked = chat.say(
        "add this item to the gardening list", "lists_createoradd", item="this item", list_name="gardening"
    )
    assert asked == "What should I add to your gardening list?"
    assert chat.status == "asked"
    assert chat.say("a rake and a hoe", None) == "Rake and hoe are on your gardening list now."


def test_the_time_beside_an_item_stays_with_it(chat) -> None:
    text = "add ring the bank tomorrow at 9 to my to do list"

    chat.say(text, "lists_createoradd", item="ring the bank", date="tomorrow", time="9", list_name="to do")

    assert "ring the bank tomorrow at 9" in read(chat, "to-do")


def test_questions_about_items_change_nothing(shopping) -> None:
    ask = {"act": "question"}
    assert shopping.say("is there rice on it", "lists_query", item="rice", **ask) == (
        "Yes, brown rice is on your shopping list."
    )
    assert shopping.say("did you add tea", "lists_createoradd", item="tea", **ask) == (
        "No, tea is not on your shopping list."
    )
    assert shopping.say("did you take the eggs off", "lists_remove", item="eggs", **ask) == (
        "No, eggs are still on your shopping list."
    )
    assert shopping.say("have we got eggs and tea", "lists_query", item=["eggs", "tea"], **ask) == (
        "Eggs are on your shopping list, but tea is not on it."
    )
    assert "3 things" in read(shopping)


def test_places_on_a_list(shopping) -> None:
    ask = {"act": "question"}
    assert shopping.say("what's the last thing on the list", "lists_query", **ask) == (
        "The last thing on your shopping list is oat milk."
    )
    assert (
        shopping.say("take the first item off the list", "lists_remove") == "Eggs are off your shopping list."
    )
    assert shopping.say("take the fifth item off the list", "lists_remove") == (
        "Your shopping list has only 2 things."
    )


def test_the_lists_are_named(shopping) -> None:
    shopping.say("make a sewing list", "lists_createoradd", list_name="sewing")

    assert shopping.say("which lists are there", "lists_query", act="question") == (
        "You have 2 lists: shopping and sewing."
    )


def test_a_list_that_is_not_there_is_no_other_one(shopping) -> None:
    assert read(shopping, "sewing") == "You have no sewing list."
    assert (
        shopping.say("clear the sewing list", "lists_remove", list_name="sewing")
        == "You have no sewing list."
    )
    assert shopping.say("what's on the jazz list", "lists_query", act="question", music_genre="jazz") == (
        "You have no jazz list."
    )


def test_items_come_off(shopping) -> None:
    reply = shopping.say("take the eggs and the tea off", "lists_remove", item=["eggs", "tea"])

    assert reply == "Eggs are off your shopping list. Tea is not on your shopping list."
    assert shopping.say("take the tea off", "lists_remove", item="tea") == "Tea is not on your shopping list."
    assert shopping.status == "failed"
    assert "brown rice and oat milk" in read(shopping)


def test_an_item_is_looked_for_where_no_list_is_named(shopping) -> None:
    shopping.say("add thread to the sewing list", "lists_createoradd", item="thread", list_name="sewing")

    assert (
        shopping.say("cross off the thread", "lists_remove", item="thread")
        == "Thread is off your sewing list."
    )


def test_of_several_items_one_is_asked_for(shopping) -> None:
    shopping.say("add soy milk", "lists_createoradd", item="soy milk")

    assert (
        shopping.say("take the milk off", "lists_remove", item="milk") == "Which one, oat milk or soy milk?"
    )
    assert shopping.say("the soy one") == "Soy milk is off your shopping list."
    assert "oat milk" in read(shopping)


def test_a_list_is_emptied_but_for_exceptions_and_restored(shopping) -> None:
    but = Modifiers(all=True, excluded=("the eggs",))
    text = "take everything off the list but the eggs"
    assert shopping.say(text, "lists_remove", modifiers=but) == "Only eggs are on your shopping list now."
    assert shopping.say("undo that", "general_undo") == (
        "Okay, brown rice and oat milk are back on your shopping list."
    )
    assert read(shopping).endswith("eggs, brown rice and oat milk.")
    unknown = Modifiers(all=True, excluded=("the tea",))
    shopping.say("take everything off but the tea", "lists_remove", modifiers=unknown)
    assert shopping.status == "failed"
    assert "3 things" in read(shopping)


def test_all_of_a_list_goes_at_once_and_comes_back(shopping) -> None:
    assert (
        shopping.say("empty my list", "lists_remove")
        == "Your shopping list is empty now. I took 3 things off it."
    )
    assert read(shopping) == "Your shopping list is empty."
    shopping.say("undo that", "general_undo")
    shopping.say("delete the shopping list", "lists_remove", list_name="shopping")
    assert read(shopping) == "You have no lists yet."
    assert shopping.say("undo that", "general_undo") == "Okay, your shopping list is back."
    assert read(shopping).endswith("eggs, brown rice and oat milk.")


def test_all_lists_go_but_one(shopping) -> None:
    for name in ("sewing", "party"):
        shopping.say(f"make a {name} list", "lists_createoradd", list_name=name)
    but = Modifiers(all=True, excluded=("the party",))

    reply = shopping.say("delete all my lists but the party one", "lists_remove", modifiers=but)

    assert reply == "Your shopping and sewing lists are deleted."
    assert shopping.say("which lists are there", "lists_query", act="question") == "You have 1 list: party."


def test_the_time_of_a_remark_changes_nothing(shopping) -> None:
    text = "cross off the eggs, i bought some this morning"

    assert shopping.say(text, "lists_remove", item="eggs") == "Eggs are off your shopping list."


def test_words_that_no_slot_marks_may_be_an_item(shopping) -> None:
    reply = shopping.say("delete brown rice from the shopping list", "lists_remove", list_name="shopping")

    assert reply == "What should I take off your shopping list?"
    assert "3 things" in read(shopping)


def test_what_to_take_off_is_asked_for(shopping) -> None:
    asked = shopping.say("remove something from my list", "lists_remove", item="something")

    assert asked == "What should I take off your shopping list?"
    assert shopping.say("the rice", "lists_remove", item="rice", relation="answer") == (
        "Brown rice is off your shopping list."
    )


def test_it_is_what_was_just_added(shopping) -> None:
    shopping.say("add tea", "lists_createoradd", item="tea")

    assert (
        shopping.say("take it off again", "lists_remove", relation="follow_up")
        == "Tea is off your shopping list."
    )
    shopping.say("and the eggs", "lists_remove", item="eggs", relation="follow_up")
    assert read(shopping).endswith("brown rice and oat milk.")


def test_it_goes_on_another_list_too_or_instead(shopping) -> None:
    lean = {"relation": "follow_up", "list_name": "party"}
    shopping.say("add cola", "lists_createoradd", item="cola")

    both = shopping.say("and put it on the party list", "lists_createoradd", **lean)
    assert both == "Cola is on your party list now."
    shopping.say("add cups to my list", "lists_createoradd", item="cups", list_name="my")
    moved = shopping.say("put them on the party list instead", "lists_change", **lean)
    assert moved == "Cups are on your party list now, not on your shopping list."
    renamed = shopping.say("call it wedding", "lists_change", relation="follow_up", list_name="wedding")
    assert renamed == "Your party list is called wedding now."
    assert "cola and cups" in read(shopping, "wedding")


def test_a_correction_takes_the_wrong_item_back(shopping) -> None:
    shopping.say("add bread", "lists_createoradd", item="bread")
    shopping.say("no i said thread", "lists_createoradd", item="thread", relation="correction")
    assert read(shopping).endswith("oat milk and thread.")
    text = "on the sewing list"
    shopping.say(text, "lists_createoradd", list_name="sewing", relation="correction")
    assert read(shopping).endswith("brown rice and oat milk.")
    assert read(shopping, "sewing").endswith("thread.")


def test_items_are_replaced_and_moved(shopping) -> None:
    assert shopping.say("swap the eggs for tofu", "lists_change", item=["eggs", "tofu"]) == (
        "Tofu is on your shopping list now instead of eggs."
    )
    assert read(shopping).endswith(": tofu, brown rice and oat milk.")
    assert shopping.say(
        "move the tofu to the party list", "lists_change", item="tofu", list_name="party"
    ) == ("Tofu is on your party list now, not on your shopping list.")
    shopping.say("undo that", "general_undo")
    shopping.say("undo that", "general_undo")
    assert read(shopping).endswith(": eggs, brown rice and oat milk.")
    assert read(shopping, "party") == "You have no party list."


def test_a_prohibition_or_statement_changes_nothing(shopping) -> None:
    for act in ("prohibition", "statement"):
        shopping.say("empty my list", "lists_remove", act=act, modifiers=ALL)
        shopping.say("tea is on the list", "lists_createoradd", act=act, item="tea")
        assert shopping.action is None or not shopping.action.changes
    assert "3 things" in read(shopping)


def test_a_value_apart_from_the_items_is_asked_about(shopping) -> None:
    text = "in berlin put tea and jam on the list"
    asked = shopping.say(text, "lists_createoradd", item=["tea", "jam"], place_name="berlin")

    assert "berlin" in asked
    assert "3 things" in read(shopping)


def test_lists_of_the_version_before_open_with_all_in_them(tmp_path, start) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    with sqlite3.connect(folder / "assistant.sqlite3") as old:
        old.execute("CREATE TABLE lists (name TEXT PRIMARY KEY, used INTEGER NOT NULL)")
        old.execute(
            "CREATE TABLE items (list TEXT NOT NULL REFERENCES lists (name) ON DELETE CASCADE,"
            " item TEXT NOT NULL, UNIQUE (list, item))"
        )
        old.executemany("INSERT INTO lists VALUES (?, ?)", [("shopping", 1), ("dog names", 3), ("to-do", 2)])
        old.executemany(
            "INSERT INTO items VALUES (?, ?)",
            [("shopping", "milk"), ("shopping", "pegs"), ("dog names", "Rex")],
        )
    old.close()
    chat = start()

    assert chat.say("which lists are there", "lists_query", act="question") == (
        "You have 3 lists: shopping, dog names and to-do."
    )
    assert read(chat) == "You have 2 things on your shopping list: milk and pegs."
    assert read(chat, "dog names") == "You have 1 thing on your dog names list: Rex."
    chat.say("add jam", "lists_createoradd", item="jam")
    assert read(start()).endswith("milk, pegs and jam.")


def test_a_list_keeps_the_name_that_the_owner_gave_it(chat) -> None:
    made = chat.say("make a jobs list", "lists_createoradd", list_name="jobs")
    assert made == "Your jobs list is ready. It is empty so far."
    chat.say("add oil the gate to the jobs list", "lists_createoradd", item="oil the gate", list_name="jobs")
    assert read(chat, "jobs") == "You have 1 thing on your jobs list: oil the gate."
    chat.say("make a to do list", "lists_createoradd", list_name="to do")
    assert read(chat, "to-do") == "Your to-do list is empty."
    assert read(chat, "tasks").startswith("You have 1 thing on your jobs list")


def test_items_and_lists_are_names(shopping) -> None:
    assert Lists(shopping.context).names() == ["shopping", "eggs", "brown rice", "oat milk"]


def test_lists_are_things_to_ask_about(shopping) -> None:
    (thing,) = Lists(shopping.context).things(shopping.now)
    assert (thing.name, thing.query, thing.asked) == ("shopping", "lists_query", "contents")


@pytest.mark.parametrize(
    ("before", "said", "measure", "item"),
    [
        ("order four sacks of rye flour online", "put two sacks of it on my list", "two sacks", "rye flour"),
        ("buy me a bag of cat litter please", "put a bag of that on my list", "a bag of that", "cat litter"),
    ],
)
def test_a_measure_is_of_what_was_spoken_of(chat, before: str, said: str, measure: str, item: str) -> None:
    chat.say(before)

    chat.say(said, "lists_createoradd", item=measure)

    assert chat.facts["items"].endswith(f" of {item}")


def test_a_measure_is_of_what_was_asked_about(chat) -> None:
    chat.say("is olive oil on my list", "lists_query", act="question", item="olive oil")

    chat.say("put two bottles of it on", "lists_createoradd", relation="follow_up", item="two bottles")

    assert chat.facts["items"] == "two bottles of olive oil"


def test_a_place_among_the_items_just_named(shopping) -> None:
    shopping.say("add tea and jam", "lists_createoradd", item=["tea", "jam"])
    reply = shopping.say("take the first of those off", "lists_remove", relation="follow_up")
    assert reply == "Tea is off your shopping list."


def test_what_is_joined_is_two_things(chat) -> None:
    text = "put liver and onions on my list as two separate things"
    chat.say(text, "lists_createoradd", item="liver and onions")
    assert read(chat) == "You have 2 things on your shopping list: liver and onions."
    assert chat.facts["count"] == 2
