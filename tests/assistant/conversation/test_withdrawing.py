"""Utterances that take back what was just done."""

from __future__ import annotations

import pytest

from assistant.conversation.done import Done
from assistant.conversation.resolving import resolve
from assistant.conversation.withdrawing import cancels, forbids_done, restores, without_the_refused
from models.types import Command, DialogueAct, Relation
from tests.fixtures.commands import command

PUT = command(
    "put twine, canes and slug pellets on my list",
    "lists_createoradd",
    ("item", "twine, canes"),
    ("item", "slug pellets"),
)
CLEARED = command("clear the list", "lists_remove")
TAKEN_OFF = command("take off the salt and the oil", "lists_remove", ("item", "salt"), ("item", "oil"))
MOVED = command("move the alarm to 8", "alarm_change", ("time", "8"))
TIMER = command("set a tea timer for ten minutes", "timer_set", ("timer_name", "tea"))


def done(given: Command) -> Done:
    return Done(given, "lists", "add", changes=True, undo=7)


def carried(given: Command, name: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("no, I withdraw that; leave the list as it was", CLEARED),
        ("put things back the way they were", CLEARED),
        ("leave the alarm where it was", MOVED),
        ("put the alarm back to how it was", MOVED),
        ("I'd like it how it was before", MOVED),
        ("no, put everything back", TAKEN_OFF),
    ],
)
def test_the_state_before_is_wished_for(text: str, latest: Command) -> None:
    assert restores(text, done(latest))


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("leave the kitchen light as it was", CLEARED),
        ("put the alarm back", MOVED),
        ("put the oil back", TAKEN_OFF),
        ("what was on the list", CLEARED),
    ],
)
def test_other_wishes_are_not_about_it(text: str, latest: Command) -> None:
    assert not restores(text, done(latest))


@pytest.mark.parametrize(
    ("text", "item", "latest", "forbids"),
    [
        ("leave the list alone", None, CLEARED, True),
        ("no, don't remove the salt or the oil", None, TAKEN_OFF, True),
        ("don't remove anything else", None, CLEARED, False),
        ("don't remove the bread", "bread", TAKEN_OFF, False),
        ("don't remove the oil", "oil", TAKEN_OFF, False),
    ],
)
def test_a_prohibition_of_what_was_done(text: str, item: str | None, latest: Command, forbids: bool) -> None:
    slots = [("item", item)] if item else []
    given = command(text, "lists_remove", *slots, act="prohibition")

    assert forbids_done(given, done(latest)) is forbids


@pytest.mark.parametrize(
    ("text", "relation", "forbids"),
    [("don't set it", "new", False), ("don't set it", "correction", True), ("no don't", "new", True)],
)
def test_what_was_made_is_forbidden_by_a_correction_alone(
    text: str, relation: Relation, forbids: bool
) -> None:
    given = command(text, "timer_set", act="prohibition", relation=relation)

    assert forbids_done(given, done(TIMER)) is forbids


@pytest.mark.parametrize(
    ("text", "act", "left"),
    [
        ("Not the pellets after all, my neighbour disapproves", "prohibition", ["twine", "canes"]),
        ("no, not the twine", "prohibition", ["canes", "slug pellets"]),
        ("not the twine or the canes after all", "request", ["slug pellets"]),
    ],
)
def test_refused_things_are_left_out(text: str, act: DialogueAct, left: list[str]) -> None:
    found = without_the_refused(command(text, None, act=act), [done(PUT)])

    assert found is not None and found[0] is not None
    slots = [slot for slot in found[0].slots if slot.name == "item"]
    assert [slot.value for slot in slots] == left
    assert [found[0].text[slot.start : slot.end] for slot in slots] == left


def test_a_thing_comes_back_by_leaving_it_out() -> None:
    found = without_the_refused(command("put the oil back", None), [done(TAKEN_OFF)])

    assert found is not None and found[0] is not None
    assert [slot.value for slot in found[0].slots] == ["salt"]


def test_what_leaves_nothing_is_undone() -> None:
    bread = done(command("put bread on my list", "lists_createoradd", ("item", "bread")))

    resolved = resolve(command("not the bread after all", None, act="prohibition"), [bread], carried, bread)

    assert (resolved.command.intent, resolved.command.dialogue_act) == ("general_undo", "request")


def test_the_rest_of_a_change_replaces_it() -> None:
    before = done(PUT)

    resolved = resolve(command("no, not the twine", None, act="prohibition"), [before], carried, before)

    assert resolved.replaces
    assert [slot.value for slot in resolved.command.slots] == ["canes", "slug pellets"]


def test_words_that_name_other_things_take_nothing_back() -> None:
    assert without_the_refused(command("not the gloves after all", None), [done(PUT)]) is None
    assert without_the_refused(command("not the twine, the rope", None), [done(PUT)]) is None


def test_a_refusal_cancels_what_is_there() -> None:
    text = "not the tea timer after all"

    assert cancels(command(text, "timer_cancel", act="prohibition"))
    assert not cancels(command("not the tea timer", "timer_cancel", act="prohibition"))


def test_what_was_meant_corrects_though_it_seems_an_answer() -> None:
    given = command("I meant rope", "lists_createoradd", ("item", "rope"), relation="answer")

    assert resolve(given, [done(PUT)], carried).replaces
