"""The result of a check, and what mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from models.errors import AssistantError

Status = Literal["ok", "warning", "missing"]
Fix = Callable[[], str]
"""Mends what was found; returns a sentence about what was done, or raises an AssistantError."""


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check."""

    name: str
    status: Status
    """warning: a feature works less well; missing: a feature does not work."""
    found: str
    do: str = ""
    """The remedy; `--fix` carries it out where there is a `fix`."""
    fix: Fix | None = None


def guarded(name: str, checks: Callable[[], Iterable[Check]]) -> Iterator[Check]:
    """The results of checks; an error of one is a result too."""
    try:
        yield from checks()
    except AssistantError as error:
        yield Check(name, "missing", error.what, error.do)


def mended(check: Check) -> Check:
    """The check after its fix."""
    if check.fix is None or check.status == "ok":
        return check
    try:
        return Check(check.name, "ok", f"mended: {check.fix()}")
    except AssistantError as error:
        return Check(
            check.name, check.status, f"{check.found}; it could not be mended: {error.what}", error.do
        )
