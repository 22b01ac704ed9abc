"""`assistant devices`: microphones and loudspeakers as a table or as JSON Lines."""

from __future__ import annotations

import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from assistant.audio.devices import devices


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


def _use(channels: int, default: bool) -> str:
    return f"{channels} channel{'s' if channels > 1 else ''}{' ★' if default else ''}" if channels else ""
