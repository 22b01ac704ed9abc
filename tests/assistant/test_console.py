"""What a person sees of a turn."""

from __future__ import annotations

import io

from rich.console import Console

from assistant.console import LiveView, render
from assistant.listening.partials import PartialText
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


def test_what_is_asked_or_rings_is_notified() -> None:
    notified: list[str] = []
    view = LiveView(Console(file=io.StringIO()), notify=notified.append)
    for reply, meant in (("Delete the list?", True), ("Okay.", True), ("What?", False), (None, True)):
        turn = Turn(Recognition("microphone", Transcript(text="x", language="en")))
        turn.reply, turn.meant = reply, meant
        view.report(turn)
    view.notice("Your pasta timer is up.")
    assert notified == ["Delete the list?", "Your pasta timer is up."]


def test_what_was_not_for_it_is_shown_and_explained_once() -> None:
    file = io.StringIO()
    view = LiveView(Console(file=file, width=80), hint="Say it to me.")
    for text in ("he never called", "that was his sister"):
        turn = Turn(Recognition("microphone", Transcript(text=text, language="en")))
        turn.meant = False
        view.report(turn)
    shown = file.getvalue()
    assert "not for me: he never called" in shown and "not for me: that was his sister" in shown
    assert shown.count("Say it to me.") == 1


def test_what_was_heard_is_shown_before_the_reply_and_once() -> None:
    file = io.StringIO()
    view = LiveView(Console(file=file, width=80, highlight=False))
    turn = Turn(Recognition("microphone", Transcript(text="what time is it", language="en"), 0.5, 1.5, 100.0))
    view.understood(turn)
    before = file.getvalue()
    assert "microphone  0.50-1.50 s" in before and "what time is it" in before
    turn.reply, turn.timings_ms = "It's noon.", {"recognize": 100.0}
    view.report(turn)
    after = file.getvalue().removeprefix(before)
    assert "It's noon." in after and "100: recognize 100" in after
    assert "what time is it" not in after and "microphone" not in after


def test_the_words_so_far_are_shown_while_they_are_heard() -> None:
    file = io.StringIO()
    console = Console(file=file, width=100, highlight=False)
    view = LiveView(console)
    view.show("hearing", -30.0)
    view.hearing(PartialText("turn on", "the late"))
    console.print(view._line())
    assert "turn on the late" in file.getvalue()
    view.show("thinking")
    console.print(view._line())
    assert file.getvalue().count("turn on") == 1
