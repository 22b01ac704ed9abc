"""A Whisper small enough to be made anew, in the folder that the store makes of a base."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tiny_whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Hugging Face folder: random weights, a tokenizer with every special token."""
    from models.weights.convert import whisper
    from tests.fixtures import tiny_whisper as tiny

    raw, folder = tmp_path_factory.mktemp("tiny-raw"), tmp_path_factory.mktemp("tiny-whisper")
    tiny.write_whisper_model_bin(tiny.whisper(), raw)
    whisper.convert(raw / "raw", folder)
    return folder


@pytest.fixture(scope="session")
def session_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tiny model's engine is kept for the whole session."""
    return tmp_path_factory.mktemp("session-home")


@pytest.fixture
def english_whisper(tiny_whisper: Path, tmp_path: Path) -> Path:
    """The same, said to know English only."""
    import shutil

    folder = tmp_path / "english"
    shutil.copytree(tiny_whisper, folder)
    settings = json.loads((folder / "generation_config.json").read_text("utf-8"))
    (folder / "generation_config.json").write_text(json.dumps(settings | {"is_multilingual": False}), "utf-8")
    return folder
