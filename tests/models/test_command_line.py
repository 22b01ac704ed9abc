"""Uncaught errors, missing packages and a log that cannot be written."""

from __future__ import annotations

import importlib.util
import io
import logging
import os
import re
import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from models import command_line

PROGRAM = """
import typer
from models.command_line import log_to_file, run
app = typer.Typer()
@app.command()
def fail():
    log_to_file("trial")
    raise {error}
run(app)
"""


def failing(error: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> subprocess.CompletedProcess[str]:
    monkeypatch.setenv("ASSISTANT_HOME", str(home))
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(error=error)], capture_output=True, text=True, timeout=100
    )


@pytest.mark.parametrize(
    ("module", "extra"),
    [("accelerate.utils", "train"), ("yaml", "train"), ("jiwer", "train"), ("hibari", "voice")],
)
def test_a_missing_optional_package_names_its_extra(
    module: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = failing(f"ModuleNotFoundError('none', name='{module}')", tmp_path, monkeypatch)
    said = f"{module.partition('.')[0]} is not installed; pip install 'trainable-assistant[{extra}]'.\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.parametrize("extra", command_line.EXTRAS)
def test_every_requirement_of_an_extra_is_found_by_its_module(extra: str) -> None:
    """The names in pyproject.toml and the names that are imported differ for some packages."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    for requirement in project["optional-dependencies"][extra]:
        name = re.match(r"[\w-]+", requirement)
        assert name
        module = command_line.MODULES.get(name[0], name[0].replace("-", "_"))
        assert importlib.util.find_spec(module) is not None, requirement
        assert command_line._extra_of(module) == extra


def test_another_missing_module_is_unexpected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = failing("ModuleNotFoundError('none', name='numpy.none')", tmp_path, monkeypatch)
    assert done.returncode == 1 and "failed unexpectedly" in done.stderr


def test_an_unforeseen_error_is_one_sentence_and_a_traceback_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = failing("RuntimeError('a\\nb')", tmp_path, monkeypatch)
    log = tmp_path / "logs" / "trial.log"
    assert done.returncode == 1
    assert done.stderr == f"The program failed unexpectedly (RuntimeError: a b); {log} holds the details.\n"
    assert "Traceback" in log.read_text()


def test_an_error_of_the_system_is_said_in_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = failing("OSError(28, 'No space left on device')", tmp_path, monkeypatch)
    assert (done.returncode, done.stderr) == (1, "no space left on device.\n")


def test_a_home_without_room_for_a_log_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("a file")
    done = failing("RuntimeError('x')", tmp_path / "file", monkeypatch)
    first, second = done.stderr.splitlines()
    assert "no log is kept" in first and "unexpectedly" in second
    assert done.returncode == 1


def test_any_locale_gets_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(error="RuntimeError(print('caf\\u00e9'))")],
        capture_output=True,
        timeout=100,
        env={**os.environ, "ASSISTANT_HOME": str(tmp_path)},
    )
    assert done.stdout.decode("utf-8").strip() == "café"


def test_an_error_in_a_thread_is_said_once_and_survived(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(threading, "excepthook", command_line.unexpected_in_thread)

    def fail() -> None:
        raise KeyError("nothing\x1b[2J of this name")

    for _ in range(2):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()

    said = capsys.readouterr().err
    assert said.count("A part of the program failed (KeyError: ") == 1
    assert "the rest goes on" in said
    assert "\x1b[2J" not in said


def test_no_control_character_of_a_text_reaches_the_terminal() -> None:
    console = command_line.PlainConsole(file=io.StringIO(), force_terminal=True, highlight=False)
    console.print("a\x1b[31mb\x07\nsecond", style="bold")
    console.print(Text("c\x9b2Jd"))
    table = Table("head\x00")
    table.add_row("cell\x1b]0;title\x07")
    console.print(table)

    assert isinstance(console.file, io.StringIO)
    # rich draws with its own sequences
    plain = re.sub(r"\x1b\[[\d;]*m", "", console.file.getvalue()).replace("\n", "")
    assert plain.isprintable()
    assert "second" in plain
    assert "31m" in plain


def test_no_control_character_reaches_the_log() -> None:
    record = logging.LogRecord("a", logging.INFO, "a.py", 1, "said %s", ("x\x1b[2J\nnext",), None)

    assert command_line.PlainFormatter("%(message)s").format(record) == "said x�[2J\nnext"
