"""What a reminder is about."""

from __future__ import annotations

import pytest

from models.text.parse import ANY_TIME, reminding


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("remind me to phone my aunt", ["phone my aunt"], "to phone your aunt"),
        ("remind me about the choir", ["choir"], "about the choir"),
        ("remind me of choir at six", ["choir"], "about choir"),
        ("remind me not to lock the gate", ["lock the gate"], "not to lock the gate"),
        ("remind me that I'm on call", ["I'm on call"], "that you're on call"),
        ("add choir on friday", ["choir"], "choir"),
        ("remind me about lunch with dad", ["lunch", "dad"], "about lunch with dad"),
    ],
)
def test_the_subject_of_a_reminder(text: str, words: list[str], said: str) -> None:
    places = [(text.index(word), text.index(word) + len(word)) for word in words]

    assert reminding.subject(text, places) == said


def test_a_time_between_the_words_is_left_out() -> None:
    text = "remind me about lunch at one with dad"

    assert reminding.subject(text, [(16, 21), (34, 37)], [(25, 28)]) == "about lunch dad"


def test_somebody_is_to_be_woken() -> None:
    assert reminding.wakes("get me up at five")
    assert not reminding.wakes("an alarm at five")


@pytest.mark.parametrize(
    ("before", "about", "said"),
    [
        ("to call mum", "dad", "to call dad"),
        ("to pick up the kids", "the cake", "to pick up the cake"),
        ("to call mum", "to feed the cat", "to feed the cat"),
        ("to call mum", "feed the cat", "feed the cat"),
        ("about the dentist", "the vet", "about the vet"),
        ("choir", "lunch", "lunch"),
    ],
)
def test_a_name_takes_the_verb_before_it(before: str, about: str, said: str) -> None:
    assert reminding.with_verb_of(before, about) == said


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("remind me to ring Ida when I leave the office", "when you leave the office"),
        ("if the post comes, remind me to sign", "if the post comes"),
        ("once my sister calls remind me to tell her", "once your sister calls"),
        ("remind me at six to ring Ida", ""),
        ("when should I leave", ""),
    ],
)
def test_what_else_than_a_time_is_waited_for(text: str, waits: str) -> None:
    assert reminding.condition(text) == waits


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("remind me to walk at noon tomorrow", "to walk"),
        ("please remind me on friday about the rent", "about the rent"),
        ("remind us that it is our turn, please", "that it is your turn"),
        ("remind me at five", ""),
        ("walk the dog", ""),
    ],
)
def test_a_subject_is_found_by_the_form_alone(text: str, said: str) -> None:
    assert reminding.unmarked_subject(text, ANY_TIME) == said


def test_an_alarm_may_remind_and_is_no_reminder() -> None:
    assert reminding.wants_reminder("and remind me at 7 to eat")
    assert not reminding.wants_reminder("set an alarm to remind me")
