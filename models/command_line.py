"""What `assistant` and `assistant-train` share: errors as one sentence on stderr, and their exit codes."""

from __future__ import annotations

import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from typing import NoReturn

import typer
from rich.console import Console

from models import paths
from models.errors import AssistantError

FAILED, WRONG_INPUT = 1, 2

err = Console(stderr=True, highlight=False)
"""Where everything for people goes; stdout is for results."""


def run(app: typer.Typer) -> NoReturn:
    """Runs a command line and exits: 0 all done, 1 failed, 2 the input or configuration was wrong."""
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        # every mistake in the words of a command: an unknown option, a missing argument
        explain = getattr(error, "format_message", None)
        message = explain() if explain else str(error)
        sys.exit(say(f"{message.rstrip('.')}; see --help.", WRONG_INPUT))
    except AssistantError as error:
        sys.exit(say(str(error), error.exit_code))
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(say("Stopped.", FAILED))
    except BrokenPipeError:
        # the reader of our output left, as in `| head`; nothing more can be said to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    sys.exit(code or 0)


def say(sentence: str, code: int) -> int:
    """Prints one plain sentence for a person and gives `code` back."""
    err.print(sentence, style="red", markup=False, soft_wrap=True)
    return code


def log_to_file(name: str) -> None:
    """Tracebacks of unexpected errors go to a small rotating file, never to the terminal."""
    folder = paths.home() / "logs"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(
        folder / f"{name}.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
