"""Command → the command as its words are meant, where shared rules of language are surer than the classifier.

Whether the text is a sentence, who is meant by "you", what is asked of privacy, and what is to be remembered
are told by the words themselves. Knows no skill.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.skills.api import Recalled
from models.text import asking, dictating, list_words, settings
from models.text.about_itself import asks_again, asks_how_it_is, asks_the_same_of_it, asks_what_it_is
from models.text.chance import CHANCE, left_to_chance
from models.text.deeds import deed
from models.text.parse import ANY_TIME
from models.text.parse.calendar_questions import read_told
from models.text.parse.lasting import read_lasting
from models.text.parse.reminding import wants_reminder
from models.text.parse.sums import read_measured, read_told_sum
from models.text.privacy import asks_of_privacy
from models.text.sense import is_gibberish, is_senseless
from models.text.spelling import SPELLING, asked_word
from models.types import Command, Slot, Understanding

Supported = Callable[[str], bool]
"""Whether any skill carries out an intent."""
SURE = 0.8
"""Intent confidence from which the classifier's word counts more than words that no dictionary has."""
NEARLY = 0.6
"""Least part of a question's words in a note that answers what nothing else does."""
_NOTES = "note_query"
_WEAK = ("qa_factoid", "qa_definition", "profile_query", "iot_query", "calendar_query", "general_")
"""Beginnings of intents whose answers come after a note that holds all words of the question."""
_TALK = "general_"
_OF_OWNER = ("profile_query", "profile_set", "profile_remove")
_ASKED_OF_WORLD = ("qa_factoid", "qa_definition", "general_quirky", "general_praise", "datetime_query")
"""Intents of questions about the world, for which the assistant may be mistaken."""
_TOLD_OF = ("timer_", "alarm_", "calendar_", "note_", "profile_", "iot_", "audio_")
"""Beginnings of intents that a report may be taken for."""
_ASKED_OF_DATES = ("qa_", "calendar_query", "datetime_query", "profile_", "general_")
"""Beginnings of intents that a question about a day just told may be taken for."""
_CHAT = ("general_quirky", "general_greet", "general_praise")
_AND = re.compile(r"[\s,;.]*(?:and|then)\b", re.IGNORECASE)
_NO_NONSENSE = (_TALK, "profile_")
"""Beginnings of intents whose texts may be names and interjections."""


def reread(command: Command, supported: Supported) -> Command:
    """The command with another intent, act or decision, where its words tell."""
    intent, text = command.intent, command.text
    sure = command.decision == "act" and (command.intent_confidence or 0.0) >= SURE
    senseless = not (intent or "").startswith(_NO_NONSENSE) and is_senseless(text, sure=sure)
    if command.relation == "new" and (senseless or is_gibberish(text)):
        return replace(command, intent=None, decision="reject", slots=())
    if command.decision == "reject" or intent is None:
        intent = None
    if (intent is None or intent == "general_quirky") and asks_again(text):
        return _talk(command, "general_repeat", "request")
    if asked_word(text) is not None:
        return _talk(command, SPELLING, "question")
    if command.dialogue_act != "statement" and left_to_chance(text) is not None:
        return _talk(command, CHANCE, "request")
    if command.dialogue_act == "question" and asking.asks_in_general(text):
        return _talk(command, "general_help", "question")
    if command.dialogue_act != "statement" and asks_of_privacy(text):
        return _talk(command, "general_privacy", "question")
    unsupported = intent is None or not supported(intent)
    if asks_how_it_is(text) and (unsupported or command.dialogue_act == "social"):
        return _talk(command, "general_greet", "social")
    guessed_help = intent == "general_help" and command.decision == "confirm"
    of_it = asks_what_it_is(text) and (
        unsupported or guessed_help or intent in (*_OF_OWNER, *_ASKED_OF_WORLD)
    )
    if of_it or (intent in _OF_OWNER and asks_the_same_of_it(text)):
        return _talk(command, "general_identity", "question")
    wants = command.decision == "confirm" and command.dialogue_act != "social" and intent in _CHAT
    if wants and command.relation == "new" and deed(text) is not None:
        # nothing is chatted about where something is to be done
        return replace(command, intent=None, decision="reject", slots=())
    if command.dialogue_act == "request" and intent not in _OF_OWNER and settings.chooses(text):
        return replace(command, intent="profile_set", decision="act", slots=())
    of_told = intent is None or intent.startswith(_ASKED_OF_DATES)
    told = of_told and command.dialogue_act != "request" and read_told(text, ANY_TIME) is not None
    if told or ((of_told or command.decision == "confirm") and read_lasting(text, ANY_TIME) is not None):
        return replace(command, intent="datetime_query", dialogue_act="question", decision="act", slots=())
    asks = command.dialogue_act == "question"
    if asks and (unsupported or command.decision == "confirm") and read_told_sum(text, ANY_TIME) is not None:
        return replace(command, intent="qa_maths", decision="act", slots=())
    if intent == "unit_conversion" and read_measured(text, ANY_TIME) is not None:
        return replace(command, intent="qa_maths")
    if intent == "datetime_query" and asking.asks_what_is_left(text):
        return replace(command, intent="timer_query", decision="act")
    if intent == "profile_set" and settings.tells_of_another_place(text):
        return replace(command, dialogue_act="statement")
    if intent == "alarm_set" and wants_reminder(text):
        return replace(command, intent="calendar_set")
    return _dictated(_listed(command, unsupported=unsupported), unsupported=unsupported)


def by_form(understanding: Understanding) -> Understanding:
    """The understanding with the acts of commands whose form has no request: "did the timer stop".

    "Don't forget the code" takes nothing out of the notes. What is to be done first is a request.
    """
    reported = _with_further_reports(understanding.commands, understanding.text)
    commands = tuple(map(_by_form, reported))
    return replace(understanding, commands=commands) if commands != understanding.commands else understanding


def _with_further_reports(commands: Sequence[Command], text: str) -> list[Command]:
    """The commands; one whose verb has the same form in the past goes on with a report of the speaker's.

    "I already fed the cat and set a timer" sets none; "I've just fed the cat set a timer" does.
    """
    made: list[Command] = []
    for command in commands:
        reported = bool(made) and made[-1].dialogue_act == "statement" and asking.reports(made[-1].text)
        joint = f"{text[made[-1].end : command.start]} {command.text}" if reported else ""
        if _AND.match(joint) and command.dialogue_act == "request" and asking.may_be_past(command.text):
            command = replace(command, dialogue_act="statement")
        made.append(command)
    return made


def _by_form(command: Command) -> Command:
    sure = command.decision == "act" and command.intent is not None
    if sure and command.dialogue_act == "statement" and asking.wants_first(command.text):
        return replace(command, dialogue_act="request")
    if command.dialogue_act == "prohibition" and (command.intent or "").endswith("_set"):
        return replace(command, dialogue_act="request") if asking.keeps_one(command.text) else command
    if command.dialogue_act != "request" or command.intent is None:
        return command
    if asking.only_asks(command.text):
        return replace(command, dialogue_act="question")
    enough = command.intent == "lists_createoradd" and asking.has_enough(command.text)
    if enough or _only_tells(command, command.intent):
        return replace(command, dialogue_act="statement")
    if command.intent.endswith("_remove") and asking.keeps(command.text):
        return replace(command, dialogue_act="prohibition")
    return command


def _only_tells(command: Command, intent: str) -> bool:
    """Whether a command tells what is so, and the classifier is not sure that it wishes for anything.

    What is told of a house ("it is dark in here") or of what is used up may be a wish, and a domain of the
    owner may be about what is so.
    """
    if command.relation in ("correction", "answer") or not intent.startswith(_TOLD_OF):
        return False
    unsure = command.decision == "confirm" and not intent.startswith(("iot_", "audio_"))
    return asking.tells_a_state(command.text) or (unsure and asking.tells(command.text))


def _listed(command: Command, *, unsupported: bool) -> Command:
    """The command as one about a list, where it ticks off or tells what is used up."""
    if command.intent == "lists_query" and list_words.ticks_off(command.text):
        return replace(command, intent="lists_remove", dialogue_act="request", decision="act")
    used_up = list_words.used_up(command.text)
    if used_up is None or not (unsupported or command.intent == "iot_coffee"):
        return command
    thing = command.text[slice(*used_up)]
    slot = Slot("item", thing, thing, command.start + used_up[0], command.start + used_up[1])
    return replace(command, intent="lists_createoradd", dialogue_act="request", decision="act", slots=(slot,))


def _talk(command: Command, intent: str, act: str) -> Command:
    """The command as one of talk, whose slots mean nothing."""
    if command.intent == intent:
        return command
    return replace(command, intent=intent, decision="act", dialogue_act=act, slots=())  # type: ignore[arg-type]


def _dictated(command: Command, *, unsupported: bool) -> Command:
    """The command as a note, where it says "remember" and what of another than the owner."""
    told = dictating.fact(command.text) is not None
    told = told or (unsupported and dictating.opening(command.text) is not None)
    if told and command.dialogue_act != "question":
        return replace(command, intent="note_set", dialogue_act="request", decision="act", slots=())
    if command.intent == "note_set" and command.dialogue_act in ("statement", "social", "question"):
        dictated = dictating.opening(command.text) is not None
        return replace(command, dialogue_act="request") if dictated else command
    if command.intent == "profile_remove" and dictating.of_a_thing(command.text):
        return replace(command, intent="note_remove")
    if command.intent in ("profile_set", "profile_query") and dictating.of_another(command.text):
        if command.dialogue_act == "question":
            return replace(command, intent="note_query", decision="act")
        if dictating.opening(command.text) is not None:
            return replace(command, intent="note_set", dialogue_act="request", decision="act", slots=())
        return replace(command, dialogue_act="statement")
    return command


def from_memory(command: Command, supported: Supported, recalled: Sequence[Recalled]) -> Command:
    """A question as one about the notes, where a note holds its words and the intent has no better answer.

    Arguments:
        recalled: how well what is kept answers it.
    """
    if command.dialogue_act != "question" or not recalled or command.intent == _NOTES:
        return command
    best = max(recalled, key=lambda found: (found.held / max(1, found.asked), found.held))
    share = best.held / max(1, best.asked)
    intent = command.intent if command.decision != "reject" else None
    unsupported = intent is None or not supported(intent)
    open_question = unsupported or command.decision == "confirm" or (intent or "").startswith(_WEAK)
    wholly = best.held == best.asked and best.held >= (
        1 if unsupported or command.decision == "confirm" else 2
    )
    nearly = unsupported and best.held >= 2 and share >= NEARLY
    if open_question and (wholly or nearly):
        return replace(command, intent=_NOTES, decision="act", slots=())
    return command
