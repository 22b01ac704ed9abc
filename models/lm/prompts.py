"""What the generator is asked, for every kind of reply. The one format that replies are written in and trained on.

The beginning of each prompt is the same for every conversation, so that an engine computes it once; what differs from
one reply to the next comes last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.types import Message, Sentiment

HISTORY = 6
"""Turns of the conversation that small talk looks back on."""

_RETELL = (
    "You are a friendly voice assistant. Say the result to the user in one short sentence."
    " Keep every number, time and name of the result."
)
_RETOLD: tuple[tuple[str, str, str], ...] = (
    (
        "set a timer for an hour",
        "Your timer for 1 hour is running.",
        "Sure, your timer for 1 hour is running.",
    ),
    (
        "put soap on the cleaning list",
        "I put soap on your cleaning list.",
        "Okay, I put soap on your cleaning list.",
    ),
    ("what's the time in madrid", "In Madrid it's 9:15 AM.", "It's 9:15 AM in Madrid right now."),
    ("how much is forty minus two", "40 minus 2 is 38.", "40 minus 2 equals 38."),
    ("my name is tom", "I'll call you Tom.", "Okay, I'll call you Tom from now on."),
    ("cancel my alarm", "I removed the alarm for 9:30 PM.", "Done, I removed the alarm for 9:30 PM."),
    ("what did i save", "You have 3 notes: keys, rent and tax.", "You have 3 notes: keys, rent and tax."),
    ("switch the heater off", "The heater is off.", "All right, the heater is off now."),
)
"""What was said, the draft, and how it may be said instead."""

_CHAT = (
    "You are a friendly voice assistant at home. You are a computer program: you have no body, family or past."
    " Answer in one short, warm sentence. Never make up facts."
)
_CHATTED: tuple[tuple[str, str], ...] = (
    ("hello", "Hello! It's good to hear from you."),
    ("how are you doing", "I'm doing well, thank you for asking."),
    ("thanks a lot", "You're welcome, any time."),
    ("tell me a joke", "Why did the bicycle fall over? Because it was two tired."),
    ("i had a terrible day", "I'm sorry to hear that. I hope the evening is kinder to you."),
    ("you are really smart", "That's very kind of you, thank you."),
    ("where do you live", "I'm a program on this computer, so I live nowhere else."),
    ("good night", "Good night, sleep well."),
)

_FEELING: Mapping[Sentiment, str] = {
    "negative": "The user sounds unhappy: be kind and calm.",
    "positive": "The user sounds happy: share the joy.",
}


def retelling_prefix() -> list[Message]:
    """How every retelling begins."""
    messages = [Message("system", _RETELL)]
    for heard, draft, told in _RETOLD:
        messages += [_draft(heard, draft), Message("assistant", told)]
    return messages


def retelling(heard: str, draft: str) -> list[Message]:
    """Asks for a skill's sentence in other words.

    Arguments:
        heard: what the user said.
        draft: the skill's own sentence.
    """
    return [*retelling_prefix(), _draft(heard, draft)]


def chat_prefix() -> list[Message]:
    """How all small talk begins."""
    messages = [Message("system", _CHAT)]
    for heard, said in _CHATTED:
        messages += [Message("user", heard), Message("assistant", said)]
    return messages


def chat(
    conversation: Sequence[Message],
    sentiment: Sentiment | None = None,
    profile: Mapping[str, str] | None = None,
) -> list[Message]:
    """Asks for the next words of a conversation.

    Arguments:
        conversation: turns, the user's newest last.
        sentiment: how the user sounds.
        profile: what the owner told, by name of the field.
    """
    known = [f"The user's {field.replace('_', ' ')} is {value}." for field, value in (profile or {}).items()]
    feeling = _FEELING.get(sentiment, "") if sentiment else ""
    notes = " ".join([*known, feeling]).strip()
    said = list(conversation[-HISTORY:])
    return [*chat_prefix(), *([Message("system", notes)] if notes else []), *said]


def _draft(heard: str, draft: str) -> Message:
    return Message("user", f"{heard}\nResult: {draft}")
