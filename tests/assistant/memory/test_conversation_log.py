"""The log of recent utterances: kept only on request, bounded, and removable with its sounds."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance, Recorder, recorder_for
from assistant.turn import Recognition, Turn
from models import paths
from models.errors import AssistantError, DataError
from models.types import Action, Message, Slot, Transcript, Understanding

NOON = datetime(2026, 11, 22, 12, 0)


def turn(text: str, reply: str = "Okay.", *, spoken: bool = False) -> Turn:
    samples = np.full(1_600, 0.1, np.float32) if spoken else None
    understanding = Understanding(text, "greet", 0.9, "act", slots=(Slot("name", "Anna", "anna", 6, 10),))
    action = Action("greetings", "done", {"name": "Anna"}, "Hello Anna.")
    return Turn(Recognition("x", Transcript(text, 0.8), samples=samples), understanding, action, reply=reply)


def errors() -> tuple[list[AssistantError], Recorder]:
    reported: list[AssistantError] = []
    return reported, Recorder(True, reported.append)


def test_a_turn_is_logged_with_its_context_and_sound() -> None:
    _, recorder = errors()
    recorder.add(turn("hello anna", "Hello!"))
    recorder.add(turn("hello again", spoken=True))
    first, second = conversation_log.read()
    assert (first.text, first.intent, first.reply, first.audio) == ("hello anna", "greet", "Hello!", None)
    assert (first.facts, first.draft) == ({"name": "Anna"}, "Hello Anna.")
    assert second.context == (Message("user", "hello anna"), Message("assistant", "Hello!"))
    assert second.audio is not None and (paths.recordings() / second.audio).exists()
    conversation_log.remove({second.id})
    assert not (paths.recordings() / second.audio).exists()


def test_nothing_is_logged_without_the_setting() -> None:
    recorder = Recorder(False, lambda error: None)
    recorder.add(turn("hello"))
    assert conversation_log.read() == []
    assert not recorder.flag("hallo")


def test_a_correction_flags_the_turn_before_and_is_not_logged_itself() -> None:
    _, recorder = errors()
    recorder.add(turn("hello anna"))
    assert recorder.flag("hello hannah")
    recorder.add(turn("no, I said hello hannah"))
    (logged,) = conversation_log.read()
    assert (logged.flagged, logged.correction) == (True, "hello hannah")


def test_the_oldest_unflagged_are_dropped_and_times_are_unique(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation_log, "LONGEST", 2)
    conversation_log.change(lambda _: [LoggedUtterance(NOON, "old", flagged=True)])
    future = LoggedUtterance(datetime.now() + timedelta(days=1), "later")
    conversation_log.change(lambda before: [*before, future])
    _, recorder = errors()
    recorder.add(turn("newest"))
    logged = conversation_log.read()
    assert [one.text for one in logged] == ["old", "newest"]
    assert len({one.id for one in logged}) == 2


def test_a_time_is_unique_after_the_clock_was_set_back() -> None:
    first, second, third = (conversation_log.append(LoggedUtterance(NOON, text)) for text in "abc")
    assert (first.when, second.when) == (NOON, NOON + timedelta(microseconds=1))
    assert conversation_log.read() == [first, second, third]


@pytest.mark.parametrize("cut", [1, 30])
def test_a_line_whose_writing_was_cut_harms_no_other(cut: int) -> None:
    first, second = (conversation_log.append(LoggedUtterance(NOON, text)) for text in "ab")
    file = paths.recordings() / conversation_log.FILE
    file.write_bytes(file.read_bytes()[:-cut])
    # without its newline alone a line is whole
    kept = [first, second] if cut == 1 else [first]
    assert conversation_log.read() == kept
    third = conversation_log.append(LoggedUtterance(NOON, "third"))
    assert conversation_log.read() == [*kept, third]


def test_any_character_may_be_said() -> None:
    kept = [conversation_log.append(LoggedUtterance(NOON, text)) for text in ("a\u2028b", "c\x85d\ne", "\r")]
    assert conversation_log.read() == kept


def test_the_log_is_private() -> None:
    conversation_log.append(LoggedUtterance(NOON, "a"))
    assert (paths.recordings() / conversation_log.FILE).stat().st_mode & 0o077 == 0


def test_a_full_log_drops_several_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation_log, "LONGEST", 40)
    for number in range(41):
        conversation_log.append(LoggedUtterance(NOON, str(number), flagged=number == 1))
    assert [one.text for one in conversation_log.read()] == ["1", *(str(n) for n in range(3, 41))]


def test_a_failed_write_ends_the_logging_and_is_reported_once(home: Path) -> None:
    (home / "recordings").write_text("a file in the place of the folder")
    reported, recorder = errors()
    recorder.add(turn("hello"))
    recorder.add(turn("hello"))
    assert len(reported) == 1 and not recorder.keeps


def test_an_invalid_line_is_named() -> None:
    conversation_log.change(lambda _: [LoggedUtterance(NOON, "fine")])
    with (paths.recordings() / conversation_log.FILE).open("a") as file:
        file.write("{}\n")
    with pytest.raises(DataError, match=r"conversations\.jsonl:2"):
        conversation_log.read()


def test_the_owner_is_told_that_conversations_are_kept() -> None:
    console = Console(file=(printed := io.StringIO()), width=200)
    recorder_for(False, console)
    assert printed.getvalue() == ""
    recorder_for(True, console)
    assert "keep_conversations" in printed.getvalue() and "forget" in printed.getvalue()
