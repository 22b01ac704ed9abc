"""The tiny chat model, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixtures import tiny_gpt as tiny


@pytest.fixture(scope="session")
def tiny_gpt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Hugging Face folder of 3 layers that every engine can run."""
    return tiny.make(tmp_path_factory.mktemp("tiny-gpt"))


@pytest.fixture(scope="session")
def session_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tiny model's engine is kept for the whole session."""
    return tmp_path_factory.mktemp("session-home")
