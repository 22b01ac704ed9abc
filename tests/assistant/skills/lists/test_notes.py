"""Conversations about notes, from the classifier's commands to the replies."""

from __future__ import annotations

import pytest

from models.types import Modifiers

ALL = Modifiers(all=True)


def note(chat, text: str) -> str:
    return chat.say(f"remember that {text}", "note_set", note_text=text)


def ask(chat, text: str, **slots: str) -> str:
    return chat.say(text, "note_query", act="question", **slots)


@pytest.fixture
def noted(chat):
    """A conversation with three notes."""
    for text in ("i left my bike at the gym", "the sledge is in the barn", "the barn code is 5521"):
        note(chat, text)
    return chat


def test_a_note_is_kept_and_told_in_the_second_person(chat, start) -> None:
    assert note(chat, "i left my bike at the gym") == "Okay, I'll remember: you left your bike at the gym."
    assert chat.action.changes
    assert ask(start(), "where's my bike", note_text="my bike") == "You left your bike at the gym."


def test_a_question_without_a_slot_is_found_by_its_words(noted) -> None:
    assert ask(noted, "where did I put the sledge") == "The sledge is in the barn."
    assert noted.facts == {"note": "the sledge is in the barn"}


def test_values_after_the_text_belong_to_it(chat) -> None:
    chat.say("note that the meter reads 40812", "note_set", note_text="the meter reads")
    assert ask(chat, "what does the meter read", note_text="the meter") == "The meter reads 40812."


def test_a_missing_text_is_asked_for(chat) -> None:
    assert chat.say("take a note", "note_set") == "What should I remember?"
    assert chat.say("my locker is number 6") == "Okay, I'll remember: your locker is number 6."


def test_all_notes_are_told(noted) -> None:
    said = "The barn code is 5521. The sledge is in the barn. You left your bike at the gym."
    assert ask(noted, "what notes do I have") == f"You have 3 notes. {said}"
    assert ask(noted, "what was my first note") == "You left your bike at the gym."
    assert ask(noted, "what's my last note") == "The barn code is 5521."


def test_several_notes_about_one_thing_are_told_latest_first(noted) -> None:
    said = ask(noted, "what did I say about the barn", note_text="the barn")

    assert said == "The barn code is 5521. The sledge is in the barn."


def test_what_is_not_known_is_said(noted) -> None:
    assert ask(noted, "what's the gate code", note_text="the gate code") == (
        "I have no note about the gate code, but this one: the barn code is 5521."
    )
    assert (
        ask(noted, "where is my tent", note_text="my tent") == "You haven't told me anything about your tent."
    )
    assert noted.status == "failed"


def test_nothing_was_noted_yet(chat) -> None:
    assert ask(chat, "where did I park") == "You haven't asked me to remember anything yet."
    assert chat.say("delete my notes", "note_remove", modifiers=ALL) == "You have no notes."


def test_a_note_goes_at_once_and_comes_back(noted) -> None:
    gone = noted.say("forget where I left my bike", "note_remove", note_text="my bike")
    assert gone == "I've deleted the note: you left your bike at the gym."
    assert (
        ask(noted, "where's my bike", note_text="my bike") == "You haven't told me anything about your bike."
    )
    assert (
        noted.say("undo that", "general_undo")
        == "Okay, I have the note again: you left your bike at the gym."
    )
    assert ask(noted, "where's my bike", note_text="my bike") == "You left your bike at the gym."


def test_a_new_note_is_taken_back(chat) -> None:
    note(chat, "the saw is blunt")
    assert chat.say("undo that", "general_undo") == "Okay, I've forgotten that again: the saw is blunt."
    assert ask(chat, "what notes do I have") == "You haven't asked me to remember anything yet."


def test_of_several_notes_one_is_chosen(noted) -> None:
    asked = noted.say("delete the note about the barn", "note_remove", note_text="the barn")

    assert asked == "Which of these notes: the sledge is in the barn; the barn code is 5521?"
    assert noted.say("the first one") == "I've deleted the note: the sledge is in the barn."


def test_that_is_the_note_just_made(noted) -> None:
    note(noted, "we owe Olga ten pounds")

    gone = noted.say("forget that again", "note_remove", relation="follow_up")

    assert gone == "I've deleted the note: you owe Olga ten pounds."


def test_when_that_was_noted(noted) -> None:
    note(noted, "we owe Olga ten pounds")

    noted.wait(hours=24)

    reply = noted.say("when did I say that", "note_query", act="question", relation="follow_up")
    assert reply == "You told me yesterday at 2:45 PM: you owe Olga ten pounds."


def test_all_notes_go_but_some(noted) -> None:
    but = Modifiers(all=True, excluded=("the bike",))
    reply = noted.say("delete all my notes except the one about the bike", "note_remove", modifiers=but)
    assert reply == "I've deleted 2 notes."
    assert ask(noted, "what notes do I have") == "You have 1 note. You left your bike at the gym."
    assert noted.say("undo that", "general_undo") == "Okay, I have your 2 notes again."
    unknown = Modifiers(all=True, excluded=("the tent",))
    noted.say("delete all my notes but the one about the tent", "note_remove", modifiers=unknown)
    assert noted.status == "failed"
    assert ask(noted, "what notes do I have").startswith("You have 3 notes.")


def test_the_last_note_goes(noted) -> None:
    gone = noted.say("delete my last note", "note_remove")
    assert gone == "I've deleted the note: the barn code is 5521."
    assert noted.say("delete the fourth note", "note_remove") == "You have only 2 notes."


def test_only_requests_change_notes(noted) -> None:
    for act in ("prohibition", "statement"):
        noted.say("forget the bike", "note_remove", act=act, note_text="the bike")
        noted.say("I noted the tent is torn", "note_set", act=act, note_text="the tent is torn")
    assert noted.say("did you note the bike", "note_set", act="question", note_text="the bike") == (
        "You left your bike at the gym."
    )
    assert ask(noted, "what notes do I have").startswith("You have 3 notes.")


def test_the_same_note_is_kept_once(chat) -> None:
    note(chat, "the saw is blunt")
    assert note(chat, "The saw is blunt") == "I have that already: the saw is blunt."
    assert not chat.action.changes


def test_a_thing_to_get_is_a_text(chat) -> None:
    assert (
        chat.say("note down two stamps", "note_set", item="two stamps") == "Okay, I'll remember: two stamps."
    )


def test_what_is_dictated_is_kept_whole(chat) -> None:
    said = chat.say("remember I owe Olga ten euros", "note_set", note_text="Olga ten euros")
    assert said == "Okay, I'll remember: you owe Olga ten euros."
    assert chat.say("I left the tent at Olga's, remember that", "note_set", note_text="the tent") == (
        "Okay, I'll remember: you left the tent at Olga's."
    )
