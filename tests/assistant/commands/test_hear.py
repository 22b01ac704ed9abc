"""`assistant hear` before its models are loaded; tests/assistant/test_cli.py runs it as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from assistant.commands.hear import answer_files, same_file
from assistant.config import Config
from models.errors import CheckpointError, SoundFileError


def test_one_file_by_two_names(tmp_path: Path) -> None:
    (tmp_path / "a.wav").touch()
    (tmp_path / "b.wav").touch()
    (tmp_path / "link.wav").symlink_to(tmp_path / "a.wav")
    assert same_file(tmp_path / "link.wav", str(tmp_path / "a.wav"))
    assert not same_file(tmp_path / "b.wav", str(tmp_path / "a.wav"))
    assert not same_file(tmp_path / "new.wav", str(tmp_path / "new.wav"))


def test_an_input_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"sound")
    with pytest.raises(SoundFileError, match="input"):
        answer_files(
            Config(), [str(tmp_path / "a.wav")], Console(), json_lines=True, speak=tmp_path / "a.wav"
        )
    assert (tmp_path / "a.wav").read_bytes() == b"sound"


def test_without_replies_no_sound_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = Config(recognizer_dir=str(tmp_path / "none"))
    with pytest.raises(CheckpointError):
        answer_files(
            config, ["a.wav"], Console(), json_lines=True, speak=tmp_path / "out.wav", until="transcript"
        )
    assert "out.wav is not written" in capsys.readouterr().err.replace("\n", "")
    assert not (tmp_path / "out.wav").exists()
