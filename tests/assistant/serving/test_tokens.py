"""The token in its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.serving.tokens import read_token
from models.errors import ConfigError


def test_a_token_is_read_without_its_newline(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("abcdefgh-ABCDEFGH_1\n")
    assert read_token(str(tmp_path / "token")) == "abcdefgh-ABCDEFGH_1"
    assert read_token(None) is None


@pytest.mark.parametrize("content", ["", "short", "sixteen letters with spaces", "ümläutümläutümläut"])
def test_a_token_that_could_be_guessed_or_not_be_sent_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(content)
    with pytest.raises(ConfigError, match="a token is 16 or more"):
        read_token(str(tmp_path / "token"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_token(str(tmp_path / "none"))
