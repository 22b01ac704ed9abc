"""Share of spoken commands with the intent and every slot right, in quiet and in noise.

python tests/benchmarks/score_commands.py --data FOLDER --classifier DIR [--recognizer DIR] [--noise MANIFEST]

The measure is that of Picovoice's speech-to-intent benchmark: a command is right if its intent and all of its
slots are, no more and no fewer. Every sound goes through the program as in `assistant hear`. Noise is mixed
in as in that benchmark: a stretch as long as the command, scaled by the largest energy of a frame of 2,048
samples.
FOLDER holds manifest.jsonl with `audio`, `intent` and `slots`, by name or as a list.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant import factory
from assistant.config import Config
from assistant.listening import sources
from models import audio, manifest
from models.nlu.decision import choose
from models.text.normalise import normalise
from models.types import Samples
from tests.benchmarks import recordings

SNRS_DB = (6, 9, 12, 15, 18, 21, 24)
FRAME = 2_048
PUBLISHED = {"Dialogflow": 0.776, "Lex": 0.845, "Watson": 0.868, "LUIS": 0.899, "Rhino": 0.976}
"""That benchmark's shares for coffee orders, mean over the noise levels, with the same training text."""


@dataclass(frozen=True, slots=True)
class Command:
    """A recording with its labels."""

    path: Path
    intent: str
    slots: Mapping[str, str]
    text: str
    number: int
    """Its position; seeds the draw of its noise."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The program's understanding of a command."""

    command: Command
    snr_db: int | None
    """None in quiet."""
    transcripts: Sequence[str]
    intent: str | None
    slots: Mapping[str, str]

    @property
    def right(self) -> bool:
        """Whether the intent and all slots are right, no more and no fewer."""
        return self.intent == self.command.intent and self.slots == self.command.slots


def main() -> None:
    """Print the share of commands that are right, by noise; with --wrong also every wrong one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--classifier", required=True)
    parser.add_argument("--recognizer")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--noise", type=Path, help="manifest of sounds without speech")
    parser.add_argument("--noise-split", default="test", help="of the manifest")
    parser.add_argument("--snr", type=int, nargs="*", default=SNRS_DB, help="dB")
    parser.add_argument("--n", type=int, default=10_000, help="commands")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    config = Config(
        classifier_dir=arguments.classifier, recognizer_dir=arguments.recognizer, engine=arguments.engine
    )
    commands = read(arguments.data)[: arguments.n]
    noises = noises_of(arguments.noise, arguments.noise_split) if arguments.noise else []
    outcomes = score(commands, config, noises, arguments.snr)
    figures = shares(outcomes)
    if arguments.json:
        print(json.dumps(figures))
    else:
        show(figures)
    if arguments.wrong:
        for o in outcomes:
            if not o.right:
                meant = o.command
                line = (o.snr_db, meant.path.name, meant.text, o.transcripts, o.intent, o.slots, meant.slots)
                Console(highlight=False, width=200).print(*line, markup=False)


def score(
    commands: Sequence[Command], config: Config, noises: Sequence[Samples] = (), snrs_db: Sequence[int] = ()
) -> list[Outcome]:
    """The outcome of each command, in quiet and, with noises, at each signal-to-noise ratio."""
    recognizer, classifier = factory.recognizer(config), factory.classifier(config)
    outcomes = []
    for snr in (None, *(snrs_db if noises else ())):
        for command in track(commands, "clean" if snr is None else f"{snr} dB"):
            samples = audio.load(command.path)
            if snr is not None:
                draw = np.random.default_rng([command.number, snr])
                samples = mix(samples, noises[int(draw.integers(len(noises)))], snr, draw)
            outcomes.append(Outcome(command, snr, *understand(samples, config, recognizer, classifier)))
    return outcomes


def shares(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Share of commands that are right: `clean`, `noisy` by ratio, its mean; `n` commands."""
    parted: dict[int | None, list[bool]] = defaultdict(list)
    for outcome in outcomes:
        parted[outcome.snr_db].append(outcome.right)
    clean = parted.pop(None)
    figures: dict[str, Any] = {"n": len(clean), "clean": float(np.mean(clean))}
    figures["noisy"] = {snr: float(np.mean(right)) for snr, right in parted.items()}
    if parted:
        figures["noisy_mean"] = float(np.mean([*figures["noisy"].values()]))
    return figures


def show(figures: Mapping[str, Any]) -> None:
    """Print a table, with the published figures."""
    table = Table("", "commands right", title=f"{figures['n']} spoken commands")
    table.add_row("clean", f"{figures['clean']:.4f}")
    for snr, share in figures["noisy"].items():
        table.add_row(f"{snr} dB", f"{share:.4f}")
    if "noisy_mean" in figures:
        table.add_row("mean over noise", f"{figures['noisy_mean']:.4f}")
        for name, share in PUBLISHED.items():
            table.add_row(f"{name} (published)", f"{share:.3f}")
    Console().print(table)


def read(folder: Path) -> list[Command]:
    """The folder's commands, ordered by a digest of their names."""
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]
    rows.sort(key=lambda row: recordings.digest("pick", folder / row["audio"]))
    found = []
    for number, row in enumerate(rows):
        slots = row["slots"]
        if not isinstance(slots, dict):
            slots = {slot["name"]: slot["value"] for slot in slots}
        values = {name: normalise(value) for name, value in slots.items()}
        found.append(Command(folder / row["audio"], row["intent"], values, row.get("text", ""), number))
    return found


def noises_of(path: Path, split: str) -> list[Samples]:
    """The sounds of a manifest's split."""
    return [audio.load(e.audio) for e in manifest.read(path) if e.audio and e.split == split]


def mix(samples: Samples, noise: Samples, snr_db: float, draw: np.random.Generator) -> Samples:
    """(n,) speech with a stretch of noise under it, at the given ratio of their loudest frames."""
    start = int(draw.integers(noise.size))
    under = np.take(noise, np.arange(start, start + samples.size), mode="wrap")
    energy = loudest(under)
    if not energy:
        return samples
    mixed = samples + np.float32(np.sqrt(loudest(samples) / energy / 10 ** (snr_db / 10))) * under
    return (mixed / max(1.0, float(np.abs(mixed).max()))).astype(np.float32)


def loudest(samples: Samples) -> float:
    """The largest energy of a frame."""
    padded = np.pad(samples, (0, -samples.size % FRAME)).reshape(-1, FRAME)
    return float(np.square(padded, dtype=np.float64).sum(axis=1).max())


def understand(
    samples: Samples, config: Config, recognizer: Any, classifier: Any
) -> tuple[Sequence[str], str | None, dict[str, str]]:
    """Transcripts, intent and slots of the only utterance; no intent where there is none or several."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "command.wav"
        soundfile.write(file, samples, audio.SAMPLE_RATE_HZ, subtype="FLOAT")
        heard = [
            h.transcript
            for h in sources.sound_files([str(file)], config.vad, config.endpointer, recognizer)
            if h.transcript
        ]
    understood = [choose(transcript, classifier.understand) for transcript in heard]
    texts = [transcript.text for transcript, _ in understood]
    if len(understood) != 1:
        return texts, None, {}
    _, it = understood[0]
    return texts, it.intent, {slot.name: normalise(slot.value) for slot in it.slots or ()}


if __name__ == "__main__":
    main()
