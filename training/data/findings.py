"""What is wrong with data, for people and for programs. Knows no check."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from rich.markup import escape
from rich.table import Table

from models.errors import DataError

Level = Literal["error", "warning"]
_SHOWN = 3
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    level: Level
    check: str
    """Which check found it, such as `missing-sound`; findings of one check belong together."""
    what: str
    where: str
    """`file:line`."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found."""

    n: int
    """Examples that were looked at."""
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What nothing should be trained or scored on."""
        return tuple(f for f in self.findings if f.level == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What a person should know."""
        return tuple(f for f in self.findings if f.level == "warning")

    def accepting(self, *checks: str) -> Findings:
        """The same, errors of these checks made warnings."""
        return Findings(
            self.n, tuple(replace(f, level="warning") if f.check in checks else f for f in self.findings)
        )

    def refuse_errors(self) -> None:
        """Goes on where there is no error.

        Raises:
            DataError: there are; the first twenty are named.
        """
        if self.errors:
            first, *rest = self.errors
            also = "".join(f"; {f.where}: {f.what}" for f in rest[: _NAMED - 1])
            more = f"; and {len(rest) - _NAMED + 1} more" if len(rest) >= _NAMED else ""
            raise DataError(f"{first.what}{also}{more}", where=first.where)

    def table(self) -> Table:
        """A row a check: how often, and the first places."""
        by_check: dict[tuple[Level, str], list[Finding]] = defaultdict(list)
        for finding in (*self.errors, *self.warnings):
            by_check[finding.level, finding.check].append(finding)
        made = Table("", "check", "times", "first of them", title=self.summary(), title_justify="left")
        for (level, check), found in by_check.items():
            places = "\n".join(f"{f.where}: {f.what}" for f in found[:_SHOWN])
            made.add_row(
                level, check, f"{len(found):,}", escape(places), style="red" if level == "error" else None
            )
        return made

    def summary(self) -> str:
        """One line."""
        errors, warnings = _many(len(self.errors), "error"), _many(len(self.warnings), "warning")
        return f"{_many(self.n, 'example')}: {errors}, {warnings}"

    def to_json(self) -> dict[str, Any]:
        """Everything, for `json.dumps`."""
        return {
            "n": self.n,
            "errors": len(self.errors),
            "warnings": len(self.warnings),
            "findings": [asdict(finding) for finding in self.findings],
        }


def _many(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
