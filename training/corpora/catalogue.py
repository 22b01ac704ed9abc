"""All corpora by name. Each converter's module docstring names its page, licence and paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from models.manifest import Example
from training.corpora import (
    an4,
    chatterbot,
    clinc150,
    clips,
    coffee,
    esc10,
    fsdd,
    goemotions,
    hwu64,
    sgd,
    sgd_acts,
    speechocean762,
    taskmaster4,
)
from training.corpora.own import dialogues, skills, small_talk
from training.domain import Domain

CORPORA: dict[str, tuple[Callable[[Path], Iterator[Example]], str]] = {
    "an4": (an4.convert, an4.__doc__ or ""),
    "chatterbot": (chatterbot.convert, chatterbot.__doc__ or ""),
    "clinc150": (clinc150.convert, clinc150.__doc__ or ""),
    "clinc150-domain": (clinc150.convert_domain, clinc150.__doc__ or ""),
    "clips": (clips.convert, clips.__doc__ or ""),
    "clips-rooms": (clips.convert_rooms, clips.__doc__ or ""),
    "coffee": (coffee.convert, coffee.__doc__ or ""),
    "coffee-text": (coffee.convert_text, coffee.__doc__ or ""),
    "dialogues": (dialogues.convert, dialogues.__doc__ or ""),
    "esc10": (esc10.convert, esc10.__doc__ or ""),
    "fsdd": (fsdd.convert, fsdd.__doc__ or ""),
    "fsdd-speakers": (fsdd.convert_speakers, fsdd.__doc__ or ""),
    "goemotions": (goemotions.convert, goemotions.__doc__ or ""),
    "hwu64": (hwu64.convert, hwu64.__doc__ or ""),
    "sgd": (sgd.convert, sgd.__doc__ or ""),
    "sgd-acts": (sgd_acts.convert, sgd_acts.__doc__ or ""),
    "skills": (skills.convert, skills.__doc__ or ""),
    "small_talk": (small_talk.convert, small_talk.__doc__ or ""),
    "speechocean762": (speechocean762.convert, speechocean762.__doc__ or ""),
    "taskmaster4": (taskmaster4.convert, taskmaster4.__doc__ or ""),
    "taskmaster4-acts": (taskmaster4.convert_acts, taskmaster4.__doc__ or ""),
}
"""Name → converter and its module's docstring."""

DOMAINS: dict[str, Callable[[Path], Domain]] = {"coffee-text": coffee.convert_domain}
"""Corpora with a grammar: name → converter to a domain."""
