"""Configurations of other versions and with mistakes, and their mending."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import config
from assistant.commands.checks import settings
from assistant.commands.checks.check import mended
from models import paths

OLD = """\
# mine
langauge = "de"
colour = "red"
[voice]
rate_wpm = 150  # slower
[endpointer]
hush_ms = 150
[skills]
assistent_name = "Ada"
"""


@pytest.fixture
def file() -> Path:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    return paths.config_file()


def test_without_a_file_and_with_a_right_one(file: Path) -> None:
    assert settings.configuration(None).found == "defaults"
    file.write_text('language = "de"\n')
    assert settings.configuration(None).found == str(file)


def test_settings_of_another_version_are_renamed_or_removed(file: Path) -> None:
    file.write_text(OLD)
    check = settings.configuration(None)
    assert check.status == "missing" and "4 wrong settings" in check.found
    done = mended(check)
    assert done.status == "ok"
    for said in (
        "langauge is language now",
        "colour was removed",
        "endpointer.hush_ms was removed",
        "skills.assistent_name is assistant_name now",
        "config.toml.before-fix",
    ):
        assert said in done.found
    loaded = config.load()
    assert (loaded.language, loaded.voice.rate_wpm, loaded.skills.assistant_name) == ("de", 150, "Ada")
    assert "# mine" in file.read_text() and "# slower" in file.read_text()
    assert (file.parent / "config.toml.before-fix").read_text() == OLD


def test_a_wrong_value_is_left_to_the_owner(file: Path) -> None:
    file.write_text("colour = 1\n[voice]\nrate_wpm = 5\n")
    done = mended(settings.configuration(None))
    assert done.status == "missing" and "other settings are wrong too" in done.found
    assert "voice.rate_wpm" in done.do
    assert "colour" in file.read_text()
    file.write_text("[voice]\nrate_wpm = 5\n")
    assert settings.configuration(None).fix is None


@pytest.mark.parametrize("content", [b"= broken", b"\xff\xfe", b"[voice"])
def test_a_file_that_cannot_be_read_has_no_fix(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    check = settings.configuration(None)
    assert check.status == "missing" and check.fix is None


def test_a_setting_is_removed_and_the_file_of_before_kept(file: Path) -> None:
    file.write_text('[microphone]\ndevice = "gone"\nzeros_for_s = 5\n')
    assert "removed device under [microphone]" in settings.removing(None, "microphone", "device")()
    assert config.load().microphone.device is None and config.load().microphone.zeros_for_s == 5
    assert "gone" in (file.parent / "config.toml.before-fix").read_text()
