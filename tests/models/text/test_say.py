"""The rows of said.jsonl, and values at the edges."""

from __future__ import annotations

import json
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.text import say

ROWS = [json.loads(line) for line in Path(__file__).with_name("said.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}: {row['said']}")
def test_a_value_is_said_as_the_table_says_it(row: dict[str, Any]) -> None:
    match row["kind"]:
        case "duration":
            said = say.duration(timedelta(seconds=row["value"]))
        case "clock":
            said = say.clock(time.fromisoformat(row["value"]), hours24=row.get("hours24", False))
        case _:
            said = say.number(row["value"])
    assert said == row["said"]


def test_edges() -> None:
    assert say.duration(timedelta(seconds=-3)) == "0 seconds"
    assert say.duration(timedelta(days=45)) == "45 days"
    assert (say.clock(time(0, 0)), say.clock(time(12, 0))) == ("midnight", "noon")
    assert say.number(-1234567.5) == "minus 1,234,567.5"
    assert say.number(2e15) == "2e+15"
    assert say.number(0.00001234) == "0.0000123"
