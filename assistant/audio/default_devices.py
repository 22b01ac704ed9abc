"""Which devices the sound server has for programs that name none; PulseAudio's and PipeWire's `pactl` tells.

The server moves running streams to another default device by itself; here it is only noticed, and told.
"""

from __future__ import annotations

import logging
import os
import subprocess
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Self

from assistant.audio.devices import WORDS, Direction

log = logging.getLogger(__name__)

PACTL = "pactl"
ANSWER_S = 2.0
AGAIN_S = 5.0
"""Pause before a server that is gone is asked again."""
KINDS: Mapping[Direction, str] = {"input": "source", "output": "sink"}


class DefaultDevices:
    """A context manager that tells when other default devices are chosen; silent where there is no `pactl`.

    Arguments:
        report: called with one sentence.
        watched: the directions in which the default device is used.
    """

    def __init__(self, report: Callable[[str], None], watched: tuple[Direction, ...]) -> None:
        self._report, self._watched = report, watched
        self._known: dict[Direction, str] = {}
        self._events: subprocess.Popen[str] | None = None
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        if self._watched:
            self._look()
            threading.Thread(target=self._run, name="default devices", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        if self._events is not None:
            self._events.terminate()

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                with subprocess.Popen(
                    [PACTL, "subscribe"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                    env=_environment(),
                ) as events:  # fmt: skip
                    self._events = events
                    if self._closed.is_set():
                        events.terminate()
                    # what was chosen before it was told
                    self._look()
                    assert events.stdout is not None
                    for event in events.stdout:
                        if " on server " in event:
                            self._look()
            except OSError as error:
                log.info("other default devices are not noticed: %s", error)
                return
            self._closed.wait(AGAIN_S)

    def _look(self) -> None:
        """Compare with before; the first time, and while the server is away, only remember."""
        for direction in self._watched:
            name = asked(f"get-default-{KINDS[direction]}")
            if not name or name.startswith("@") or name == self._known.get(direction):
                continue
            if direction in self._known:
                shown = described(asked("list", f"{KINDS[direction]}s"), name)
                self._report(f"The {WORDS[direction]} is now {shown}.")
            self._known[direction] = name


def asked(*command: str) -> str:
    """What `pactl` answers; empty where it fails."""
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            [PACTL, *command],
            capture_output=True,
            text=True,
            check=True,
            timeout=ANSWER_S,
            env=_environment(),
        )
        return done.stdout.strip()
    return ""


def described(listed: str, name: str) -> str:
    """What a device is called in the answer to `pactl list sinks`; its name where it has no description."""
    _, _, found = listed.partition(f"Name: {name}\n")
    first, _, _ = found.partition("\n")
    label, _, words = first.strip().partition(": ")
    return words if label == "Description" and words else name


def _environment() -> Mapping[str, str]:
    return os.environ | {"LC_ALL": "C"}
