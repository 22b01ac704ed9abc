"""An explanation on a terminal."""

from __future__ import annotations

import io
from dataclasses import replace

from assistant.explaining import terminal
from assistant.explaining.explanation import Explanation
from models.command_line import PlainConsole
from tests.fixtures.explanations import EXPLANATION


def printed(explanation: Explanation) -> str:
    console = PlainConsole(file=io.StringIO(), width=150, force_terminal=True, color_system="standard")
    console.print(terminal.render(explanation))
    shown = console.file
    assert isinstance(shown, io.StringIO)
    return shown.getvalue()


def test_words_have_the_colour_of_what_they_speak_for() -> None:
    shown = printed(EXPLANATION)
    assert "\x1b[1;32mdon't\x1b[0m" in shown and "\x1b[31mfan\x1b[0m" in shown
    for part in ("don't +2.5, fan -1.2", "← understood", "“van” → “fan”", "0.91  leave the fan  (fan_off)",
                 "without “don't”", "Okay, I won't.", "The domain knows no “touch”."):  # fmt: skip
        assert part in shown, part
    assert "trainable-assistant[explain]" not in shown


def test_without_the_extra_its_name_is_told() -> None:
    command = replace(EXPLANATION.commands[0], attributions=())
    plain = replace(EXPLANATION, commands=(command,), sentiment=None, hearing=None, attributed=False)
    assert "trainable-assistant[explain]" in printed(plain)
