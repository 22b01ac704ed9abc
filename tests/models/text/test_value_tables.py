"""The tables of values themselves: form, counts, no row twice, dates and times that exist."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from math import isclose
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

HERE = Path(__file__).parent
MIN_VALUES, MIN_OF_A_KIND, MIN_SAID = 430, 25, 60
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INTERVALS = {"minute", "hour", "day", "week", "month", "year"}
UNITS = {
    "acre", "centimeter", "cup", "degree", "degree_celsius", "degree_fahrenheit", "fluid_ounce", "foot",
    "gallon", "gigabyte", "gram", "inch", "kelvin", "kilogram", "kilometer", "kilometer_per_hour",
    "kilowatt_hour", "liter", "meter", "mile", "mile_per_hour", "milliliter", "ounce", "pint", "pound",
    "square_meter", "tablespoon", "teaspoon", "watt", "yard",
}  # fmt: skip
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def clock(text: str) -> time:
    assert re.fullmatch(r"\d\d:\d\d", text), text
    return time.fromisoformat(text)


def month_day(text: str) -> date:
    return date.fromisoformat(f"2028-{text}")


def moment(text: str, row: Row) -> datetime:
    """The moment, whose offset is its zone's, or the offset of `now`."""
    found, now = datetime.fromisoformat(text), datetime.fromisoformat(row["now"])
    offset = found.astimezone(ZoneInfo(row["zone"])).utcoffset() if "zone" in row else now.utcoffset()
    assert found.utcoffset() == offset is not None, row
    return found


def check_duration(row: Row) -> None:
    assert number(row["value"]) and row["value"] > 0


def check_clock(row: Row) -> None:
    value = row["value"]
    if "now" in row:
        assert set(value) == {"at"}
        gone = moment(value["at"], row).astimezone(UTC) < datetime.fromisoformat(row["now"]).astimezone(UTC)
        assert gone == row["text"].endswith(" ago")
        return
    assert set(value) == {"time", "half"}
    at = clock(value["time"])
    assert value["half"] == ("am" if at.hour < 12 else "pm") or (value["half"] is None and 1 <= at.hour <= 12)


def check_date(row: Row) -> None:
    date.fromisoformat(row["value"])
    assert "now" in row


def check_span(row: Row) -> None:
    value = row["value"]
    assert {"start", "end"} <= set(value) <= {"start", "end", "half"}
    start, end = value["start"], value["end"]
    if "T" in start:
        assert moment(start, row) < moment(end, row)
    elif "-" in start:
        assert date.fromisoformat(start) <= date.fromisoformat(end)
    else:
        assert clock(start) != clock(end) and "now" not in row and value.get("half") is None


def check_repeat(row: Row) -> None:
    value = row["value"]
    needed, further = {"days", "except", "interval", "unit"}, {"times", "day", "nth", "date", "from", "until"}
    assert needed <= set(value) <= needed | further
    assert set(value["days"]) <= set(DAYS) and len(value["days"]) == len(set(value["days"]))
    assert value["interval"] >= 1 and value["unit"] in INTERVALS
    for left_out in value["except"]:
        if left_out in DAYS:
            assert left_out in value["days"]
        elif len(left_out) == len("MM-DD"):
            month_day(left_out)
        else:
            assert date.fromisoformat(left_out) and "now" in row
    assert all(isinstance(clock(at), time) for at in value.get("times", []))
    assert value.get("day", 1) in (-1, *range(1, 32)) and value.get("nth", 1) in (-1, 1, 2, 3, 4, 5)
    assert month_day(value.get("date", "01-01"))
    assert all(date.fromisoformat(value[key]) and "now" in row for key in ("from", "until") if key in value)


def check_number(row: Row) -> None:
    assert number(row["value"])


def check_percent(row: Row) -> None:
    value = row["value"]
    assert "percent" in value and len(value) <= 2 and set(value) <= {"percent", "of", "off", "on"}
    assert all(number(figure) for figure in value.values())


def check_money(row: Row) -> None:
    assert set(row["value"]) == {"amount", "currency"} and number(row["value"]["amount"])
    assert re.fullmatch("[A-Z]{3}", row["value"]["currency"])
    assert row.get("currency", row["value"]["currency"]) == row["value"]["currency"]


def check_unit(row: Row) -> None:
    assert set(row["value"]) == {"amount", "unit"} and number(row["value"]["amount"])
    assert row["value"]["unit"] in UNITS


def check_items(row: Row) -> None:
    items = row["value"]
    assert items and len(items) == len(set(items))
    for item in items:
        assert item in row["text"] and item == item.strip()
        assert not re.match(r"(a|an|the|some) ", item, re.IGNORECASE)


def check_invalid(row: Row) -> None:
    assert row["value"] is None and row["why"] and row["as"] in CHECKS


CHECKS: dict[str, Callable[[Row], None]] = {
    "duration": check_duration,
    "clock": check_clock,
    "date": check_date,
    "span": check_span,
    "repeat": check_repeat,
    "number": check_number,
    "percent": check_percent,
    "money": check_money,
    "unit": check_unit,
    "items": check_items,
    "invalid": check_invalid,
}


def test_every_value_has_its_form() -> None:
    for row in rows("values.jsonl"):
        assert {"kind", "text", "value"} <= set(row), row
        assert set(row) <= {"kind", "text", "value", "now", "zone", "currency", "as", "why"}, row
        assert row["text"] == " ".join(row["text"].split()) != "", row
        assert "zone" not in row or "now" in row, row
        if "now" in row:
            moment(row["now"], row)
        try:
            CHECKS[row["kind"]](row)
        except (AssertionError, ValueError) as error:
            raise AssertionError(row) from error


def test_counts_hold() -> None:
    counts = Counter(row["kind"] for row in rows("values.jsonl"))
    assert counts.total() >= MIN_VALUES
    assert set(counts) == set(CHECKS) and min(counts.values()) >= MIN_OF_A_KIND
    assert len(rows("said.jsonl")) >= MIN_SAID


@pytest.mark.parametrize("name", ["values.jsonl", "said.jsonl"])
def test_no_row_stands_twice(name: str) -> None:
    asked = ("kind", "as", "now", "zone", "hours24", "said" if name == "said.jsonl" else "text")
    seen = Counter(tuple(str(row.get(key)).lower() for key in asked) for row in rows(name))
    assert not [key for key, count in seen.items() if count > 1]


def test_what_is_said_is_the_value() -> None:
    for row in rows("said.jsonl"):
        said, value = row["said"], row["value"]
        assert set(row) <= {"kind", "value", "said", "hours24"}, row
        match row["kind"]:
            case "duration":
                parts = re.split(r", | and ", said)
                counted = [re.fullmatch(r"(\d+) (\w+?)(s?)", part) for part in parts]
                assert all(part and bool(part[3]) == (part[1] != "1") for part in counted), row
                assert sum(int(part[1]) * SECONDS[part[2]] for part in counted if part) == value, row
                assert len(parts) < 2 or f" and {parts[-1]}" in said, row
            case "clock" if row.get("hours24"):
                assert said == value and clock(said), row
            case "clock":
                form = "%I:%M %p" if ":" in said else "%I %p"
                assert datetime.strptime(said, form).strftime("%H:%M") == value, row
                assert not said.startswith("0") and ":00" not in said, row
            case kind:
                assert kind == "number" and isclose(float(said.replace(",", "")), value), row
                assert ("," in said) == (abs(value) >= 10_000), row
