"""What PortAudio and ALSA print by themselves goes to the log, and not over the conversation."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from models.command_line import fields

log = logging.getLogger(__name__)

STDERR = 2


@contextmanager
def native_lines_to_log() -> Iterator[None]:
    """Within the context, log what C libraries write to standard error; Python's own stays where it was."""
    python_stderr = sys.stderr
    own = _writes_to_stderr()
    if own:
        python_stderr.flush()
    saved = os.dup(STDERR)
    reading, writing = os.pipe()
    os.dup2(writing, STDERR)
    os.close(writing)
    thread = threading.Thread(target=_log_lines, args=(reading,), name="native lines", daemon=True)
    thread.start()
    if own:
        sys.stderr = os.fdopen(
            os.dup(saved), "w", encoding=python_stderr.encoding, errors="replace", buffering=1
        )
    try:
        yield
    finally:
        if own:
            sys.stderr.close()
            sys.stderr = python_stderr
        # the pipe ends with its last writer, which may be a child that lives on
        os.dup2(saved, STDERR)
        os.close(saved)
        thread.join(timeout=0.5)


def _writes_to_stderr() -> bool:
    """Whether Python's standard error is the process's."""
    try:
        return sys.stderr.fileno() == STDERR
    except (AttributeError, OSError, ValueError):
        return False


def _log_lines(reading: int) -> None:
    with os.fdopen(reading, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            log.info("a library wrote a line", extra=fields(line=line.rstrip()))
