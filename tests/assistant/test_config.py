"""The configuration file and the options over it."""

from __future__ import annotations

import os
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


WRITTEN = """\
# my settings
language = "en"

[microphone]
device = "USB"  # the good one
zeros_for_s = 5

[skills]
# none yet
"""


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({}, WRITTEN),
        ({"microphone": {"device": "Headset"}}, WRITTEN.replace("USB", "Headset")),
        ({"microphone": {"device": None}}, WRITTEN.replace('device = "USB"  # the good one\n', "")),
        ({"speaker": {"device": None}}, WRITTEN),
        ({"speaker": {"device": 3}}, WRITTEN + "\n[speaker]\ndevice = 3\n"),
    ],
)
def test_a_change_keeps_comments_and_other_settings(
    changes: dict[str, dict[str, str | int | None]], after: str, tmp_path: Path
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(WRITTEN)
    config.change_file(file, changes)
    assert file.read_text().split() == after.split()
    assert config.load(file).language == "en"


def test_a_change_creates_the_file(home: Path) -> None:
    config.change_file(
        home / "config.toml", {"microphone": {"device": 'a "quoted" name'}, "speaker": {"device": None}}
    )
    assert config.load() == Config().model_copy(update={"microphone": config.load().microphone})
    assert config.load().microphone.device == 'a "quoted" name'
    assert (home / "config.toml").read_text().startswith("# The assistant's settings")


@pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")
def test_a_change_keeps_mode_and_link(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text('[skills.home_assistant]\nurl = "http://house"\ntoken = "secret"\n')
    kept.chmod(0o600)
    link = tmp_path / "config.toml"
    link.symlink_to(kept)
    config.change_file(link, {"speaker": {"device": "Hall"}})
    assert link.is_symlink() and kept.stat().st_mode & 0o777 == 0o600
    assert config.load(link).speaker.device == "Hall"


@pytest.mark.parametrize(
    "written",
    [
        'microphone = { device = "USB" }',
        'microphone.device = "USB"\nmicrophone.zeros_for_s = 1',
        "[speaker]\n[microphone]",
    ],
)
def test_a_change_of_tables_in_any_form(written: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(written)
    config.change_file(file, {"microphone": {"device": "Headset"}})
    assert config.load(file).microphone.device == "Headset"
    config.change_file(file, {"microphone": {"device": None}})
    assert config.load(file).microphone.device is None
