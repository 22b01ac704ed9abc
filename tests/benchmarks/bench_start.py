"""From a command to its first answer, and the memory it keeps, on the CPU's engines beside torch.

    python tests/benchmarks/bench_start.py [--engines auto torch] [--runs 3] [--json FILE]

`text` is timed to the first reply to a line that waits for it, `talk` to "listening" on virtual sound devices
(PulseAudio; left out without). Engines and runs take turns, the first turn only warms the disk, and each
figure is the median of the others. CPU seconds tell more than seconds where other programs run. The voice's
process counts apart.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from models import paths
from tests.fixtures.monitor import hiss
from tests.fixtures.sound_devices import missing, virtual_sound_devices

LINE = "what time is it\n"
SETTLE_S = 4.0
"""After the first answer the tables of rarer questions are read in the background."""
SAMPLE_S = 0.02
MEGABYTE = 1_000_000
PATIENCE_S = 300.0


@dataclass(frozen=True, slots=True)
class Start:
    """One start of a command."""

    seconds: float
    """Until its first answer."""
    cpu_s: float
    """Of the process, until then."""
    resident_mb: float
    """Once settled, without the voice's process."""
    peak_mb: float
    voice_mb: float


def main() -> None:
    """Print the medians of each command and engine."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--engines", nargs="+", default=["auto", "torch"], choices=["auto", "int8", "torch"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, help="file for the figures")
    arguments = parser.parse_args()
    figures = summary(measure(arguments.engines, arguments.runs))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    table = Table("command", "engine", "first answer, s", "CPU, s", "resident, MB", "peak, MB", "voice, MB")
    for row in figures:
        table.add_row(
            str(row["command"]),
            str(row["engine"]),
            *(f"{row[field.name]:.{1 if field.name.endswith('s') else 0}f}" for field in fields(Start)),
        )
    Console().print(table)


def measure(engines: Sequence[str], runs: int) -> dict[tuple[str, str], list[Start]]:
    """The starts of each command and engine, in turn; the first round is left out."""
    found: dict[tuple[str, str], list[Start]] = {}
    with ExitStack() as stack:
        environments = {"text": stack.enter_context(fresh_home())}
        if reason := missing():
            print(f"talk is left out: {reason}", file=sys.stderr)
        else:
            devices = stack.enter_context(virtual_sound_devices())
            environments["talk"] = {**environments["text"], **devices.variables}
            stack.enter_context(hiss(devices))
        for turn in range(runs + 1):
            for command, environment in environments.items():
                for engine in engines:
                    start = started(command, engine, environment)
                    if turn:
                        found.setdefault((command, engine), []).append(start)
    return found


@contextmanager
def fresh_home() -> Iterator[Mapping[str, str]]:
    """An environment with the owner's models and an empty memory."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for kept in (paths.bases(), paths.engines(), paths.caches()):
            kept.mkdir(parents=True, exist_ok=True)
            (home / kept.name).symlink_to(kept, target_is_directory=True)
        yield {**os.environ, "ASSISTANT_HOME": folder}


def started(command: str, engine: str, environment: Mapping[str, str]) -> Start:
    """One start, timed and measured, of a command that is then ended.

    Raises:
        RuntimeError: the command ended without an answer.
    """
    options = ["--device", "cpu", "--engine", engine, command, *(["--json"] if command == "text" else [])]
    began = time.monotonic()
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "assistant", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=dict(environment),
        ) as process,
    ):
        watch = threading.Timer(PATIENCE_S, process.kill)
        watch.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(LINE if command == "text" else "")
            process.stdin.flush()
            with peak(process.pid) as largest:
                word = "listening" if command == "talk" else "reply"
                if not any(word in line for line in process.stdout):
                    errors.seek(0)
                    raise RuntimeError(f"{command} with {engine} ended: {errors.read()[-500:]}")
                seconds = time.monotonic() - began
                own = psutil.Process(process.pid)
                cpu_s = own.cpu_times().user + own.cpu_times().system
                time.sleep(SETTLE_S)
                voice = sum(child.memory_info().rss for child in own.children(recursive=True))
                resident = own.memory_info().rss
            return Start(seconds, cpu_s, resident / MEGABYTE, largest[0] / MEGABYTE, voice / MEGABYTE)
        finally:
            watch.cancel()
            process.send_signal(signal.SIGTERM)


@contextmanager
def peak(pid: int) -> Iterator[list[int]]:
    """The largest resident memory of a process within the block, in bytes, as a list of one."""
    largest, ended = [0], threading.Event()
    process = psutil.Process(pid)

    def watch() -> None:
        while not ended.wait(SAMPLE_S) and process.is_running():
            largest[0] = max(largest[0], process.memory_info().rss)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield largest
    finally:
        ended.set()
        thread.join()


def summary(found: Mapping[tuple[str, str], Sequence[Start]]) -> list[dict[str, str | float]]:
    """The median of each figure, a row for each command and engine."""
    return [
        {"command": command, "engine": engine}
        | {
            field.name: round(statistics.median(asdict(start)[field.name] for start in starts), 2)
            for field in fields(Start)
        }
        for (command, engine), starts in found.items()
    ]


if __name__ == "__main__":
    main()
