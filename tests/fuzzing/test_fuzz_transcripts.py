"""Any words through every skill: a reply, and never the sentence for a skill that raised."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation.attempts import WENT_WRONG
from assistant.skills.loading import load
from assistant.skills.operations import operations
from models.nlu.words import words
from models.text.normalise import normalise
from models.text.parse import ANY_TIME, Kind, value
from models.text.sentences import sentences
from models.types import Command, DialogueAct, Modifiers, Relation, Slot, Understanding
from tests.fixtures.skills import Chat
from tests.fuzzing.fuzzing import EXAMPLES, fuzzed, texts

SPOKEN = re.findall(
    r"\S+",
    """
    the a set ten fifteen timer timers alarm list milk eggs and minus divided by zero times percent
    of tomorrow every other friday at seven thirty am half past until next year february thirty
    first kitchen lights to from in on for an hour except my shopping note that it again not cancel
    all the bath 007 999999999999 1e400 12:61 -5 0 first last o'clock noon dollars kilometers
    celsius 100% third two hundred billion call Anna water lamp
    """,
)
spoken = st.lists(st.sampled_from(SPOKEN), min_size=1, max_size=12).map(" ".join)
utterances = spoken | texts | st.integers(1, 400).map(lambda n: "9" * n) | st.sampled_from(
    ["\ufeffset a timer", "a" * 2000, "\U0001f600 lights", "e\u0301" * 50, "٣ minutes", "½ hour", "\ud7ff"]
)  # fmt: skip


@fuzzed(3)
@given(text=utterances, kind=st.sampled_from(get_args(Kind)))
def test_words_and_values(text: str, kind: Kind) -> None:
    value(kind, text, ANY_TIME)
    normalise(text)
    for word in words(text):
        assert text[word.start : word.end]
    list(sentences([text]))


@st.composite
def commands(draw: st.DrawFn, intents: list[str], names: list[str]) -> Command:
    """A command as a confused classifier might find it."""
    text = draw(utterances)
    slots = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        end = draw(st.integers(start + 1, max(start + 1, len(text))))
        slots.append(Slot(draw(st.sampled_from(names)), text[start:end], text[start:end], start, end))
    words_of = st.none() | spoken
    return Command(
        text, 0, len(text), draw(st.sampled_from(get_args(DialogueAct))),
        draw(st.sampled_from(get_args(Relation))), draw(st.sampled_from(intents)), 0.9,
        draw(st.sampled_from(["act", "act", "confirm"])), tuple(slots),
        Modifiers(
            draw(st.booleans()), tuple(draw(st.lists(spoken, max_size=2))), draw(words_of), draw(words_of)
        ),
        unsure=draw(st.booleans()),
    )  # fmt: skip


@fuzzed(4)
@given(data=st.data())
def test_a_conversation(data: st.DataObject, fuzzed_chat: Callable[[], Chat]) -> None:
    chat = fuzzed_chat()
    found = [one for skill in load(chat.context, plugins=()).skills for one in operations(skill)]
    intents = sorted({intent for one in found for intent in one.declared.intents})
    parameters = [parameter for one in found for parameter in one.parameters.values()]
    names = sorted({slot for parameter in parameters for slot in parameter.slots})
    for _ in range(data.draw(st.integers(1, 3))):
        drawn = data.draw(st.lists(commands(intents, names), min_size=1, max_size=2))
        first = drawn[0]
        understanding = Understanding(
            " ".join(one.text for one in drawn), first.intent, 0.9, first.decision, (), first.slots,
            commands=tuple(replace(one) for one in drawn),
        )  # fmt: skip
        said = " ".join(chat.responder.respond(understanding, chat.dialogue).sentences)
        chat.dialogue.add(understanding, said)
        assert WENT_WRONG not in said, drawn


@pytest.fixture
def fuzzed_chat(start: Callable[[], Chat], tmp_path: Path) -> Callable[[], Chat]:
    """A conversation; the memory is that of the example before, as in a house."""
    chats: list[Chat] = []

    def begin() -> Chat:
        if len(chats) % max(1, EXAMPLES // 4) == 0:
            chats.append(start())
        else:
            chats.append(chats[-1])
        return chats[-1]

    return begin
