"""The entry that starts a program at login: XDG autostart on Linux, a LaunchAgent on macOS.

XDG autostart rather than a systemd unit: every desktop starts it, within the graphical session, where the
sound server and the notification server are.
"""

from __future__ import annotations

import os
import plistlib
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from models import files
from models.errors import InputError

NAME = "trainable-assistant"
SAFE = re.compile(r"[\w@+=:,./-]+", re.ASCII)
"""An argument that needs no quotes."""
ENTRY = """\
[Desktop Entry]
Type=Application
Name=Trainable assistant
Comment=Listens and answers
Exec={command}
Terminal=false
"""


def entry(system: str = sys.platform) -> Path:
    """Where the entry lies.

    Raises:
        InputError: no entry can be written on this system.
    """
    match system:
        case "linux":
            configuration = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
            return Path(configuration).expanduser() / "autostart" / f"{NAME}.desktop"
        case "darwin":
            return Path.home() / "Library" / "LaunchAgents" / f"{NAME}.plist"
        case _:
            do = "put a shortcut to this command into the folder of programs that start at login"
            raise InputError(f"a start at login cannot be set up on {system}", do=do)


def switch_on(command: Sequence[str], variables: Mapping[str, str], system: str = sys.platform) -> Path:
    """Write the entry, from the next login on; returns it.

    Arguments:
        command: the program and its arguments.
        variables: added to the environment.

    Raises:
        InputError: no entry can be written on this system, or not of an argument with control characters.
        StoreError: the disk refuses.
    """
    file = entry(system)
    if system == "darwin":
        content = plistlib.dumps(
            {
                "Label": NAME,
                "ProgramArguments": list(command),
                "EnvironmentVariables": dict(variables),
                "RunAtLoad": True,
                # the microphone belongs to the graphical session
                "LimitLoadToSessionType": "Aqua",
            }
        )
    else:
        settings = [f"{name}={value}" for name, value in variables.items()]
        whole = ["env", *settings, *command] if settings else command
        content = ENTRY.format(command=quoted(whole)).encode()
    files.write_bytes(file, content)
    return file


def switch_off(system: str = sys.platform) -> bool:
    """Delete the entry; False where there was none.

    Raises:
        InputError: no entry can be written on this system.
        StoreError: the disk refuses.
    """
    file = entry(system)
    if not file.exists():
        return False
    with files.disk_errors(file):
        file.unlink()
    return True


def quoted(command: Sequence[str]) -> str:
    """A command as the value of the key Exec of a desktop entry.

    Source: Desktop Entry Specification 1.5, "The Exec key".

    Raises:
        InputError: an argument holds control characters.
    """
    return " ".join(map(_quoted, command))


def _quoted(argument: str) -> str:
    if not argument.isprintable():
        raise InputError("a start at login takes no control characters", where=repr(argument))
    if SAFE.fullmatch(argument):
        return argument
    inner = re.sub(r'(["`$\\])', r"\\\1", argument)
    # escaped once as an argument and once as a value; "%" begins a field
    return f'"{inner}"'.replace("\\", "\\\\").replace("%", "%%")
