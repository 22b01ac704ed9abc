"""What `assistant talk` settles with its owner before it listens."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.prompt import Confirm

from assistant.audio.devices import devices
from assistant.commands.devices import choose_devices
from assistant.config import Config, change_file
from models import paths
from models.errors import InputError, StoreError


def set_up(config: Config, file: Path | None, console: Console, *, answers: TextIO | None = None) -> Config:
    """The configuration to talk with; on a first run at a terminal with the devices that the owner chooses.

    A first run is one without a configuration file; the answer is written into one, so that it is asked once.

    Arguments:
        file: the configuration file; None for the owner's.
        answers: what the owner types; None for standard input, if that is a terminal.

    Raises:
        InputError: the microphone is to be opened by a key, and there is no terminal to read it from.
        DeviceError: PortAudio is missing.
    """
    reads_keys = sys.stdin is not None and sys.stdin.isatty()
    if config.attention.listen == "key" and not reads_keys:
        raise InputError(
            "the key that opens the microphone is read from a terminal, and there is none",
            where="--listen key",
            do="start it in a terminal, or choose --listen wake or --listen open",
        )
    at_terminal = answers is not None or (reads_keys and sys.stdout.isatty())
    if file is not None or paths.config_file().exists() or not at_terminal:
        return config
    found = devices()
    if max(sum(device.inputs > 0 for device in found), sum(device.outputs > 0 for device in found)) < 2:
        return config
    try:
        if _wanted(console, answers):
            return choose_devices(config, None, console, answers=answers)
        change_file(paths.config_file(), {})
    except StoreError as error:
        # it talks without a file, and asks again the next time
        console.print(str(error), style="red", markup=False, soft_wrap=True)
    return config


def _wanted(console: Console, answers: TextIO | None) -> bool:
    question = "This is the first run. Choose and test microphone and loudspeaker?"
    try:
        if Confirm.ask(question, console=console, default=True, stream=answers):
            return True
    except EOFError:
        pass
    console.print("`assistant devices --choose` asks for them later.", style="dim")
    return False
