"""A program that is killed while it sets things has kept what it confirmed."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.kills import killed


def test_what_was_confirmed_outlives_a_kill(home: Path) -> None:
    ledger = killed(home, 2, seed=1)
    assert not +ledger.wrong
    assert sum(ledger.confirmed.values()) > 4

    # what is missing is noticed
    (home / "recordings" / "manifest.jsonl").unlink()
    ledger.compare(home)
    assert ledger.wrong["recording lost"] == ledger.confirmed["recording"] > 0
