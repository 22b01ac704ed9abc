"""The choices of the command line's options, and the configuration that they override."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from models.command_line import log_to_file, log_words

if TYPE_CHECKING:
    from assistant.config import Config


class ListenMode(StrEnum):
    open, wake, key = "open", "wake", "key"


class AutostartSwitch(StrEnum):
    on, off, status = "on", "off", "status"


class HearUntil(StrEnum):
    transcript, understanding, reply = "transcript", "understanding", "reply"


class TextUntil(StrEnum):
    understanding, reply = "understanding", "reply"


class Spans(StrEnum):
    day, week = "day", "week"


def configuration(context: typer.Context) -> Config:
    """The configuration file, overridden by the command line's options."""
    from assistant import config

    log_to_file("assistant")
    file, given = context.obj
    settings = config.load(file).with_options(given)
    if settings.log_words:
        log_words()
    return settings
