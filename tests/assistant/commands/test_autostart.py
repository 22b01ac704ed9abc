"""`assistant autostart`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from rich.console import Console

from assistant.commands.autostart import print_status, switch_off, switch_on, talk_command
from assistant.config import Config
from models.errors import InputError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the XDG entry is Linux's")


@pytest.fixture(autouse=True)
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "autostart" / "trainable-assistant.desktop"


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def status() -> str:
    print_status(console := Console(file=io.StringIO(), width=200))
    return printed(console).strip()


def test_on_status_and_off(entry: Path, home: Path) -> None:
    console = Console(file=io.StringIO())
    assert status() == "off"
    switch_on(Config(), console, file=None, given={}, listen="wake")
    assert str(entry) in printed(console) and status() == f"on: {entry}"
    command = f"env ASSISTANT_HOME={home} {sys.executable} -P -m assistant talk --quiet --listen wake"
    assert f"Exec={command}\n" in entry.read_text("utf-8")
    switch_off(console)
    switch_off(console)
    assert "no longer starts" in printed(console) and "did not start" in printed(console)
    assert status() == "off"


def test_the_configuration_file_is_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command = talk_command(Path("my.toml"), None)
    assert command[4:] == ["--config", str(tmp_path / "my.toml"), "talk", "--quiet"]


@pytest.mark.parametrize(
    ("config", "given", "listen", "says"),
    [
        (Config().listening("key"), {}, None, "no terminal"),
        (Config(), {}, "key", "no terminal"),
        (Config(), {"bundle": "mine", "device": "cpu"}, None, "set there: bundle, device"),
    ],
)
def test_what_cannot_work_at_login_is_refused(
    config: Config, given: dict[str, str], listen: str | None, says: str, entry: Path
) -> None:
    with pytest.raises(InputError, match=says):
        switch_on(config, Console(file=io.StringIO()), file=None, given=given, listen=listen)
    assert not entry.exists()


def test_a_configured_key_gives_way_to_the_option(entry: Path) -> None:
    switch_on(Config().listening("key"), Console(file=io.StringIO()), file=None, given={}, listen="open")
    assert entry.read_text("utf-8").count("--listen open") == 1
