"""A conversation without devices, as far as it needs no models; and the output of its turns."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from assistant.commands.headless import HeadlessSession, report_to
from assistant.config import Config
from assistant.memory import conversation_log
from assistant.turn import Recognition, Turn
from models.errors import SoundFileError
from models.types import Transcript


def test_transcripts_need_no_models_and_are_not_logged() -> None:
    turns: list[Turn] = []
    config = Config(keep_conversations=True)
    with HeadlessSession(config, until="transcript", console=Console(file=io.StringIO())) as session:
        session.run([Recognition("x", Transcript("hello")), Recognition("y")], turns.append)
    assert [turn.recognition.source for turn in turns] == ["x", "y"]
    assert turns[0].understanding is None and turns[0].reply is None
    assert conversation_log.read() == []


def test_an_unwritable_file_for_the_replies_is_reported_first(tmp_path: Path) -> None:
    config = Config(classifier_dir=str(tmp_path / "none"))
    session = HeadlessSession(config, until="reply", console=Console(), speak=tmp_path / "no" / "a.wav")
    with pytest.raises(SoundFileError, match="cannot be written"):
        session.__enter__()


def test_turns_as_json_and_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(file=(printed := io.StringIO()), width=100)
    turn = Turn(Recognition("a.wav", Transcript("hello", 0.5)))
    report_to(console, "transcript", json_lines=True)(turn)
    line = json.loads(capsys.readouterr().out)
    assert (line["source"], line["transcript"], line["transcript_confidence"]) == ("a.wav", "hello", 0.5)
    assert printed.getvalue() == ""
    report_to(console, "transcript", json_lines=False)(turn)
    assert "hello" in printed.getvalue() and capsys.readouterr().out == ""
