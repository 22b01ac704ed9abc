"""The choices of the command line's options."""

from __future__ import annotations

from enum import StrEnum


class EngineName(StrEnum):
    auto, torch, int8 = "auto", "torch", "int8"


class ListenMode(StrEnum):
    open, wake, key = "open", "wake", "key"


class AutostartSwitch(StrEnum):
    on, off, status = "on", "off", "status"


class HearUntil(StrEnum):
    transcript, understanding, reply = "transcript", "understanding", "reply"


class TextUntil(StrEnum):
    understanding, reply = "understanding", "reply"
