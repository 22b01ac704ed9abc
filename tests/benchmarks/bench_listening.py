"""Accuracy and latency of endpointing on real recordings: `python tests/benchmarks/bench_listening.py
DATA [--step N]`.

Speech (speechocean762, AN4, coffee, spoken digits, clips): files by number of utterances, and the loud sound
(at most 25 dB below the file's loud moments) that no utterance holds; both want one utterance a file and
nothing lost. Noise (ESC-10): files with an utterance at all, by kind; folds 1 to 3 were used to choose
thresholds, fold 4 was not.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import numpy as np

from assistant.audio.sound_file import in_frames
from assistant.listening.endpointer import EndpointerConfig
from assistant.listening.listener import Listener, utterances
from models.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ, load
from models.types import Samples, Utterance
from models.vad.webrtc import WebRtcVadConfig

MANIFESTS = {
    "coffee": ("manifest.jsonl", "audio"),
    "an4": ("train.jsonl", "file"),
    "speechocean762": ("train.jsonl", "file"),
    "clips": ("manifest.jsonl", "file"),
}
LOUD_DB = 25
"""Level below the loud moments under which the noisier recordings hold room noise alone."""


def speech(data: Path, step: int) -> Iterator[tuple[str, list[Path]]]:
    """The files of each corpus of speech."""
    for corpus, (manifest, key) in MANIFESTS.items():
        lines = [json.loads(line) for line in (data / corpus / manifest).read_text("utf-8").splitlines()]
        yield (
            corpus,
            [data / corpus / line[key] for line in lines if line.get("kind", "speech") == "speech"][::step],
        )
    yield "digits", sorted((data / "fsdd").rglob("*.wav"))[:: 5 * step]


def lost_s(samples: Samples, found: list[Utterance]) -> tuple[float, float]:
    """Seconds of loud sound outside all utterances, and of all loud sound."""
    whole = len(samples) // FRAME_SAMPLES
    power = np.square(samples[: whole * FRAME_SAMPLES].reshape(whole, FRAME_SAMPLES)).mean(axis=1)
    level = 10 * np.log10(power + 1e-12)
    loud = level > np.percentile(level, 95) - LOUD_DB
    held = np.zeros(whole, bool)
    for utterance in found:
        # its samples are an uninterrupted piece of the stream
        begin = _position(samples, utterance)
        held[begin : begin + len(utterance.samples) // FRAME_SAMPLES] = True
    seconds = FRAME_SAMPLES / SAMPLE_RATE_HZ
    return float(np.sum(loud & ~held)) * seconds, float(np.sum(loud)) * seconds


def _position(samples: Samples, utterance: Utterance) -> int:
    """The frame of the file that an utterance begins with."""
    first = round(utterance.start_s * SAMPLE_RATE_HZ) // FRAME_SAMPLES
    head = utterance.samples[:FRAME_SAMPLES]
    for begin in range(first, -1, -1):
        if np.array_equal(samples[begin * FRAME_SAMPLES : (begin + 1) * FRAME_SAMPLES], head):
            return begin
    return first


def listen(samples: Samples) -> list[Utterance]:
    """The utterances of a file, as in `assistant hear`."""
    return list(utterances(in_frames([samples], fill=True), endpointer=EndpointerConfig().for_files()))


def on_speech(data: Path, step: int, gain: float) -> None:
    """Print a line for each corpus."""
    for corpus, files in speech(data, step):
        counts: Counter[int] = Counter()
        lost = heard = 0.0
        losers = 0
        for file in files:
            samples = np.clip(load(file) * gain, -1, 1).astype(np.float32)
            found = listen(samples)
            missed, all_of_it = lost_s(samples, found)
            counts[len(found)] += 1
            lost, heard, losers = lost + missed, heard + all_of_it, losers + (missed > 0.1)
        shown = ", ".join(f"{count} x {number}" for number, count in sorted(counts.items()))
        print(f"{corpus:14} files x utterances: {shown}")
        print(f"{'':14} lost {lost:.1f} of {heard:.0f} s ({lost / heard:.2%}); over 0.1 s in {losers} files")


def on_noise(data: Path) -> None:
    """Print the number of noise files with an utterance, by fold and kind."""
    lines = [json.loads(line) for line in (data / "esc10" / "manifest.jsonl").read_text("utf-8").splitlines()]
    for folds in ((1, 2, 3), (4,)):
        chosen = [line for line in lines if line["fold"] in folds]
        passed = Counter(line["label"] for line in chosen if listen(load(data / "esc10" / line["file"])))
        print(f"noise, folds {folds}: {passed.total()} of {len(chosen)} pass: {dict(passed)}")


def cost(data: Path) -> None:
    """Print the time for each frame, and for the second pass over an utterance."""
    (_, files), *_ = speech(data, 20)
    samples = np.concatenate([load(file) for file in files])
    listener, frame_us = Listener(WebRtcVadConfig(), EndpointerConfig()), []
    for frame in in_frames([samples], fill=False):
        started = perf_counter()
        listener.hear(frame)
        frame_us.append((perf_counter() - started) * 1e6)
    middle, late, last = np.percentile(frame_us, [50, 99, 100])
    print(
        f"frame: p50 {middle:.0f} us, p99 {late:.0f} us; the end of an utterance {last / 1000:.1f} ms at most"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--step", type=int, default=1, help="take every n-th file")
    parser.add_argument("--gain-db", type=float, default=0.0, help="gain of the speech")
    options = parser.parse_args()
    on_speech(options.data, options.step, 10 ** (options.gain_db / 20))
    on_noise(options.data)
    cost(options.data)


if __name__ == "__main__":
    main()
