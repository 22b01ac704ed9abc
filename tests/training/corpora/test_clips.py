"""Clips: English speech and rooms, the real files."""

from collections.abc import Callable
from pathlib import Path

from models.manifest import Example
from tests.fixtures.corpora import lines, sounds_exist
from training.corpora import clips

Shared = Callable[[str], Path]


def test_english_speech_with_text_and_rooms(tmp_path: Path) -> None:
    lines(
        tmp_path / "manifest.jsonl",
        {"file": "a.wav", "text": "Good morning.", "lang": "en", "kind": "speech", "seconds": 1.0},
        {"file": "b.wav", "text": "Guten Morgen.", "lang": "de", "kind": "speech"},
        {"file": "c.wav", "text": None, "lang": "en", "kind": "speech"},
        {"file": "d.wav", "text": None, "lang": "en", "kind": "rir"},
    )
    assert list(clips.convert(tmp_path)) == [
        Example(text="Good morning.", audio=tmp_path / "a.wav", split="test")
    ]
    assert list(clips.convert_rooms(tmp_path)) == [Example(audio=tmp_path / "d.wav", split="train")]


def test_real(shared_data: Shared) -> None:
    folder = shared_data("clips")
    spoken, rooms = list(clips.convert(folder)), list(clips.convert_rooms(folder))
    assert (len(spoken), len(rooms)) == (11, 5) and sounds_exist([*spoken, *rooms])
