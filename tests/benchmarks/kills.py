"""A hundred random kills: whether what was confirmed aloud is still there, and nothing is done twice.

    python -m tests.benchmarks.kills [--kills 100] [--seed 0] [--json FILE]

`kills_child` is started on one home, killed (SIGKILL) at a random moment of its work, and the memory is
compared with what it had confirmed; at the end it is started once more to tell what is due. A command that
was not confirmed may have been carried out or not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.kills_child import EFFECTS

LONGEST_S = 3.0
"""Of the work before a kill."""
_NAME = re.compile(r"[a-z]{8,}")
_THERE = {
    "timer": "SELECT name FROM schedule WHERE kind = 'timer'",
    "short timer": "SELECT name FROM schedule WHERE kind = 'timer'",
    "alarm": "SELECT name FROM schedule WHERE kind = 'alarm'",
    "reminder": "SELECT name FROM schedule WHERE kind = 'reminder'",
    "plan": "SELECT what FROM plans",
    "item": "SELECT item FROM items",
    "note": "SELECT text FROM notes",
}


class Ledger:
    """What was confirmed, rang and was done, by the lines of all the processes."""

    def __init__(self) -> None:
        self.there: dict[tuple[str, str], bool] = {}
        """Kind and name of a thing → whether it was confirmed to be there, or to be gone."""
        self.told: Counter[str] = Counter()
        """Rings by the names in them."""
        self.interrupted = 0
        self.confirmed: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()

    def read(self, line: dict[str, str]) -> None:
        """Take a line of the process."""
        if "rang" in line:
            self.told.update(_NAME.findall(line["rang"]))
            self.interrupted += "interrupted" in line["rang"]
        elif "try" in line:
            # until it is confirmed it may be either
            self.there.pop((line["try"].removeprefix("no "), line["name"]), None)
        elif "did" in line:
            kind = line["did"].removeprefix("no ")
            self.there[kind, line["name"]] = kind == line["did"]
            self.confirmed[line["did"]] += 1

    def compare(self, home: Path) -> None:
        """Count what was confirmed and is not so; each is counted once."""
        found = {kind: kept(home, query) for kind, query in _THERE.items()}
        sounds = home / "recordings"
        lines = [json.loads(line) for line in read_lines(sounds / "manifest.jsonl")]
        found["recording"] = {line["audio"] for line in lines if (sounds / line["audio"]).is_file()}
        for (kind, name), there in list(self.there.items()):
            if (name in found[kind]) == there or (kind in ("short timer", "plan") and self.told[name]):
                continue
            self.wrong[f"{kind} {'lost' if there else 'back again'}"] += 1
            del self.there[kind, name]

    def finish(self, home: Path) -> None:
        """After the last process: what fell due was told, and nothing was done twice."""
        done = Counter(read_lines(home / EFFECTS))
        self.wrong["plan done twice"] += sum(times > 1 for times in done.values())
        for kind, name in self.there:
            if kind in ("short timer", "plan") and not self.told[name]:
                self.wrong[f"{kind} not told"] += 1


def kept(home: Path, query: str) -> set[str]:
    """Names in the memory."""
    with closing(sqlite3.connect(home / "state" / "assistant.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute(query).fetchall()
    return {name for (text,) in rows for name in _NAME.findall(text)}


def read_lines(file: Path) -> list[str]:
    """The lines of a file; none of a missing one."""
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def main() -> None:
    """Print the table; exit code 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, help="file for the figures")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = killed(Path(folder), arguments.kills, arguments.seed)
    wrong = {what: times for what, times in ledger.wrong.items() if times}
    figures = {
        "kills": arguments.kills, "confirmed": dict(sorted(ledger.confirmed.items())),
        "interrupted plans told": ledger.interrupted, "wrong": wrong,
    }  # fmt: skip
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    table = Table("confirmed", "times", title=f"{arguments.kills} kills")
    for what, times in sorted(ledger.confirmed.items()):
        table.add_row(what, f"{times:,}")
    Console().print(table, f"plans told as interrupted: {ledger.interrupted}", f"wrong: {wrong or 'nothing'}")
    sys.exit(bool(wrong))


def killed(home: Path, kills: int, seed: int) -> Ledger:
    """What so many kills and a last process leave."""
    moments, ledger = random.Random(seed), Ledger()
    for number in range(1, kills + 1):
        run(home, number, moments.uniform(0, LONGEST_S), ledger)
        ledger.compare(home)
    run(home, 0, None, ledger)
    ledger.compare(home)
    ledger.finish(home)
    return ledger


def run(home: Path, number: int, seconds: float | None, ledger: Ledger) -> None:
    """One process, killed after so many seconds of its work; None for the last one, which ends by itself."""
    command = [sys.executable, "-m", "tests.benchmarks.kills_child", str(number)]
    command += ["--drain"] if seconds is None else []
    environment = {**os.environ, "ASSISTANT_HOME": str(home)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        for raw in process.stdout:
            # a kill may cut the last line
            if not raw.endswith(b"\n"):
                break
            line = json.loads(raw)
            if "ready" in line and seconds is not None:
                threading.Timer(seconds, process.kill).start()
            ledger.read(line)


if __name__ == "__main__":
    main()
