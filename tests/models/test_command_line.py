"""Uncaught errors, missing packages and a log that cannot be written."""

from __future__ import annotations

import ast
import importlib.util
import io
import json
import logging
import os
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from models import command_line
from models.errors import DeviceError, SkillError

LEVELS = ("debug", "info", "warning", "error", "exception")

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
    known = json.loads(log.read_text())["error"]
    assert known["type"] == "RuntimeError" and "fail" in known["frames"][-1]


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


def logged(call: Callable[[logging.Logger], None], *, name: str = "models.x", words: bool = False) -> str:
    """The line of a log call."""
    lines = io.StringIO()
    handler, logger = logging.StreamHandler(lines), logging.getLogger(name)
    handler.setFormatter(formatter := command_line.JsonFormatter())
    formatter.words = words
    logger.addHandler(handler)
    try:
        call(logger)
    finally:
        logger.removeHandler(handler)
    return lines.getvalue()


def fail(logger: logging.Logger) -> None:
    try:
        try:
            raise KeyError("zebra")
        except KeyError as error:
            raise SkillError("there is no list called zebra") from error
    except SkillError:
        logger.exception("failed after %d of %s", 3, "zebra", extra=command_line.fields(skill="lists"))


def test_no_control_character_reaches_the_log() -> None:
    line = logged(lambda log: log.error("said %s", "x\x1b[2J\nnext"), words=True)
    assert line.endswith("}\n") and line[:-1].isprintable()


def test_a_line_holds_what_a_developer_needs_and_no_words() -> None:
    line = logged(fail)
    assert "zebra" not in line
    read = json.loads(line)
    assert (read["event"], read["values"], read["skill"]) == ("failed after %d of %s", [3], "lists")
    assert read["where"].startswith("test_command_line.py:") and read["level"] == "error"
    assert read["error"]["type"] == "SkillError" and "message" not in read["error"]
    assert read["error"]["cause"]["type"] == "KeyError"
    assert "fail" in read["error"]["frames"][-1]
    assert logged(fail, words=True).count("zebra") == 3


def test_errors_that_quote_no_utterance_are_told() -> None:
    known = DeviceError("the microphone is gone", do="plug it in")
    line = logged(lambda log: log.error("gone", exc_info=known))
    assert json.loads(line)["error"]["message"] == "the microphone is gone; plug it in."
    line = logged(lambda log: log.error("full", exc_info=OSError(28, "No space left on device")))
    assert json.loads(line)["error"]["message"] == "No space left on device"


def test_texts_of_other_libraries_are_left_out() -> None:
    line = logged(lambda log: log.warning("cannot parse zebra"), name="dateparser.x")
    assert "zebra" not in line and json.loads(line)["logger"] == "dateparser.x"


def test_the_log_is_bounded_and_older_ones_of_plain_text_are_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "trial.log.1").write_text("2026-11-22 ERROR Traceback: 'zebra crossing'")
    before = logging.getLogger().handlers[:]
    command_line.log_to_file("trial")
    (added,) = [each for each in logging.getLogger().handlers if each not in before]
    try:
        assert not (tmp_path / "logs" / "trial.log.1").exists()
        for _ in range(3_000):
            logging.getLogger("models.x").error("x" * 2_000)
    finally:
        added.close()
        logging.getLogger().removeHandler(added)
    kept = list((tmp_path / "logs").iterdir())
    assert len(kept) == 3 and sum(file.stat().st_size for file in kept) <= 3_000_000
    assert all(json.loads(line) for file in kept for line in file.read_text().splitlines())


def test_the_text_of_a_log_call_is_constant() -> None:
    """A text that is put together may quote an utterance, and the log would hold it."""
    root, wrong = Path(__file__).parents[2], []
    for file in (each for package in command_line.OWN_PACKAGES for each in (root / package).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            of = node.func.value
            if isinstance(of, ast.Name) and of.id == "log" and node.func.attr in LEVELS:
                text = node.args[0]
                if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
                    wrong.append(f"{file.name}:{node.lineno}")
    assert not wrong
