"""Single keys without Return. Where there is no terminal, in a pipe or a test, nobody presses any."""

from __future__ import annotations

import os
import select
import sys
from types import TracebackType
from typing import Protocol, Self


class Keys(Protocol):
    """Where the session looks for what the owner wants."""

    def pressed(self) -> str | None:
        """The oldest key not looked at yet, in lower case; does not wait."""
        ...


class Keyboard:
    """The terminal's keys for as long as the context lasts; Ctrl-C still interrupts."""

    def __enter__(self) -> Self:
        self._there = sys.stdin is not None and sys.stdin.isatty()
        if self._there and sys.platform != "win32":
            import termios
            import tty

            self._fd = sys.stdin.fileno()
            self._before = termios.tcgetattr(self._fd)
            tty.setcbreak(self._fd)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._there and sys.platform != "win32":
            import termios

            termios.tcsetattr(self._fd, termios.TCSADRAIN, self._before)

    def pressed(self) -> str | None:
        """See `Keys`."""
        if not self._there:
            return None
        if sys.platform == "win32":
            import msvcrt

            return msvcrt.getwch().lower() if msvcrt.kbhit() else None
        ready, _, _ = select.select([self._fd], [], [], 0)
        return os.read(self._fd, 1).decode(errors="replace").lower() if ready else None
