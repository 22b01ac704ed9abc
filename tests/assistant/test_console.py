"""What a person sees of a turn."""

from __future__ import annotations

import io

from rich.console import Console

from assistant.console import render
from assistant.turn import Recognition, Turn
from models.types import Transcript


def shown(turn: Turn, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(render(turn, "reply"))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_turn_names_what_was_said_and_how_long_it_took() -> None:
    turn = Turn(Recognition("a.wav", Transcript(text="what time is it", language="en"), 0.5, 1.5, 100.0))
    turn.reply, turn.timings_ms = "It's noon.", {"recognize": 100.0, "respond": 20.0, "synthesize": 0.0}
    text = shown(turn)
    assert "a.wav  0.50-1.50 s" in text
    assert "what time is it" in text and "It's noon." in text
    assert "120: recognize 100, respond 20\n" in text


def test_nothing_that_was_said_steers_the_terminal() -> None:
    turn = Turn(
        Recognition("\x1b]0;x\x07.wav", Transcript(text="\x1b[2J[bold]red\u202e", language="en"), 0.0, 1.0)
    )
    turn.reply = "\x1b[31m"
    text = shown(turn)
    assert not any(character in text for character in "\x1b\x07\u202e")
    assert "[bold]red" in text
    assert "\x1b" not in shown(Turn(Recognition("x", error="\x1b[1mx: there is no such file.")))


def test_the_stages_fit_a_narrow_terminal() -> None:
    turn = Turn(Recognition("a.wav", Transcript(text="x", language="en"), 0.0, 1.0, 1.0))
    turn.timings_ms = {"recognize": 180.0, "understand": 31.0, "respond": 723.0, "synthesize": 104.0}
    assert "synthesize 104" in next(line for line in shown(turn).splitlines() if "1038:" in line)
