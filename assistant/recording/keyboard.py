"""Single key presses without Return. Without a terminal, in a pipe or a test, there are none."""

from __future__ import annotations

import os
import select
import sys
from types import TracebackType
from typing import Protocol, Self


class Keys(Protocol):
    """Source of key presses."""

    def pressed(self) -> str | None:
        """The oldest unread key, in lower case, or None; does not wait."""
        ...


class Keyboard:
    """The terminal in single-key mode; a context manager. Ctrl-C still interrupts."""

    def __enter__(self) -> Self:
        self._is_terminal = sys.stdin is not None and sys.stdin.isatty()
        if self._is_terminal and sys.platform != "win32":
            import termios
            import tty

            self._fd = sys.stdin.fileno()
            self._before = termios.tcgetattr(self._fd)
            tty.setcbreak(self._fd)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_terminal and sys.platform != "win32":
            import termios

            termios.tcsetattr(self._fd, termios.TCSADRAIN, self._before)

    def pressed(self) -> str | None:
        """See `Keys`."""
        if not self._is_terminal:
            return None
        if sys.platform == "win32":
            import msvcrt

            return msvcrt.getwch().lower() if msvcrt.kbhit() else None
        ready, _, _ = select.select([self._fd], [], [], 0)
        return os.read(self._fd, 1).decode(errors="replace").lower() if ready else None
