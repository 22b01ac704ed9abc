"""The configuration file and the options over it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant import config
from assistant.config import Config
from models.errors import ConfigError


def test_without_a_file_the_defaults_apply() -> None:
    assert config.load() == Config()


def test_the_owners_file_is_found(home: Path) -> None:
    (home / "config.toml").write_text('language = "de"\n[interruption]\nmode = "headphones"\n')
    loaded = config.load()
    assert (loaded.language, loaded.interruption.mode) == ("de", "headphones")


def test_options_win_over_the_file_and_are_checked() -> None:
    given = Config(language="de", device="cpu").with_options({"language": "fr"})
    assert (given.language, given.device) == ("fr", "cpu")
    with pytest.raises(ValidationError):
        Config().with_options({"device": "tpu"})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"= what", "not TOML"),
        (b"\xff\xfe", "not UTF-8"),
        (b'colour = "red"', "1 wrong setting: colour: there is no such setting"),
        (b'voice = "loud"\n[vad]\nx = 1', "2 wrong settings"),
        (None, "cannot be read"),
    ],
)
def test_errors_name_the_file_and_every_setting(content: bytes | None, says: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigError, match=says) as wrong:
        config.load(file)
    assert wrong.value.where == str(file)
