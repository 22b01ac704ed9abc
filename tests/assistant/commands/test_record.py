"""`assistant record` without a microphone, and its import; the session itself has its own tests."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
import soundfile
from rich.console import Console

from assistant.commands import record
from assistant.config import Config
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.recording.prompts import Prompt
from models import recordings
from models.audio import load
from models.errors import DeviceError
from tests.fixtures.fake_portaudio import FakePortAudio

EXAMPLE = Path(__file__).parents[3] / "examples" / "add-milk.wav"


def test_a_stored_recording_can_be_removed_again() -> None:
    keep = record.keeper("anna")
    remove = keep(Prompt("add milk", "lists_createoradd"), load(EXAMPLE))
    (kept,) = recordings.read()
    assert (kept.text, kept.speaker, kept.intent) == ("add milk", "anna", "lists_createoradd")
    remove()
    assert recordings.read() == []


def test_recordings_are_named_after_the_owner(tmp_path: Path) -> None:
    assert record.owner() == recordings.OWNER
    Profile(Database()).set("name", "Anna")
    assert record.owner() == "Anna"
    soundfile.write(tmp_path / "milk.wav", load(EXAMPLE), 16_000)
    (tmp_path / "milk.txt").write_text("add milk")
    (tmp_path / "broken.wav").write_text("no sound")
    (tmp_path / "broken.txt").write_text("broken")
    console = Console(file=(printed := io.StringIO()), width=200)
    assert not record.record_or_import(
        Config(), console, speaker=None, sentences=None, count=None, folder=tmp_path
    )
    assert [one.speaker for one in recordings.read()] == ["Anna"]
    assert "1 imported from" in printed.getvalue()


def test_a_missing_microphone_is_reported_before_the_models_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", FakePortAudio(opens=0))
    console = Console(file=(printed := io.StringIO()), width=200)
    with pytest.raises(DeviceError, match="no microphone was found"):
        record.record_or_import(Config(), console, speaker="x", sentences=None, count=1, folder=None)
    assert "Nothing was recorded this time." in printed.getvalue()
