"""How many rows of tests/models/text/values.jsonl each library reads rightly, beside `models.text.parse`.

pip install ovos-number-parser ovos-date-parser pytimeparse2 parsedatetime word2number
python -m tests.benchmarks.score_values [--json]

A library is scored on the kinds that it offers; a row of kind invalid is right where nothing is read.
Libraries that are not installed are left out, with a line that says so.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from models.text import parse
from tests.models.text import value_rows

Row = dict[str, Any]
Reader = Callable[[Row], Any]


def ours(row: Row) -> Any:
    """`models.text.parse`."""
    kind = "moment" if asked(row) == "clock" and "now" in row else asked(row)
    return parse.value(kind, row["text"], value_rows.context(row))


def ovos_number(row: Row) -> Any:
    """ovos-number-parser."""
    from ovos_number_parser import extract_number

    return extract_number(row["text"], lang="en") or None


def ovos_date(row: Row) -> Any:
    """ovos-date-parser."""
    from ovos_date_parser import extract_datetime, extract_duration

    if asked(row) == "duration":
        found, _ = extract_duration(row["text"], lang="en-us")
        return found.total_seconds() if found else None
    read = extract_datetime(row["text"], anchorDate=value_rows.context(row).now, lang="en-us")
    return read[0] if read else None


def text2num(row: Row) -> Any:
    """text2num."""
    from text_to_num import alpha2digit

    return float(alpha2digit(row["text"], "en").replace(",", ""))


def word2number(row: Row) -> Any:
    """word2number."""
    from word2number import w2n

    return w2n.word_to_num(row["text"])


def date_parser(row: Row) -> Any:
    """dateparser."""
    import dateparser

    now = value_rows.context(row).now.replace(tzinfo=None)
    settings = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "future"}
    return dateparser.parse(row["text"], languages=["en"], settings=settings)  # type: ignore[arg-type]


def time_parse(row: Row) -> Any:
    """pytimeparse2."""
    import pytimeparse2

    return pytimeparse2.parse(row["text"])


def parse_datetime(row: Row) -> Any:
    """parsedatetime."""
    import parsedatetime

    now = value_rows.context(row).now.replace(tzinfo=None)
    found, status = parsedatetime.Calendar().parseDT(row["text"], sourceTime=now)
    return found if status else None


READERS: Mapping[str, tuple[str, tuple[str, ...], Reader]] = {
    "models.text.parse": (
        "lark",
        ("number", "duration", "clock", "date", "span", "repeat", "percent", "money", "unit"),
        ours,
    ),
    "ovos-number-parser": ("ovos_number_parser", ("number",), ovos_number),
    "text2num": ("text_to_num", ("number",), text2num),
    "word2number": ("word2number", ("number",), word2number),
    "ovos-date-parser": ("ovos_date_parser", ("duration", "clock", "date"), ovos_date),
    "dateparser": ("dateparser", ("clock", "date"), date_parser),
    "parsedatetime": ("parsedatetime", ("clock", "date"), parse_datetime),
    "pytimeparse2": ("pytimeparse2", ("duration",), time_parse),
}
"""Name → the module that must be there, the kinds that it reads, and how."""


def asked(row: Row) -> str:
    """The kind that is asked for."""
    return str(row.get("as", row["kind"]))


def is_right(row: Row, found: Any) -> bool:
    """Whether a value is the row's; a bare datetime may stand for a date or a time of day."""
    expected = row["value"]
    if expected is None or found is None:
        return expected is None and found is None
    if isinstance(expected, dict) and "at" in expected:
        at = datetime.fromisoformat(expected["at"]).replace(tzinfo=None)
        return isinstance(found, datetime) and found.replace(tzinfo=None) == at
    if not isinstance(found, datetime):
        shown = float(found) if isinstance(found, int | float) else value_rows.as_row(found)
        return bool(value_rows.rounded(shown) == value_rows.rounded(expected))
    if row["kind"] == "date":
        return found.date().isoformat() == expected
    halves = [found] if expected["half"] else [found, found + timedelta(hours=12)]
    return expected["time"] in [f"{half:%H:%M}" for half in halves]


def score(read: Reader, rows: list[Row]) -> int:
    """How many rows are right; a library that raises has read nothing."""
    right = 0
    for row in rows:
        try:
            found = read(row)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            found = None
        right += is_right(row, found)
    return right


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--json", action="store_true")
    as_json = arguments.parse_args().json
    lines = [json.loads(line) for line in value_rows.TABLE.read_text("utf-8").splitlines()]
    kinds = READERS["models.text.parse"][1]
    table, scores = Table("reader", *kinds, "invalid", width=120), {}
    for name, (module, offered, read) in READERS.items():
        if importlib.util.find_spec(module) is None:
            Console(stderr=True).print(f"{name} is not installed and left out")
            continue
        chosen = {kind: [row for row in lines if row["kind"] == kind] for kind in offered}
        chosen["invalid"] = [row for row in lines if row["kind"] == "invalid" and asked(row) in offered]
        scores[name] = {kind: (score(read, rows), len(rows)) for kind, rows in chosen.items()}
        cells = ["/".join(map(str, scores[name].get(kind, ()))) for kind in (*kinds, "invalid")]
        table.add_row(name, *cells)
    if as_json:
        print(json.dumps(scores))
    else:
        Console().print(table)


if __name__ == "__main__":
    main()
