"""Latency from the end of a recording to the first sample of the reply.

    python tests/benchmarks/bench_reply.py FILE… [--json]

Every file is answered by the assistant as it ships, on this machine's default device; the first one is
answered once more before it counts, as a warm-up.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant import config
from assistant.commands.headless import HeadlessSession
from assistant.listening import sources
from assistant.turn import Turn

STAGES = ("recognize", "understand", "first_sample")


def main() -> None:
    """Print p50 and p95 of each stage."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    turns = answer([arguments.files[0], *arguments.files])[1:]
    figures = summary(turns)
    if arguments.json:
        print(json.dumps(figures))
        return
    table = Table(
        "ms from the end of the recording to", "p50", "p95", title=f"{figures['turns']} spoken turns"
    )
    for name, words in zip(
        STAGES, ("the transcript", "the understanding", "the reply's first sample"), strict=True
    ):
        table.add_row(words, f"{figures[name]['p50']:.0f}", f"{figures[name]['p95']:.0f}")
    Console().print(table)


def answer(files: list[str]) -> list[Turn]:
    """Timings of every turn with a spoken reply."""
    settings = config.load()
    turns: list[Turn] = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "replies.wav"
        with HeadlessSession(
            settings, until="reply", console=Console(stderr=True), hears=True, speak=out
        ) as session:
            session.run(
                sources.sound_files(files, settings.vad, settings.endpointer, session.recognizer),
                turns.append,
            )
    return [turn for turn in turns if turn.first_sample_ms is not None]


def summary(turns: list[Turn]) -> dict[str, object]:
    """p50 and p95 in ms, each stage counted from the end of the recording."""
    waits = {
        "recognize": [turn.timings_ms["recognize"] for turn in turns],
        "understand": [turn.timings_ms["recognize"] + turn.timings_ms["understand"] for turn in turns],
        "first_sample": [turn.first_sample_ms or 0.0 for turn in turns],
    }
    return {"turns": len(turns)} | {
        name: {"p50": float(np.percentile(ms, 50)), "p95": float(np.percentile(ms, 95))}
        for name, ms in waits.items()
    }


if __name__ == "__main__":
    main()
