"""The entry that starts a program at login, checked by the desktop's own programs."""

from __future__ import annotations

import plistlib
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.desktop import autostart
from models.errors import InputError, StoreError

ODD = [
    "plain",
    "two words",
    'quo"te',
    "back\\slash",
    "$HOME",
    "`date`",
    "50%",
    "%f",
    "it's",
    "",
    "a\\\\b;c",
    "ä",
]


@pytest.fixture(autouse=True)
def configuration_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_on_linux_it_is_an_xdg_entry(configuration_home: Path) -> None:
    file = autostart.switch_on(["/usr/bin/python3", "-m", "assistant", "talk"], {}, "linux")
    assert file == configuration_home / "autostart" / "trainable-assistant.desktop"
    lines = file.read_text("utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]"
    settings = dict(line.split("=", 1) for line in lines[1:])
    assert settings["Exec"] == "/usr/bin/python3 -m assistant talk"
    assert (settings["Type"], settings["Terminal"]) == ("Application", "false")
    assert autostart.switch_off("linux") and not file.exists()
    assert not autostart.switch_off("linux")


def test_variables_go_before_the_program() -> None:
    file = autostart.switch_on(["/usr/bin/python3"], {"ASSISTANT_HOME": "/home/anna/my assistant"}, "linux")
    assert 'Exec=env "ASSISTANT_HOME=/home/anna/my assistant" /usr/bin/python3\n' in file.read_text("utf-8")


@pytest.mark.parametrize("command", [["plain"], ["/opt/my python/bin/python3", *ODD]])
def test_the_entry_is_valid(command: list[str]) -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("desktop-file-validate is not installed (apt-get install desktop-file-utils)")
    file = autostart.switch_on(command, {"ASSISTANT_HOME": "/home/anna/my assistant"}, "linux")
    checked = subprocess.run(["desktop-file-validate", file], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_a_desktop_starts_it_with_every_argument_as_it_was(tmp_path: Path) -> None:
    if shutil.which("gio") is None:
        pytest.skip("gio is not installed (apt-get install libglib2.0-bin)")
    said = tmp_path / "said"
    told = "repr((sys.argv[1:], os.environ['A']))"
    program = f"import os, pathlib, sys; pathlib.Path({str(said)!r}).write_text({told})"
    file = autostart.switch_on([sys.executable, "-c", program, *ODD], {"A": 'b "c" $d %e'}, "linux")
    subprocess.run(["gio", "launch", file], check=True, timeout=30)
    ends = time.monotonic() + 30
    while not (said.exists() and said.read_text("utf-8")):
        assert time.monotonic() < ends
        time.sleep(0.05)
    assert said.read_text("utf-8") == repr((ODD, 'b "c" $d %e'))


def test_on_macos_it_is_a_launch_agent(configuration_home: Path) -> None:
    file = autostart.switch_on(["/usr/bin/python3", *ODD], {"ASSISTANT_HOME": "/Users/anna/a b"}, "darwin")
    assert file == configuration_home / "Library" / "LaunchAgents" / "trainable-assistant.plist"
    agent = plistlib.loads(file.read_bytes())
    assert agent["ProgramArguments"] == ["/usr/bin/python3", *ODD]
    assert agent["EnvironmentVariables"] == {"ASSISTANT_HOME": "/Users/anna/a b"}
    assert agent["RunAtLoad"] is True and agent["LimitLoadToSessionType"] == "Aqua"


@pytest.mark.parametrize("argument", ["a\nb", "\x1b[2J", "tab\there"])
def test_control_characters_are_refused(argument: str) -> None:
    with pytest.raises(InputError, match="control characters"):
        autostart.switch_on(["python3", argument], {}, "linux")
    assert not autostart.entry("linux").exists()


def test_plain_arguments_need_no_quotes() -> None:
    command = ["/home/anna/.venv/bin/python3.11", "-P", "-m", "assistant", "talk", "--listen=wake"]
    assert shlex.split(autostart.quoted(command)) == command and '"' not in autostart.quoted(command)


def test_other_systems_are_told_what_to_do() -> None:
    with pytest.raises(InputError, match="shortcut"):
        autostart.entry("win32")


def test_a_disk_that_refuses_is_one_sentence(configuration_home: Path) -> None:
    (configuration_home / "autostart").write_text("a file, not a folder")
    with pytest.raises(StoreError):
        autostart.switch_on(["python3"], {}, "linux")
