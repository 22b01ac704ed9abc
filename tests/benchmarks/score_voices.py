"""How well one utterance tells whether it is its owner's: the equal error rate.

python -m tests.benchmarks.score_voices MANIFEST… [--split test] [--enrol 8] [--seconds 2 4]

Of each person some clips make the profile, as many as `--enrol` and at most all but one; every other clip
between these lengths is tried against their own profile and against each other person's of the corpus.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sklearn.metrics import roc_curve

from models import audio, manifest
from models.asr.speaker import encoder
from models.asr.speaker.encoder import Array, unit
from models.asr.speaker.profile import LEAST_LIKENESS
from models.audio import SAMPLE_RATE_HZ
from models.weights import store
from tests.benchmarks.recordings import digest

Clips = list[tuple[float, Array]]
"""Seconds and embedding of a person's clips."""


def main() -> None:
    """Print a row for each corpus and number of enrolled clips."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("manifests", nargs="+", type=Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--enrol", nargs="*", type=int, default=[4, 8])
    parser.add_argument("--seconds", nargs=2, type=float, default=(2.0, 4.0))
    arguments = parser.parse_args()
    table = Table(
        "", "people", "own", "others'", "equal error", "likeness", f"at {LEAST_LIKENESS}: refused", "taken"
    )
    for path in arguments.manifests:
        people = embedded(path, arguments.split)
        for count in arguments.enrol:
            own, others = trials(people, count, *arguments.seconds)
            if own and others:
                rate, at = equal_error(own, others)
                refused, taken = (
                    np.mean(np.less(own, LEAST_LIKENESS)),
                    np.mean(np.array(others) >= LEAST_LIKENESS),
                )
                table.add_row(
                    f"{path.stem}, {count}", f"{len(people)}", f"{len(own)}", f"{len(others)}",
                    f"{rate:.3f}", f"{at:.2f}", f"{refused:.3f}", f"{taken:.3f}",
                )  # fmt: skip
    Console(width=110).print(table)


def embedded(path: Path, split: str) -> dict[str, Clips]:
    """The clips of each person, in an order that tells nothing."""
    network = encoder.load(store.ensure(encoder.BASE))
    people: dict[str, Clips] = defaultdict(list)
    examples = [e for e in manifest.read(path) if e.audio and e.speaker and e.split == split]
    for example in track(sorted(examples, key=lambda e: digest("voice", e.audio or Path())), path.stem):
        assert example.audio and example.speaker
        samples = audio.load(example.audio)
        people[example.speaker].append((len(samples) / SAMPLE_RATE_HZ, network.embed(samples)))
    return people


def trials(
    people: dict[str, Clips], count: int, shortest_s: float, longest_s: float
) -> tuple[list[float], list[float]]:
    """The likeness of clips to their own person's profile, and to others'."""
    enrolled = {name: min(count, len(clips) - 1) for name, clips in people.items() if len(clips) > 1}
    profiles = {
        name: unit(np.mean([vector for _, vector in people[name][:n]], axis=0))
        for name, n in enrolled.items()
    }
    own: list[float] = []
    others: list[float] = []
    for name, n in enrolled.items():
        for seconds, vector in people[name][n:]:
            if shortest_s <= seconds <= longest_s:
                own.append(float(vector @ profiles[name]))
                others += [float(vector @ profile) for each, profile in profiles.items() if each != name]
    return own, others


def equal_error(own: Sequence[float], others: Sequence[float]) -> tuple[float, float]:
    """The rate at which as many own clips are refused as others' are taken, and its likeness."""
    labels = [1] * len(own) + [0] * len(others)
    taken, kept, thresholds = roc_curve(labels, [*own, *others])
    nearest = int(np.argmin(np.abs(taken - (1 - kept))))
    return float((taken[nearest] + 1 - kept[nearest]) / 2), float(thresholds[nearest])


if __name__ == "__main__":
    main()
