"""The recognizer's certainty of sentences heard rightly and wrongly, in quiet and in noise.

python tests/benchmarks/score_confidence.py --data MANIFEST… --noise MANIFEST [--split valid] [--half tune]
    [--by likelihood]

A sentence is right where no word is wrong, or fewer than half are and the classifier understands it as it
does the right words (act, intent, decision and values of every command); it is lost where half are wrong.
For each threshold: the share of right, wrong and lost sentences below it.
Noise is mixed in as in `score_commands.py`. Clips are chosen and halved by a digest of their names.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant import factory
from assistant.config import Config
from models import audio
from models.nlu.decision import choose
from models.types import Understanding
from tests.benchmarks import recordings
from tests.benchmarks.recordings import Recording, word_errors
from tests.benchmarks.score_commands import mix, noises_of

Figure = Literal["confidence", "likelihood"]
THRESHOLDS = (
    0.01,
    0.02,
    0.03,
    0.04,
    0.05,
    0.07,
    0.1,
    0.15,
    0.2,
    0.25,
    0.3,
    0.35,
    0.4,
    0.45,
    0.5,
    0.55,
    0.6,
    0.7,
)
LOST = 0.5
"""Least share of wrong words in a sentence whose meaning is lost."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the recognizer made of one clip."""

    clip: str
    corpus: str
    snr_db: int | None
    """None in quiet."""
    text: str
    heard: str | None
    """None for no transcript."""
    confidence: float
    likelihood: float
    wrong_words: float
    """Wrong words over words; may exceed 1."""
    acted: bool
    """Whether any command of it would be acted on or asked about."""
    same: bool
    """Whether it is understood as the right words are."""

    @property
    def right(self) -> bool:
        """Whether nothing of the meaning is lost."""
        return self.wrong_words == 0 or (self.same and self.acted and self.wrong_words < LOST)

    @property
    def lost(self) -> bool:
        """Whether the sentence is another one."""
        return self.wrong_words >= LOST


def main() -> None:
    """Print the shares below each threshold, for all, by noise and by corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", nargs="*", type=Path, default=[])
    parser.add_argument("--noise", type=Path, help="manifest of sounds without speech")
    parser.add_argument("--noise-split", default="train")
    parser.add_argument("--split", default="test", help="of the clips")
    parser.add_argument("--half", choices=("all", "tune", "test"), default="all", help="of unsplit clips")
    parser.add_argument("--snr", type=int, nargs="*", default=(6, 0), help="dB")
    parser.add_argument("--n", type=int, default=60, help="clips of each manifest")
    parser.add_argument("--by", choices=("confidence", "likelihood"), default="likelihood")
    parser.add_argument("--rows", type=Path, help="JSON Lines to write, or to read where there is no --data")
    arguments = parser.parse_args()
    if arguments.data:
        clips = recordings.read(arguments.data, most=arguments.n, half=arguments.half, split=arguments.split)
        noises = noises_of(arguments.noise, arguments.noise_split) if arguments.noise else []
        rows = list(hear(clips, noises, arguments.snr))
        if arguments.rows:
            lines = (json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)
            arguments.rows.write_text("".join(lines), "utf-8")
    else:
        lines = arguments.rows.read_text("utf-8").splitlines()
        rows = [Heard(**json.loads(line)) for line in lines]
    by: Figure = arguments.by
    show("all", rows, by)
    for snr in dict.fromkeys(row.snr_db for row in rows):
        show("quiet" if snr is None else f"{snr} dB", [row for row in rows if row.snr_db == snr], by)
    for corpus in dict.fromkeys(row.corpus for row in rows):
        show(corpus, [row for row in rows if row.corpus == corpus], by)


def hear(
    clips: Sequence[Recording], noises: Sequence[audio.Samples], snrs_db: Sequence[int]
) -> Iterator[Heard]:
    """Each clip in quiet and, with noises, at each signal-to-noise ratio."""
    config = Config()
    recognizer, classifier = factory.recognizer(config), factory.classifier(config)
    for snr in (None, *(snrs_db if noises else ())):
        for number, clip in enumerate(track(clips, "quiet" if snr is None else f"{snr} dB")):
            samples = audio.load(clip.path)
            if snr is not None:
                draw = np.random.default_rng([number, snr])
                samples = mix(samples, noises[int(draw.integers(len(noises)))], snr, draw)
            transcript = recognizer.transcribe(samples)
            if transcript is None:
                yield Heard(clip.path.name, clip.corpus, snr, clip.text, None, 0.0, 0.0, 1.0, False, False)
                continue
            chosen, understood = choose(transcript, classifier.understand)
            wrong, words = word_errors(clip.text, chosen.text)
            yield Heard(
                clip.path.name, clip.corpus, snr, clip.text, chosen.text, chosen.confidence,
                chosen.likelihood, wrong / words,
                acted=any(command.decision != "reject" for command in understood.commands),
                same=meaning(understood) == meaning(classifier.understand(clip.text)),
            )  # fmt: skip


def meaning(understood: Understanding) -> list[object]:
    """Act, intent, decision and values of every command."""
    return [
        (c.dialogue_act, c.intent, c.decision, sorted((s.name, s.value.lower()) for s in c.slots))
        for c in understood.commands
    ]


def show(name: str, rows: Sequence[Heard], by: Figure) -> None:
    """The shares below each threshold."""
    heard = [row for row in rows if row.heard is not None]
    right = [getattr(row, by) for row in heard if row.right]
    wrong = [getattr(row, by) for row in heard if not row.right]
    lost = [getattr(row, by) for row in heard if row.lost]
    risky = [getattr(row, by) for row in heard if not row.right and row.acted]
    table = Table("below", "right", "wrong", "lost", "wrong and acted on or asked about")
    table.title = f"{name}: {len(rows)} clips, {len(rows) - len(heard)} without a transcript"
    table.add_row("n", *(str(len(part)) for part in (right, wrong, lost, risky)))
    for threshold in THRESHOLDS:
        table.add_row(f"{threshold:.2f}", *(share(part, threshold) for part in (right, wrong, lost, risky)))
    Console().print(table)


def share(confidences: Sequence[float], threshold: float) -> str:
    """The share below a threshold, as text."""
    if not confidences:
        return "-"
    return f"{np.mean(np.array(confidences) < threshold):.3f}"


if __name__ == "__main__":
    main()
