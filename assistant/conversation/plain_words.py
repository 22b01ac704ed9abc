"""Command → the command that a set phrase means, whatever the classifier made of it. Knows no skill."""

from __future__ import annotations

from collections.abc import Callable

from assistant.conversation.done import Done
from assistant.conversation.set_phrases import holds, is_stop, skips, takes_back, without_order
from models.types import Command, Understanding

OF_TALK = "general_"
"""Beginning of intents of talk."""

Supported = Callable[[str], bool]
"""Whether any skill carries out an intent."""


def plainly(command: Command, latest: Done | None, supported: Supported, *, asked: bool) -> Command:
    """The command, or what a set phrase makes of it.

    "stop" is never misunderstood; "scratch that" takes back what the last utterance did; "next" skips the
    reply where there is nothing else to skip.

    Arguments:
        asked: whether a question is open, which "the next one" may answer.
    """
    intent = command.intent or ""
    unsure = command.decision != "act" or intent.startswith(OF_TALK)
    if unsure and is_stop(command.text):
        return _talk(command, "general_commandstop")
    if not asked and (unsure or not supported(intent)) and skips(command.text):
        return _talk(command, "general_cancel")
    if latest is not None and latest.undo is not None and takes_back(command.text):
        same = command.relation == "correction" or command.intent == latest.command.intent
        if unsure or same:
            return _talk(command, "general_undo")
    return without_order(command)


def only_holds(understanding: Understanding, supported: Supported) -> bool:
    """Whether an utterance only asks for a pause, and for none of what a skill plays.

    "give me a second" sets no timer.
    """
    if not holds(understanding.text):
        return False
    return not any(
        one.decision == "act" and one.intent is not None and _plays(one.intent) and supported(one.intent)
        for one in understanding.commands
    )


def _plays(intent: str) -> bool:
    return intent.startswith(("play_", "music_"))


def _talk(command: Command, intent: str) -> Command:
    """The command with another intent, and nothing beside it."""
    return Command(command.text, command.start, command.end, "request", "new", intent, 1.0, "act")
