"""The display of a recording session."""

from __future__ import annotations

import io

from rich.console import Console

from assistant.listening.listener import FrameStatus
from assistant.recording.prompts import Prompt
from assistant.recording.quality import Quality, QualityProblem
from assistant.recording.session import RecordingAttempt
from assistant.recording.view import RecordingView
from tests.fixtures.recording_session import KITCHEN

PROMPT = Prompt("turn on the [bold]kitchen[/] lights")


def test_the_sentence_the_level_and_the_way_to_go() -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, width=100, color_system=None)
    with RecordingView(console, total=50, before=12) as view:
        view.ask(PROMPT, 1, 38)
        view.update(FrameStatus(-20.0, -60.0, True, True))
        console.print(view._panel())
        attempt = RecordingAttempt(
            KITCHEN, Quality(-20, -60, 0), "turn on the chicken", 0.4, QualityProblem.other_words
        )
        view.again(PROMPT, attempt)
        view.kept(PROMPT, attempt)
        view.skipped("skip", PROMPT)
    printed = shown.getvalue()
    # what is in a sentence is no markup
    assert "Turn on the [bold]kitchen[/] lights." in printed
    assert "12 of 50" in printed and "I hear you" in printed and "q stop" in printed
    assert "I heard “turn on the chicken”. Once more, please." in printed
    assert "worth learning" in printed and "skipped: Turn on" in printed
