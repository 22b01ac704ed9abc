"""Which of several things is meant."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from assistant.skills.api import EVERY, Ambiguous, Call, Unclear
from assistant.skills.time.choosing import NotThere, Which, at_times, choose
from assistant.skills.time.describing import ALARMS
from assistant.skills.time.entries import Entry
from models.text.parse import Recurrence, TimeOfDay
from tests.fixtures.skills import Chat

DAILY = Recurrence(tuple(range(7)), times=(TimeOfDay(7, 0, "am"),))


@pytest.fixture
def call(chat: Chat) -> Call:
    return chat.responder.call(chat.dialogue)


@pytest.fixture
def alarms(chat: Chat) -> list[Entry]:
    """8 PM today, 7 AM every day, 9 AM on Tuesday for the vet."""
    tuesday = chat.now.replace(day=24, hour=9, minute=0)
    tonight, tomorrow = chat.now.replace(hour=20, minute=0), chat.now.replace(day=23, hour=7, minute=0)
    return [alarm(1, tonight), alarm(2, tomorrow, DAILY), alarm(3, tuesday, name="vet")]


def alarm(number: int, due: datetime, rule: Recurrence | None = None, name: str = "") -> Entry:
    wall = due.replace(tzinfo=None)
    return Entry(number, "alarm", name, due, due - timedelta(days=1), timedelta(days=1), wall=wall, rule=rule)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("8",), [1]),
        (("7 am",), [2]),
        (("tuesday",), [2, 3]),
        (("tuesday", "9"), [3]),
        (("tonight",), [1]),
        (("every day",), [2]),
        (("morning",), [2, 3]),
        (("next week",), [2, 3]),
        (("noon",), []),
    ],
)
def test_times(alarms: list[Entry], call: Call, words: tuple[str, ...], numbers: list[int]) -> None:
    assert [entry.id for entry in at_times(alarms, words, call)] == numbers


def test_words_that_are_no_time_are_asked_about(alarms: list[Entry], call: Call) -> None:
    with pytest.raises(Unclear, match="when the cows come home"):
        at_times(alarms, ("when the cows come home",), call)


@pytest.mark.parametrize(
    ("which", "numbers"),
    [
        (Which(names=("vet",)), [3]),
        (Which(order="first"), [1]),
        (Which(order="last"), [3]),
        (Which(order=2), [2]),
        (Which(every=True), [1, 2, 3]),
        (Which(excluded=("vet and the 8 pm one",)), [2]),
        (Which(excluded=("the first one",)), [2, 3]),
        (Which(every=True, excluded=("tuesday",)), [1]),
    ],
)
def test_the_ones_that_are_meant(alarms: list[Entry], call: Call, which: Which, numbers: list[int]) -> None:
    assert [entry.id for entry in choose(alarms, which, call, ALARMS)] == numbers


@pytest.mark.parametrize(
    "which", [Which(names=("gym",)), Which(times=("noon",)), Which(excluded=("gym",)), Which(order=4)]
)
def test_what_is_not_there_is_no_neighbour(alarms: list[Entry], call: Call, which: Which) -> None:
    with pytest.raises(NotThere):
        choose(alarms, which, call, ALARMS)


def test_several_are_asked_about_and_one_or_all_chosen(alarms: list[Entry], call: Call) -> None:
    from dataclasses import replace

    with pytest.raises(Ambiguous) as asked:
        choose(alarms, Which(), call, ALARMS)

    assert [option.label for option in asked.value.options] == [
        "the one for 8 PM today", "the one for every day at 7 AM", "the vet alarm",
    ]  # fmt: skip
    assert asked.value.several
    assert [e.id for e in choose(alarms, Which(), replace(call, chosen="2"), ALARMS)] == [2]
    assert len(choose(alarms, Which(), replace(call, chosen=EVERY), ALARMS)) == 3
    assert len(choose(alarms, Which(), call, ALARMS, several=True)) == 3


def test_it_is_what_was_touched_last(alarms: list[Entry], call: Call) -> None:
    from dataclasses import replace

    leaning = replace(call, pointed=True, recent=("3",))
    assert [e.id for e in choose(alarms, Which(), leaning, ALARMS)] == [3]
    assert [e.id for e in choose(alarms[1:], Which(order="other"), leaning, ALARMS)] == [2]


def test_two_of_one_name_are_told_apart(call: Call, chat: Chat) -> None:
    twins = [alarm(1, chat.now.replace(hour=20), name="vet"), alarm(2, chat.now.replace(hour=21), name="vet")]

    with pytest.raises(Ambiguous) as asked:
        choose(twins, Which(names=("vet",)), call, ALARMS)

    assert [option.label for option in asked.value.options] == [
        "the vet alarm, 8:45 PM today", "the vet alarm, 9:45 PM today",
    ]  # fmt: skip


def test_a_question_without_a_name_means_all(alarms: list[Entry], call: Call) -> None:
    open_name = Which(names=("go",))
    assert choose(alarms, open_name, call, ALARMS, several=True) == alarms
    with pytest.raises(NotThere):
        choose(alarms, open_name, call, ALARMS)
