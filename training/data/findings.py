"""Problems of data as errors and warnings, for people and for programs. Knows no check."""

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
    """One problem."""

    level: Level
    check: str
    """Name of the check, such as `missing-sound`, by which findings are grouped."""
    what: str
    where: str
    """`file:line`."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All problems of some data."""

    n: int
    """Number of checked examples."""
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Problems that forbid training and scoring."""
        return tuple(f for f in self.findings if f.level == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Problems to be aware of."""
        return tuple(f for f in self.findings if f.level == "warning")

    def accepting(self, *checks: str) -> Findings:
        """The findings with the errors of `checks` turned into warnings."""
        return Findings(
            self.n, tuple(replace(f, level="warning") if f.check in checks else f for f in self.findings)
        )

    def refuse_errors(self) -> None:
        """Stop if there is an error.

        Raises:
            DataError: names the first twenty errors.
        """
        if self.errors:
            first, *rest = self.errors
            also = "".join(f"; {f.where}: {f.what}" for f in rest[: _NAMED - 1])
            more = f"; and {len(rest) - _NAMED + 1} more" if len(rest) >= _NAMED else ""
            raise DataError(f"{first.what}{also}{more}", where=first.where)

    def table(self) -> Table:
        """A row per check: number of findings and the first ones."""
        by_check: dict[tuple[Level, str], list[Finding]] = defaultdict(list)
        for finding in (*self.errors, *self.warnings):
            by_check[finding.level, finding.check].append(finding)
        made = Table("", "check", "times", "first", title=self.summary(), title_justify="left")
        for (level, check), found in by_check.items():
            places = "\n".join(f"{f.where}: {f.what}" for f in found[:_SHOWN])
            made.add_row(
                level, check, f"{len(found):,}", escape(places), style="red" if level == "error" else None
            )
        return made

    def summary(self) -> str:
        """The numbers of examples, errors and warnings in one line."""
        errors, warnings = _many(len(self.errors), "error"), _many(len(self.warnings), "warning")
        return f"{_many(self.n, 'example')}: {errors}, {warnings}"

    def to_json(self) -> dict[str, Any]:
        """All findings, for `json.dumps`."""
        return {
            "n": self.n,
            "errors": len(self.errors),
            "warnings": len(self.warnings),
            "findings": [asdict(finding) for finding in self.findings],
        }


def _many(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
