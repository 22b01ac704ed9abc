"""`assistant text`: typed lines in, replies out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from rich.console import Console

from assistant.clock import local_time
from assistant.commands.headless import HeadlessSession, report_to
from assistant.commands.rings import Rings
from assistant.config import Config
from assistant.listening import sources
from assistant.skills.time.schedule import Ring
from models.command_line import err
from models.errors import InputError


def answer_lines(
    config: Config,
    console: Console,
    *,
    json_lines: bool,
    until: Literal["understanding", "reply"] = "reply",
) -> None:
    """Answer each line of standard input, or each line typed at a prompt where that is a terminal.

    Raises:
        InputError: standard input is closed.
    """
    if sys.stdin is None:
        raise InputError("standard input is closed", do="pipe lines into this command or type them")
    lines = prompted(err) if sys.stdin.isatty() else decoded(sys.stdin.buffer)
    with HeadlessSession(config, until=until, console=err) as session:
        if session.agenda is not None:
            rings = Rings(session.agenda, local_time, ring_to(console, json_lines=json_lines))
            lines = rings.between(lines, watch=sys.stdin.isatty())
        session.run(sources.typed(lines, config.language), report_to(console, until, json_lines=json_lines))


def ring_to(console: Console, *, json_lines: bool) -> Callable[[Ring], None]:
    """A callback that prints what falls due: to the console, or on standard output as a JSON line."""

    def tell(ring: Ring) -> None:
        if json_lines:
            print(json.dumps({"ring": ring.sentence}, ensure_ascii=False), flush=True)
        else:
            console.print(ring.sentence, style="bold yellow", markup=False)

    return tell


def decoded(stream: Iterable[bytes]) -> Iterator[str]:
    """Lines of a binary stream as they arrive, split at newlines only; malformed UTF-8 is replaced."""
    for line in stream:
        yield line.decode("utf-8", errors="replace")


def prompted(console: Console) -> Iterator[str]:
    """Lines typed at a prompt, without the empty ones, until the end of input."""
    console.print("Type to the assistant; Ctrl-D to leave.", style="dim")
    while True:
        try:
            line = console.input("[bold green]you ›[/] ")
        except EOFError:
            return
        if line.strip():
            yield line
