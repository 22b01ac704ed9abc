"""`assistant stats`: by week and day, in JSON, drift, and its deletion."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta

from assistant import factory
from assistant.config import Config
from assistant.memory.database import Database
from assistant.memory.statistics import Cell, StatisticsStore, bin_of
from tests.assistant.test_cli import assistant

TODAY = date.today()
LAST_WEEK = TODAY - timedelta(days=7)


def count(day: date, turns: int, rejected: int, confidence: float = 0.98, models: str | None = None) -> None:
    mark = models or factory.mark(Config())
    cells = Counter({
        Cell(day, "talk", mark, "turns"): turns,
        Cell(day, "talk", mark, "acted"): turns - rejected,
        Cell(day, "talk", mark, "rejected"): rejected,
        Cell(day, "talk", mark, "total", bin_of("total", 500.0)): turns,
        Cell(day, "talk", mark, "intent", bin_of("intent", confidence)): turns - rejected,
    })  # fmt: skip
    StatisticsStore(Database()).add(cells)


def test_before_the_first_turn() -> None:
    assert "No turns have been counted yet." in assistant("stats").stdout
    assert not Database().file.exists()


def test_a_row_per_week_and_no_warning_for_what_was_expected() -> None:
    count(TODAY, 60, 1)
    count(LAST_WEEK, 40, 0)
    done = assistant("stats")
    assert done.returncode == 0, done.stderr
    assert "60" in done.stdout and "40" in done.stdout and "Drift" not in done.stdout
    assert "confidence in intents" in done.stdout
    lines = [json.loads(line) for line in assistant("stats", "--json").stdout.splitlines()]
    weeks = [line for line in lines if "week" in line]
    assert [line["turns"] for line in weeks] == [60, 40]
    assert 475 < weeks[0]["latencies_ms"]["total"]["p50"] < 525
    assert weeks[0]["confidences"]["intent"] == 0.9833
    assert [line["drift"] for line in lines if "drift" in line] == ["rejected", "intent"]
    days = [json.loads(line) for line in assistant("stats", "--json", "--by", "day").stdout.splitlines()]
    assert [line["day"] for line in days if "day" in line] == [TODAY.isoformat(), LAST_WEEK.isoformat()]


def test_a_drift_is_told_with_what_to_do() -> None:
    count(TODAY, 60, 12, 0.5)
    done = assistant("stats").stdout
    assert "Drift: not understood 20.0% of 60, in the evaluation 0.7% of 1972, beyond chance" in done
    assert "Drift: confidence in intents 50." in done and "assistant-train personal" in done


def test_turns_of_other_models_are_shown_and_not_compared() -> None:
    count(TODAY, 60, 12, models="mine@3")
    done = assistant("stats").stdout
    assert "60" in done and "Drift" not in done
    assert "Nothing to compare yet for home@" in done


def test_statistics_are_deleted() -> None:
    count(TODAY, 60, 12)
    assert "deleted" in assistant("stats", "--reset").stdout
    assert not StatisticsStore(Database()).read(date.min)


def test_statistics_that_are_switched_off(tmp_path: object) -> None:
    from models import paths

    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text("keep_statistics = false\n")
    assert "Statistics are switched off." in assistant("stats").stdout
