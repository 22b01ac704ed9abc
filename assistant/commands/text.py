"""`assistant text`: typed lines in, replies out."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import BinaryIO, Literal

from rich.console import Console
from rich.text import Text

from assistant.clock import local_time
from assistant.commands.headless import HeadlessSession, report_to
from assistant.commands.rings import Rings
from assistant.config import Config
from assistant.desktop.notifications import Notifier
from assistant.listening import sources
from assistant.memory import history
from assistant.skills.time.schedule import Ring
from models.command_line import err, printable
from models.errors import InputError

LONGEST_LINE = 100_000
"""Bytes of a line that are read; a line of a fiftieth of them is no command any more."""
PROMPT = "\x01\x1b[1;32m\x02you ›\x01\x1b[0m\x02 "
"""In green; the marks tell the line editor which characters take no room."""


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
    at_terminal = sys.stdin.isatty()
    prompt = TypingPrompt(err)
    lines = prompt.lines() if at_terminal else decoded(sys.stdin.buffer)
    with (
        history.editing(keep=config.keep_conversations) if at_terminal else nullcontext(),
        HeadlessSession(config, until=until, console=err) as session,
    ):
        if session.agenda is not None:
            tell = ring_to(console, prompt, json_lines=json_lines)
            if at_terminal:
                tell = notifying(tell, Notifier(config.desktop).show)
            rings = Rings(session.agenda, local_time, tell)
            lines = rings.between(lines, watch=at_terminal)
        session.run(sources.typed(lines, config.language), report_to(console, until, json_lines=json_lines))


def ring_to(console: Console, prompt: TypingPrompt, *, json_lines: bool) -> Callable[[Ring], None]:
    """A callback that prints what falls due: to the console, or on standard output as a JSON line."""

    def tell(ring: Ring) -> None:
        if json_lines:
            print(json.dumps({"ring": ring.sentence}, ensure_ascii=False), flush=True)
        else:
            prompt.announce(console, ring.sentence)

    return tell


def notifying(tell: Callable[[Ring], None], notify: Callable[[str], None]) -> Callable[[Ring], None]:
    """A callback that tells what falls due on the terminal and on the desktop."""

    def tell_both(ring: Ring) -> None:
        tell(ring)
        notify(ring.sentence)

    return tell_both


def decoded(stream: BinaryIO) -> Iterator[str]:
    """Lines of a binary stream as they arrive, split at newlines only; malformed UTF-8 is replaced.

    A byte order mark before the first line is left out, and so is what follows the first `LONGEST_LINE` bytes
    of a line.
    """
    line = stream.readline(LONGEST_LINE).removeprefix(codecs.BOM_UTF8)
    while line:
        rest = line
        while rest and not rest.endswith(b"\n"):
            # a line without an end would fill the memory
            rest = stream.readline(LONGEST_LINE)
        yield line.decode("utf-8", errors="replace")
        line = stream.readline(LONGEST_LINE)


class TypingPrompt:
    """Lines typed at a terminal, with line editing where the platform has it.

    Arguments:
        console: for the first notice, and for the prompt where standard output is no terminal.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._edited = False
        """Whether a line is being edited now."""

    def lines(self) -> Iterator[str]:
        """The typed lines without the empty ones, until the end of input."""
        self._console.print("Type to the assistant; Ctrl-D to leave.", style="dim")
        while True:
            try:
                line = self._line()
            except EOFError:
                return
            if line.strip():
                yield line

    def announce(self, console: Console, sentence: str) -> None:
        """Print what falls due, above the line that is being edited; from any thread."""
        typed = _typed_so_far() if self._edited else None
        if typed is None:
            console.print(Text(f" ♪ {printable(sentence)}", style="bold magenta"))
            return
        # the line is drawn again as it was: the line editor does not notice
        bare = PROMPT.replace("\x01", "").replace("\x02", "")
        sys.stdout.write(f"\r\x1b[K\x1b[1;35m ♪ {printable(sentence)}\x1b[0m\n{bare}{typed}")
        sys.stdout.flush()

    def _line(self) -> str:
        if not sys.stdout.isatty():
            return self._console.input("[bold green]you ›[/] ")
        self._edited = True
        try:
            # the line editor must know the prompt, and writes it on standard output
            return input(PROMPT)
        finally:
            self._edited = False


def _typed_so_far() -> str | None:
    """The unfinished line; None without line editing."""
    try:
        import readline
    except ImportError:
        return None
    return readline.get_line_buffer()
