"""`assistant doctor` and `assistant stats` are commands of the program itself."""

from __future__ import annotations

from tests.assistant.test_cli import assistant


def test_they_are_listed_among_the_commands() -> None:
    done = assistant("--help").stdout
    assert "doctor" in done and "stats" in done and "upkeep" not in done


def test_an_unknown_span_is_refused() -> None:
    done = assistant("stats", "--by", "hour")
    assert done.returncode == 2 and "'day', 'week'" in done.stderr
