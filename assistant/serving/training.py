"""`assistant-train personal` as a process of its own, its progress and its report."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Literal

from pydantic import BaseModel

from models import paths
from models.errors import InputError, TrainingError

# -P: a folder called `training` in the working directory must not become the program
COMMAND = (sys.executable, "-P", "-m", "training.cli", "personal", "--json")
REPORT = "report.html"
KEPT_LINES = 12
LONGEST_LINE = 200


class TrainingProgress(BaseModel):
    """How far a training is."""

    state: Literal["none", "running", "promoted", "refused", "failed", "stopped"]
    """No training yet; at work; the new models are in use; they were no better; it failed; it was stopped."""
    lines: list[str]
    """The last lines that it printed."""
    result: dict[str, Any] | None = None
    """What `assistant-train personal --json` prints; null until it ends well."""
    report: bool = False
    """Whether there is a report to read."""


class PersonalTraining:
    """At most one training at a time.

    Arguments:
        promoted: called, in another thread, when new models are in use.
        command: the program.
    """

    def __init__(self, promoted: Callable[[], None], command: Sequence[str] = COMMAND) -> None:
        self._promoted, self._command = promoted, tuple(command)
        self._process: subprocess.Popen[str] | None = None
        self._threads: list[threading.Thread] = []
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._result: dict[str, Any] | None = None
        self._state: Literal["none", "running", "promoted", "refused", "failed", "stopped"] = "none"
        self._change = threading.Lock()

    def start(self) -> None:
        """Begin.

        Raises:
            InputError: one is at work already.
            TrainingError: it cannot be started.
        """
        with self._change:
            if self._state == "running":
                raise InputError("a training is at work already")
            try:
                self._process = process = subprocess.Popen(
                    self._command,
                    text=True,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    errors="replace",
                )
            except OSError as error:
                raise TrainingError(f"the training cannot be started ({error})") from error
            self._lines.clear()
            self._state, self._result = "running", None
            self._threads = [
                threading.Thread(target=self._read, args=(process,), name="training", daemon=True),
                threading.Thread(target=self._follow, args=(process,), name="training", daemon=True),
            ]
            for thread in self._threads:
                thread.start()

    def stop(self) -> None:
        """End it; everything stays as it was."""
        with self._change:
            if self._state != "running" or self._process is None:
                return
            self._state = "stopped"
            self._process.terminate()
        for thread in self._threads:
            thread.join()

    def progress(self) -> TrainingProgress:
        """How far it is."""
        with self._change:
            return TrainingProgress(
                state=self._state, lines=list(self._lines), result=self._result, report=report() is not None
            )

    def _follow(self, process: subprocess.Popen[str]) -> None:
        """Keep the last lines for a person."""
        assert process.stderr is not None
        with process.stderr:
            for line in process.stderr:
                if line.strip():
                    self._lines.append(line.strip()[:LONGEST_LINE])

    def _read(self, process: subprocess.Popen[str]) -> None:
        """Wait for the result."""
        assert process.stdout is not None
        with process.stdout:
            printed = process.stdout.read()
        code = process.wait()
        with self._change:
            if self._state != "running":
                return
            try:
                self._result = json.loads(printed)
            except ValueError:
                self._state = "failed"
                return
            self._state = "promoted" if code == 0 else "refused"
        if code == 0:
            self._promoted()


def report() -> str | None:
    """The page of the newest report; None without one."""
    found = sorted((paths.runs() / "personal").glob(f"*/{REPORT}"), key=lambda file: file.stat().st_mtime)
    return found[-1].read_text("utf-8") if found else None
