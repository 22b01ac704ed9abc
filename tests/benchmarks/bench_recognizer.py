"""Time from the end of a recording to its transcript, against faster-whisper with the untouched base.

    python tests/benchmarks/bench_recognizer.py --data FOLDER… [--n 60] [--beam 5] [--threads 2] [--json]

Both run int8 with the same beam, in turn on each clip, so that other work of the machine slows both alike.
Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from models import audio
from models.asr.whisper import short_context
from models.asr.whisper.engine import DecoderOutput, Search
from models.asr.whisper.features import Features
from models.asr.whisper.int8_engine import WhisperInt8Engine
from models.asr.whisper.recognizer import WhisperRecognizer
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.audio import SAMPLE_RATE_HZ
from models.bundles import bundle
from models.checkpoint import base_or_itself
from models.weights import store
from tests.benchmarks import recordings
from tests.benchmarks.recordings import word_errors


class TimedEngine:
    """An engine that sums the milliseconds of each of its two networks."""

    def __init__(self, engine: WhisperInt8Engine) -> None:
        self._engine = engine
        self.spent = {"encode": 0.0, "decode": 0.0}
        self.bands = engine.bands
        self.join, self.lengths = engine.join, engine.lengths

    def encode(self, features: Features) -> Any:
        """As the engine does."""
        return self._timed("encode", lambda: self._engine.encode(features))

    def decode(self, states: Any, prompt: Sequence[int], search: Search) -> DecoderOutput:
        """As the engine does."""
        decoded: DecoderOutput = self._timed("decode", lambda: self._engine.decode(states, prompt, search))
        return decoded

    def _timed(self, stage: str, work: Callable[[], Any]) -> Any:
        begun = time.perf_counter()
        result = work()
        self.spent[stage] += (time.perf_counter() - begun) * 1000
        return result


def main() -> None:
    """Print p50 and p95 by stage, both word error rates and the ratio of times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--n", type=int, default=60, help="clips in all")
    parser.add_argument(
        "--seconds", nargs=2, type=float, default=(2.0, 4.0), help="shortest and longest clip"
    )
    parser.add_argument("--beam", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--model", default=bundle.resolve().recognizer)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    figures = measure(arguments)
    if arguments.json:
        print(json.dumps(figures))
        return
    Console().print(table(figures))


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Run both on every clip."""
    from faster_whisper import WhisperModel

    given = Path(arguments.model)
    base = store.ensure(base_or_itself(arguments.model))
    folder = given if given.is_dir() else base
    vocabulary = WhisperVocabulary(base)
    engine = TimedEngine(
        WhisperInt8Engine(store.engine(folder, "whisper"), vocabulary, threads=arguments.threads)
    )
    ours = WhisperRecognizer(engine, vocabulary, beam_size=arguments.beam, context=short_context.read(folder))
    ours.warm_up()
    theirs = WhisperModel(
        str(store.engine(base, "whisper")), device="cpu", compute_type="int8", cpu_threads=arguments.threads
    )
    clips = []
    for recording in recordings.read(arguments.data, most=10_000):
        samples = audio.load(recording.path)
        if arguments.seconds[0] <= samples.size / SAMPLE_RATE_HZ <= arguments.seconds[1]:
            clips.append((recording, samples))
    clips = clips[:: max(1, len(clips) // arguments.n)][: arguments.n]
    list(theirs.transcribe(clips[0][1], language="en", beam_size=arguments.beam)[0])
    rows, errors, words = [], {"ours": 0, "theirs": 0}, 0
    for index, (recording, samples) in enumerate(clips):
        row: dict[str, float] = {}
        heard: dict[str, str] = {}

        def run_ours(samples: Any = samples, row: dict[str, float] = row) -> str:
            engine.spent = dict.fromkeys(engine.spent, 0.0)
            transcript = ours.transcribe(samples)
            row.update(engine.spent)
            row["retried"] = float(transcript is not None and transcript.retried)
            return transcript.text if transcript else ""

        def run_theirs(samples: Any = samples) -> str:
            segments, _ = theirs.transcribe(samples, language="en", beam_size=arguments.beam)
            return " ".join(segment.text for segment in segments)

        # each goes first on every second clip
        runs = [("ours", run_ours), ("theirs", run_theirs)]
        for name, run in runs if index % 2 else reversed(runs):
            begun = time.perf_counter()
            heard[name] = run()
            row[name] = (time.perf_counter() - begun) * 1000
        for name, text in heard.items():
            wrong, said = word_errors(recording.text, text)
            errors[name] += wrong
        words += said
        rows.append(row)
    times = {
        name: {f"p{p}": float(np.percentile([row[name] for row in rows], p)) for p in (50, 95)}
        for name in ("encode", "decode", "ours", "theirs")
    }
    return {
        "clips": len(rows),
        "seconds": float(np.median([samples.size for _, samples in clips]) / SAMPLE_RATE_HZ),
        "beam_size": arguments.beam,
        "threads": arguments.threads,
        "ms": times,
        "ratio_p50": times["ours"]["p50"] / times["theirs"]["p50"],
        "ratio_p95": times["ours"]["p95"] / times["theirs"]["p95"],
        "ratio_of_pairs": float(np.median([row["ours"] / row["theirs"] for row in rows])),
        "retried": float(np.mean([row["retried"] for row in rows])),
        "wer": {name: wrong / max(1, words) for name, wrong in errors.items()},
    }


def table(figures: dict[str, Any]) -> Table:
    """Print the figures as a table."""
    shown = Table(
        "ms",
        "p50",
        "p95",
        "word error rate",
        title=f"{figures['clips']} clips, median {figures['seconds']:.1f} s, beam {figures['beam_size']}, "
        f"{figures['threads']} threads; {figures['retried']:.0%} decoded twice",
    )
    for label, name in (
        ("  encoder", "encode"),
        ("  decoder", "decode"),
        ("ours", "ours"),
        ("faster-whisper", "theirs"),
    ):
        times = figures["ms"][name]
        errors = f"{figures['wer'][name]:.3f}" if name in figures["wer"] else ""
        shown.add_row(label, f"{times['p50']:.0f}", f"{times['p95']:.0f}", errors)
    shown.add_row("ratio", f"{figures['ratio_p50']:.3f}", f"{figures['ratio_p95']:.3f}", "")
    return shown


if __name__ == "__main__":
    main()
