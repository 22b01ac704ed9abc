"""Acts of intents, and the questions about them, by name. Knows no sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from models.manifest import Example
from models.types import DialogueAct

_ASKED = re.compile(
    r".*(?:_|^)(?:query|querycontact|maths|currency|definition|factoid|stock|traffic|recipe|convert|conversion)$"
)
_ADVISED = re.compile(r"(?:recommendation|qa|weather|news|datetime)_")
_TALK = re.compile(r"general_|music_likeness|music_dislikeness")
_DOING = frozenset({"general_joke"})
QUERIES: Mapping[str, str] = {
    "timer_set": "timer_query",
    "timer_cancel": "timer_query",
    "timer_change": "timer_query",
    "timer_pause": "timer_query",
    "timer_resume": "timer_query",
    "alarm_set": "alarm_query",
    "alarm_remove": "alarm_query",
    "alarm_change": "alarm_query",
    "calendar_set": "calendar_query",
    "calendar_remove": "calendar_query",
    "lists_createoradd": "lists_query",
    "lists_remove": "lists_query",
    "lists_change": "lists_query",
    "note_set": "note_query",
    "note_remove": "note_query",
    "iot_hue_lighton": "iot_query",
    "iot_hue_lightoff": "iot_query",
    "iot_hue_lightup": "iot_query",
    "iot_hue_lightdim": "iot_query",
    "iot_hue_lightchange": "iot_query",
    "iot_wemo_on": "iot_query",
    "iot_wemo_off": "iot_query",
    "iot_cleaning": "iot_query",
    "iot_cleaning_stop": "iot_query",
    "iot_cover_open": "iot_query",
    "iot_cover_close": "iot_query",
    "iot_cover_set": "iot_query",
    "iot_fan_set": "iot_query",
    "audio_volume_up": "audio_query",
    "audio_volume_down": "audio_query",
    "audio_volume_mute": "audio_query",
    "takeaway_order": "takeaway_query",
    "profile_set": "profile_query",
}
"""Intent of the question whether something was done, by the intent of doing it."""
SWITCHES: Mapping[str, str] = {
    "iot_hue_lighton": "iot_hue_lightoff",
    "iot_hue_lightoff": "iot_hue_lighton",
    "iot_wemo_on": "iot_wemo_off",
    "iot_wemo_off": "iot_wemo_on",
}
"""The opposite of a switch's intent."""
THINGS = frozenset({"takeaway_order", "transport_taxi", "transport_ticket", "iot_coffee"})
"""Public intents that order a thing."""
_PUBLIC = re.compile(
    r"(?:alarm|audio|calendar|cooking|datetime|email|general|iot|lists|music|news|play|qa|recommendation"
    r"|social|takeaway|timer|transport|unit|weather)_|(?:note|profile)_(?:set|query|remove)$"
)


def public(intent: str) -> bool:
    """Whether the intent is named as the assistant's own, not as a domain's of its owner."""
    return _PUBLIC.match(intent) is not None


def act(example: Example) -> DialogueAct | None:
    """The act of a labelled sentence: its label, else by its intent; None where the intent does not tell."""
    if example.dialogue_act is not None:
        return example.dialogue_act
    intent = example.intent or ""
    if not intent or example.out_of_scope or (_TALK.match(intent) and intent not in _DOING):
        return None
    if public(intent) and (_ASKED.match(intent) or _ADVISED.match(intent)):
        return "question"
    return "request"


def orders_things(intent: str) -> bool:
    """Whether the intent orders things that have a price: a domain's of its owner, or food and rides."""
    return intent in THINGS or not public(intent)
