"""Which option an answer names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.conversation.pending import Pending, chosen, interrupted, is_value
from assistant.conversation.resolving import Resolved
from assistant.skills.api import EVERY, Option
from assistant.skills.operations import operations
from tests.fixtures.commands import command
from tests.fixtures.lamps import Lamps

OPERATION = operations(Lamps())[0]
OPTIONS = (
    Option("1", "the pasta timer", ("10 minutes", "ten minute")),
    Option("2", "the tea timer", ("3 minutes",)),
    Option("3", "the timer for 1 hour"),
)


def pending(*, several: bool = False) -> Pending:
    return Pending(OPERATION, Resolved(command("x", "lamp_on")), options=OPTIONS, several=several)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ("pasta", "1"),
        ("the pasta one please", "1"),
        ("the tea timer", "2"),
        ("ten minutes", "1"),
        ("the second one", "2"),
        ("the last one", "3"),
        ("1 hour", "3"),
        ("passta", None),
        ("the timer", None),
        ("what time is it", None),
        ("fourth", None),
    ],
)
def test_answers(answer: str, key: str | None) -> None:
    assert chosen(answer, pending()) == key


def test_all_only_where_several_may_be_chosen() -> None:
    assert chosen("all of them", pending()) is None
    assert chosen("all of them", pending(several=True)) == EVERY
    assert chosen("both", pending(several=True)) == EVERY


def test_a_whole_name_comes_before_a_part_of_one() -> None:
    options = (Option("room", "the den lights", ("den",)), Option("lamp", "the den corner lamp"))
    asked = Pending(OPERATION, Resolved(command("x", "lamp_on")), options=options)

    assert chosen("the den", asked) == "room"
    assert chosen("the den corner lamp", asked) == "lamp"


@pytest.mark.parametrize(
    ("text", "value"),
    [("seven am", True), ("for ten minutes.", True), ("is it 7", False), ("ham", False)],
)
def test_a_value_alone_is_an_answer_where_one_was_asked_for(text: str, value: bool) -> None:
    assert is_value(text, replace(pending(), missing="when")) is value
    assert not is_value(text, pending())


def test_a_question_for_a_value_outlasts_one_question_of_the_owner() -> None:
    asks, wants = command("what day is it", None, act="question"), command("add figs", None)
    open_ = replace(pending(), missing="when")

    once = interrupted(open_, [asks])
    assert once is not None
    assert once.missing == "when"
    assert interrupted(once, [asks]) is None
    assert interrupted(open_, [asks, wants]) is None
    assert interrupted(pending(), [asks]) is None
