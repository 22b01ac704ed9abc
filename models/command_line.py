"""Shared by `assistant` and `assistant-train`: errors as one sentence on stderr, and exit codes."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from importlib import metadata
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from models import paths
from models.errors import (
    AssistantError,
    CheckpointError,
    ConfigError,
    DependencyError,
    DeviceError,
    StalledError,
    StateError,
    StoreError,
    TrainingError,
)

log = logging.getLogger(__name__)

FAILED, WRONG_INPUT = 1, 2
DISTRIBUTION = "trainable-assistant"
HELP_OPTIONS = ["-h", "--help"]
EXTRAS = ("train", "voice", "explain", "serve", "export")
OWN_PACKAGES = ("assistant", "models", "training")
WORDLESS = (
    CheckpointError, ConfigError, DependencyError, DeviceError, StalledError, StateError, StoreError,
    TrainingError,
)  # fmt: skip
"""Errors whose messages quote no utterance."""
LONGEST_TEXT, MOST_FRAMES = 2_000, 30
"""Of a message and a traceback in the log."""
_said: set[str] = set()
"""Sentences about threads that failed."""
MODULES = {
    "pyyaml": "yaml",
    "hibari-tts": "hibari",
    "scikit-learn": "sklearn",
    "python-multipart": "python_multipart",
}
"""Top-level modules of distributions that are named differently."""


class PlainConsole(Console):
    """A console whose texts bring no control characters to the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of a renderable, as rich draws them."""
        for segment in super().render(renderable, options):
            text, style, control = segment
            if control or text.replace("\n", "").isprintable():
                yield segment
            else:
                yield Segment("\n".join(map(printable, text.split("\n"))), style)


out = PlainConsole(highlight=False)
"""Standard output: results for a person."""
err = PlainConsole(stderr=True, highlight=False)
"""Console for people; stdout is for results."""


class Device(StrEnum):
    """Values of `--device`."""

    auto, cpu, cuda = "auto", "cpu", "cuda"


class Engine(StrEnum):
    """Values of `--engine`."""

    auto, torch, int8 = "auto", "torch", "int8"


def _print_version(wanted: bool) -> None:
    if wanted:
        print(metadata.version(DISTRIBUTION))
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True),
]
"""The `--version` option of a program's callback."""


def run(app: typer.Typer) -> NoReturn:
    """Run a command line and exit: 0 success, 1 failure, 2 wrong input or configuration."""
    sys.excepthook = unexpected
    threading.excepthook = unexpected_in_thread
    sys.unraisablehook = unraisable
    # a library's warning goes to the log, never to the terminal
    logging.captureWarnings(True)
    logging.getLogger().addHandler(logging.NullHandler())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # JSON Lines are UTF-8 in every locale, and a file name may hold any bytes
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        # app() itself installs another excepthook
        code = typer.main.get_command(app)(standalone_mode=False, help_option_names=HELP_OPTIONS)
    except typer.TyperException as error:
        # an unknown option, a missing argument
        explain = getattr(error, "format_message", None)
        message = explain() if explain else str(error)
        sys.exit(say(f"{message.rstrip('.')}; see --help.", WRONG_INPUT))
    except AssistantError as error:
        sys.exit(say(str(error), error.exit_code))
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if (extra := _extra_of(package)) is None:
            raise
        do = f"pip install '{DISTRIBUTION}[{extra}]'"
        sys.exit(say(str(DependencyError(f"{package} is not installed", do=do)), FAILED))
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(say("Stopped.", FAILED))
    except BrokenPipeError:
        # the reader of stdout is gone, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    sys.exit(code or 0)


def requirements_of(extra: str) -> list[str]:
    """The requirements of an extra, such as `hibari-tts>=0.2,<0.3`."""
    found = []
    for line in metadata.requires(DISTRIBUTION) or ():
        requirement, _, condition = line.partition(";")
        if f"extra == '{extra}'" in condition.replace('"', "'"):
            found.append(requirement.strip())
    return found


def module_of(requirement: str) -> str:
    """The top-level module of a requirement."""
    name = re.match(r"[\w-]+", requirement)
    return MODULES.get(name[0].lower(), name[0].replace("-", "_")) if name else requirement


def _extra_of(package: str) -> str | None:
    """The extra that installs a top-level package; None for a package that no extra installs."""
    named = (extra for extra in EXTRAS if package in map(module_of, requirements_of(extra)))
    return next(named, None)


def unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Report an uncaught error (`sys.excepthook`): one sentence on the terminal, the traceback in the log."""
    log.error("unexpected", exc_info=(kind, error, trace))
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        say(f"{where}{error.strerror[0].lower()}{error.strerror[1:]}.", FAILED)
        return
    kept = [each for each in logging.getLogger().handlers if isinstance(each, RotatingFileHandler)]
    where = f"; {kept[0].baseFilename} holds the details" if kept else ""
    say(f"The program failed unexpectedly ({kind.__name__}: {one_line(error)}){where}.", FAILED)


def unexpected_in_thread(args: threading.ExceptHookArgs) -> None:
    """Report an uncaught error of a thread (`threading.excepthook`): one sentence; the program goes on."""
    if args.exc_value is None or args.exc_type is SystemExit:
        return
    name = args.thread.name if args.thread else "a thread"
    log.error(
        "unexpected in a thread",
        exc_info=(args.exc_type, args.exc_value, args.exc_traceback),
        extra=fields(thread=name),
    )
    what = f"{args.exc_type.__name__}: {one_line(args.exc_value)}"
    sentence = f"A part of the program failed ({what}); the rest goes on."
    if sentence not in _said:
        # a thread that is begun again may fail again
        _said.add(sentence)
        say(sentence, FAILED)


def unraisable(args: sys.UnraisableHookArgs) -> None:
    """Log an error that cannot be raised, such as of a library's callback (`sys.unraisablehook`)."""
    if args.exc_value is not None:
        log.error("unraisable", exc_info=(args.exc_type, args.exc_value, args.exc_traceback))


def printable(text: str) -> str:
    """A text without control characters; pipes, files and their names may contain escape sequences."""
    return "".join(character if character.isprintable() else "�" for character in text)


def one_line(error: BaseException | str, longest: int = 200) -> str:
    """A text or an error's message on one line, shortened to `longest` characters."""
    words = " ".join(str(error).split())
    return words if len(words) <= longest else f"{words[:longest]}…"


def say(sentence: str, code: int) -> int:
    """Print one plain sentence for a person; return `code`."""
    err.print(sentence, style="red", markup=False, soft_wrap=True)
    return code


class JsonFormatter(logging.Formatter):
    """A formatter of JSON lines that hold no words of the owner's unless `words` is set.

    Without it a line has the constant text of the call, its numbers and its `fields`, and of an error the
    type, the frames, and the message of a class in `WORDLESS`. Texts of other libraries are left out.
    """

    words = False

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        own = record.name.partition(".")[0] in OWN_PACKAGES
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "where": f"{Path(record.pathname).name}:{record.lineno}",
        }
        if self.words:
            line["event"] = one_line(record.getMessage(), LONGEST_TEXT)
            line |= getattr(record, "words", {})
        elif own:
            line["event"] = str(record.msg)
            if values := [value for value in record.args or () if isinstance(value, int | float)]:
                line["values"] = values
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = self._error(record.exc_info[1])
        return json.dumps(line, default=str)

    def _error(self, error: BaseException, depth: int = 3) -> dict[str, Any]:
        frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
        known: dict[str, Any] = {"type": type(error).__name__}
        if self.words or isinstance(error, WORDLESS):
            known["message"] = one_line(error, LONGEST_TEXT)
        elif isinstance(error, OSError):
            known["message"] = error.strerror
        known["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is not None and depth:
            known["cause"] = self._error(cause, depth - 1)
        return known


def fields(**known: str | float) -> dict[str, dict[str, str | float]]:
    """`extra` of a log call: facts without words of the owner's, such as the name of a device or skill."""
    return {"fields": known}


def words(**said: str | float | None) -> dict[str, dict[str, str | float | None]]:
    """`extra` of a log call: what is said; logged with `log_words` alone."""
    return {"words": said}


def log_to_file(name: str) -> None:
    """Log to a small rotating file; tracebacks of unexpected errors never reach the terminal.

    Files that are no JSON lines, of older versions, are deleted: they may quote utterances.
    """
    file = paths.home() / "logs" / f"{name}.log"
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for older in file.parent.glob(f"{file.name}*"):
            with older.open("rb") as opened:
                outdated = opened.read(1) not in (b"", b"{")
            if outdated:
                older.unlink()
        handler: logging.Handler = RotatingFileHandler(
            file, maxBytes=1_000_000, backupCount=2, encoding="utf-8"
        )
    except OSError as error:
        # the program works in a read-only home; a command that must write there reports its own error
        say(f"{file}: no log is kept ({error.strerror}).", FAILED)
        handler = logging.NullHandler()
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)


def log_words() -> None:
    """Log what is said and the texts of errors too, from now on."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, JsonFormatter):
            handler.formatter.words = True
    for package in OWN_PACKAGES:
        logging.getLogger(package).setLevel(logging.INFO)
