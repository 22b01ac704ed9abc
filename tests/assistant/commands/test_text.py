"""The input of `assistant text`; tests/assistant/test_cli.py runs it as a whole."""

from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console

from assistant.commands.text import answer_lines, decoded, prompted
from assistant.config import Config
from models.errors import InputError


def test_lines_end_at_newlines_only_and_any_bytes_are_decoded() -> None:
    stream = io.BytesIO("a\x0bb\u2028c\r\n".encode() + b"\xff!\n" + b"last")
    assert list(decoded(stream)) == ["a\x0bb\u2028c\r\n", "\ufffd!\n", "last"]


def test_a_prompt_skips_empty_lines_and_ends_with_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("hello\n\n  \nbye\n"))
    console = Console(file=(printed := io.StringIO()))
    assert list(prompted(console)) == ["hello", "bye"]
    assert "Ctrl-D" in printed.getvalue() and printed.getvalue().count("you ›") == 5


def test_a_closed_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        answer_lines(Config(), Console(), json_lines=True)
