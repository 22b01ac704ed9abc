"""`assistant devices`: microphones and loudspeakers as a table or as JSON Lines, and a choice among them."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.table import Table

from assistant.audio.devices import devices
from assistant.config import Config, change_file
from models import paths
from models.errors import InputError, StoreError


def print_devices(console: Console, *, json_lines: bool) -> None:
    """Print every sound device.

    Raises:
        DeviceError: PortAudio is missing.
    """
    found = devices()
    if json_lines:
        for device in found:
            print(json.dumps(asdict(device), ensure_ascii=False), flush=True)
        return
    if not found:
        console.print("No sound devices found. Sound files and typed text work without them.")
        return
    table = Table("", "name", "driver", "microphone", "loudspeaker", "rate", box=None, header_style="dim")
    for device in found:
        table.add_row(
            str(device.index), device.name, device.driver, _use(device.inputs, device.is_default_input),
            _use(device.outputs, device.is_default_output), f"{device.sample_rate_hz:.0f} Hz",
        )  # fmt: skip
    console.print(table)
    console.print(
        "Name one by index or part of its name: [dim]\\[microphone] device = …, \\[speaker] device = …[/]"
    )
    console.print("`assistant devices --choose` tests them and writes that.", style="dim")


def choose_devices(
    config: Config, file: Path | None, console: Console, *, answers: TextIO | None = None
) -> Config:
    """Ask for loudspeaker and microphone, test them, and write them into the configuration file.

    Arguments:
        file: the configuration file; None for the owner's.
        answers: what the owner types; None for standard input.

    Returns:
        The configuration with the chosen devices, also where they could not be written.

    Raises:
        DeviceError: PortAudio is missing.
        InputError: there is no terminal, or the answers end early; nothing was written.
        ConfigError: the file cannot be changed.
    """
    from assistant.commands.choose_devices import DeviceChooser

    if answers is None and not (sys.stdin is not None and sys.stdin.isatty()):
        raise InputError(
            "there is no terminal to ask at",
            where="--choose",
            do="name the devices in the configuration file, under [microphone] and [speaker]",
        )
    try:
        chosen = DeviceChooser(config, console, answers=answers).choose()
    except EOFError as error:
        raise InputError("the answers ended; nothing was changed", do="choose again") from error
    file = file or paths.config_file()
    names = {"microphone": chosen.microphone.device, "speaker": chosen.speaker.device}
    try:
        change_file(file, {table: {"device": name} for table, name in names.items()})
    except StoreError as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
    else:
        console.print(f"Written to {file}.", style="green", markup=False, soft_wrap=True)
    return chosen


def _use(channels: int, default: bool) -> str:
    return f"{channels} channel{'s' if channels > 1 else ''}{' ★' if default else ''}" if channels else ""
