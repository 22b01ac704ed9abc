"""Home Assistant: address, token, answer."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands.checks.check import Check
from assistant.skills.home.connection import HttpConnection
from models import files
from models.errors import ConfigError, SkillError

if TYPE_CHECKING:
    from assistant.config import Config

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def home_assistant(config: Config) -> Iterator[Check]:
    """Whether Home Assistant answers to the token; nothing where it is not configured."""
    wanted = config.skills.home_assistant
    if wanted is None:
        return
    if wanted.token_file is not None:
        yield from private(wanted.token_file.expanduser(), "token of Home Assistant")
    try:
        connection = HttpConnection(wanted)
        try:
            answer = connection.send("GET", "/api/").checked()
        finally:
            connection.close()
    except (ConfigError, SkillError) as error:
        yield Check("home assistant", "missing", f"{error.where}: {error.what}", error.do)
        return
    yield Check("home assistant", "ok", f"{answer.url} answers")


def private(file: Path, name: str) -> Iterator[Check]:
    """A warning for a secret that other users of this computer can read."""
    if not file.exists() or not file.stat().st_mode & OTHERS:
        return

    def close() -> str:
        with files.disk_errors(file):
            file.chmod(stat.S_IRUSR | stat.S_IWUSR)
        return f"only you can read {file} now"

    found = f"{file} can be read by other users of this computer"
    yield Check(name, "warning", found, f"chmod 600 {file}", close)
