"""The input of `assistant text`; tests/assistant/test_cli.py runs it as a whole."""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import time

import pytest
from rich.console import Console

from assistant.commands.text import LONGEST_LINE, TypingPrompt, answer_lines, decoded, notifying
from assistant.config import Config
from assistant.skills.time.schedule import Ring
from models.errors import InputError

if sys.platform != "win32":
    import pty


def test_lines_end_at_newlines_only_and_any_bytes_are_decoded() -> None:
    stream = io.BytesIO("a\x0bb\u2028c\r\n".encode() + b"\xff!\n" + b"last")
    assert list(decoded(stream)) == ["a\x0bb\u2028c\r\n", "\ufffd!\n", "last"]


def test_a_byte_order_mark_and_a_line_without_end() -> None:
    stream = io.BytesIO(b"\xef\xbb\xbfhello\n" + b"a" * (3 * LONGEST_LINE) + b"\nnext\n")
    first, long, then = decoded(stream)
    assert (first, then) == ("hello\n", "next\n")
    assert len(long) == LONGEST_LINE


def test_a_prompt_skips_empty_lines_and_ends_with_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("hello\n\n  \nbye\n"))
    console = Console(file=(printed := io.StringIO()))
    assert list(TypingPrompt(console).lines()) == ["hello", "bye"]
    assert "Ctrl-D" in printed.getvalue() and printed.getvalue().count("you ›") == 5


def test_a_closed_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        answer_lines(Config(), Console(), json_lines=True)


def test_what_falls_due_is_printed_without_a_terminal() -> None:
    console = Console(file=(printed := io.StringIO()))
    TypingPrompt(console).announce(console, "Your pasta timer is up.")
    assert printed.getvalue() == " ♪ Your pasta timer is up.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_line_is_edited_recalled_and_drawn_again() -> None:
    program = (
        "import sys, threading\n"
        "from rich.console import Console\n"
        "from assistant.commands.text import TypingPrompt\n"
        "from assistant.memory import history\n"
        "prompt = TypingPrompt(Console(stderr=True))\n"
        "ring = threading.Timer(1.0, prompt.announce, (Console(), 'Your timer is up.'))\n"
        "with history.editing(keep=False):\n"
        "    for line in prompt.lines():\n"
        "        print('GOT', line, flush=True)\n"
        "        ring.start() if line == 'ring' else None\n"
    )
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execv(sys.executable, [sys.executable, "-c", program])
    seen = b""

    def until(wanted: bytes, deadline: float = 10.0) -> None:
        nonlocal seen
        ends = time.monotonic() + deadline
        while wanted not in seen:
            assert time.monotonic() < ends, seen
            if select.select([terminal], [], [], 0.1)[0]:
                seen += os.read(terminal, 4096)

    try:
        until("you ›".encode())
        os.write(terminal, b"helo\x1b[Dl\n")
        until(b"GOT hello")
        os.write(terminal, b"\x1b[A\x01say \n")
        until(b"GOT say hello")
        os.write(terminal, b"ring\n")
        until(b"GOT ring")
        os.write(terminal, b"half a li")
        until(b"Your timer is up.")
        seen = b""
        os.write(terminal, b"ne\n")
        until(b"GOT half a line")
    finally:
        os.kill(pid, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(pid, 0)


def test_what_rings_is_told_on_the_terminal_and_on_the_desktop() -> None:
    told: list[str] = []
    notifying(lambda ring: told.append(f"told: {ring.sentence}"), told.append)(Ring.told("Your timer is up."))
    assert told == ["told: Your timer is up.", "Your timer is up."]
