"""How the items and lists of a command are read from its slots."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import Call, Reading, Unclear
from assistant.skills.lists import reading
from models.types import Modifiers
from tests.fixtures.commands import command


@pytest.fixture
def call(tmp_path: Path) -> Call:
    return Call(datetime(2026, 11, 22, 14, 45, tzinfo=UTC), Profile(Database(tmp_path / "db")), Dialogue())


@pytest.mark.parametrize(
    ("text", "slots", "things"),
    [
        ("add a pen and two rulers", [("item", "a pen and two rulers")], ("pen", "two rulers")),
        ("add pens, rulers", [("item", "pens"), ("item", "rulers")], ("pens", "rulers")),
        ("add tea and juice", [("item", "tea"), ("drink_type", "juice")], ("tea", "juice")),
        (
            "add pear and parsnip soup",
            [("item", "pear"), ("item", "parsnip soup")],
            ("pear and parsnip soup",),
        ),
        (
            "add cheese and onion bagels and tea",
            [("item", "cheese and onion"), ("item", "bagels"), ("item", "tea")],
            ("cheese and onion bagels", "tea"),
        ),
        ("add pens and rulers", [("item", "pens"), ("item", "rulers")], ("pens", "rulers")),
        ("add lunch with ann", [("item", "lunch"), ("person", "ann")], ("lunch with ann",)),
        ("add cocoa to it", [("drink_type", "cocoa")], ("cocoa",)),
        ("add the longest road by ann lee", [("person", "ann lee")], None),
        ("add something", [("item", "something")], None),
        ("remove the last one", [("item", "last one")], None),
        (
            "put mop floors on friday's list",
            [("item", "mop floors"), ("date", "friday's")],
            ("mop floors (friday)",),
        ),
    ],
)
def test_items(call: Call, text: str, slots: list[tuple[str, str]], things: tuple[str, ...] | None) -> None:
    assert reading.things().read(Reading(command(text, "lists_createoradd", *slots), call)) == things


def test_a_value_apart_is_unclear(call: Call) -> None:
    given = command(
        "in rome add tea and jam", "lists_createoradd", ("place_name", "rome"), ("item", "tea and jam")
    )

    with pytest.raises(Unclear, match="rome"):
        reading.things().read(Reading(given, call))


def test_the_words_of_a_delay_are_no_item(call: Call) -> None:
    later = Modifiers(at="in ten minutes")
    slots = (("duration", "ten minutes"), ("item", "tea"))
    given = command("in ten minutes add tea", "lists_createoradd", *slots, modifiers=later)

    assert reading.things().read(Reading(given, call)) == ("tea",)


def test_the_time_of_a_remark(call: Call) -> None:
    parameter = reading.remark()
    assert parameter.find is not None
    for text, thing in [
        ("for monday's fair i need flour", "flour"),
        ("buy flour for monday", "flour for monday"),
    ]:
        start, end = parameter.find(text) or (0, 0)
        assert text[start:end].startswith("monday")
        given = command(text, "lists_createoradd", ("item", "flour"), (reading.REMARK, text[start:end]))
        assert reading.things().read(Reading(given, call)) == (thing,)
        assert reading.things(times=False).read(Reading(given, call)) == ("flour",)


@pytest.mark.parametrize(
    ("text", "answer"), [("some nails and a hammer", ("nails", "hammer")), ("something", None)]
)
def test_a_bare_answer(call: Call, text: str, answer: tuple[str, ...] | None) -> None:
    parameter = reading.things(ask="What?")

    assert parameter.answer is not None
    assert parameter.answer(Reading(command(text, None), call)) == answer


def test_groups_keep_apart_what_is_replaced(call: Call) -> None:
    given = command(
        "swap nails for screws and glue", "lists_change", ("item", "nails"), ("item", "screws and glue")
    )

    assert reading.groups().read(Reading(given, call)) == (("nails",), ("screws", "glue"))


def test_names_of_lists(call: Call) -> None:
    given = command(
        "move it from my grocery to the diy list", None, ("list_name", "grocery"), ("list_name", "diy")
    )

    assert reading.named_list().read(Reading(given, call)) == "grocery"
    assert reading.named_lists().read(Reading(given, call)) == ("grocery", "diy")
    assert reading.called(command("the beach list", None)) == "beach"


def test_words_beside_slots(call: Call) -> None:
    given = command("delete my new shoes list", "lists_remove", ("list_name", "new shoes"))

    assert reading.rest(Reading(given, call)) == "delete my list"
    assert reading.whole().read(Reading(given, call)) == "delete"
    assert reading.lists_themselves().read(Reading(given, call)) is None
    assert reading.reorders().read(Reading(given, call)) is None
    assert reading.intent_is("lists_remove").read(Reading(given, call)) is True
    assert reading.intent_is("lists_query").read(Reading(given, call)) is None


def test_a_question_keeps_to_its_items(call: Call) -> None:
    given = command("do we have tea for today", "lists_query", ("item", "tea"), ("date", "today"))

    assert reading.asked_things().read(Reading(given, call)) == ("tea",)


def test_other_names_may_be_a_list(call: Call) -> None:
    given = command("what's there to get at the supermarket", "lists_query", ("business_type", "supermarket"))

    assert reading.hinted_lists().read(Reading(given, call)) == ("shopping",)


def test_a_place_is_found_without_a_slot() -> None:
    parameter = reading.place()

    assert parameter.find is not None
    text = "what is the second thing on it"
    span = parameter.find(text)
    assert span is not None
    assert text[slice(*span)] == "the second thing"


def test_what_is_replaced_is_read_from_the_words_where_one_slot_is_missing(call: Call) -> None:
    given = command("swap the cocoa for tea", "lists_change", ("item", "tea"))
    assert reading.groups().read(Reading(given, call)) == (("cocoa",), ("tea",))
