"""`assistant autostart`: whether `assistant talk` starts at login."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from assistant.config import Config
from assistant.desktop import autostart
from models.errors import InputError

KEPT_VARIABLES = ("ASSISTANT_HOME",)
"""Variables that the command needs and a desktop does not know."""


def switch_on(
    config: Config, console: Console, *, file: Path | None, given: Mapping[str, str], listen: str | None
) -> None:
    """Start `assistant talk` at login.

    Arguments:
        file: the configuration file; None for the owner's.
        given: the command line's options over the file, of which there may be none.
        listen: a way of listening instead of the configuration's.

    Raises:
        InputError: options are given, a key is to open the microphone, or this system has no entries.
        StoreError: the disk refuses.
    """
    if given:
        raise InputError(
            "a start at login takes its settings from the configuration file alone",
            do=f"set there: {', '.join(given)}",
        )
    if (listen or config.attention.listen) == "key":
        raise InputError(
            "a program that starts at login has no terminal to read the key from",
            where="--listen key",
            do="choose --listen wake or --listen open",
        )
    variables = {name: os.environ[name] for name in KEPT_VARIABLES if os.environ.get(name)}
    entry = autostart.switch_on(talk_command(file, listen), variables)
    console.print(f"From the next login on, the assistant listens: {entry}", markup=False, soft_wrap=True)


def switch_off(console: Console) -> None:
    """Start nothing at login.

    Raises:
        InputError: this system has no entries.
        StoreError: the disk refuses.
    """
    was_on = autostart.switch_off()
    console.print("The assistant no longer starts at login." if was_on else "It did not start at login.")


def print_status(console: Console) -> None:
    """Print whether `assistant talk` starts at login.

    Raises:
        InputError: this system has no entries.
    """
    entry = autostart.entry()
    console.print(f"on: {entry}" if entry.exists() else "off", markup=False, soft_wrap=True)


def talk_command(file: Path | None, listen: str | None) -> list[str]:
    """The command that talks without a terminal; what it hears is printed into no session's log."""
    # without -P a folder called "assistant" where it starts would be run instead
    return [
        sys.executable,
        "-P",
        "-m",
        "assistant",
        *(["--config", str(file.resolve())] if file else []),
        "talk",
        "--quiet",
        *(["--listen", listen] if listen else []),
    ]
