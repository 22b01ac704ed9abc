"""Sentences with names, items and devices, recognized with and without biasing towards them.

python tests/benchmarks/score_phrases.py --sounds FOLDER [--half tune|test] [--data MANIFEST…] [--reward 2 …]

The sentences of `phrases.toml` are spoken by voices that trained nothing of the half (`VOICES`). `--data`
scores manifests' clips (test split; valid for `--half tune`) with the phrases, none of which was said.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from itertools import product
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.config import RecognitionConfig
from models import asr, audio, manifest
from models.asr.biasing.phrases import PhraseStrength
from models.asr.whisper.recognizer import WhisperRecognizer
from models.audio import SAMPLE_RATE_HZ
from models.bundles import bundle
from models.errors import ConfigError
from models.manifest import Example
from models.text.normalise import normalise
from training.evaluation.recognizer import ScoredClip, error_rates, score
from training.synthesis import spoken as speech
from training.synthesis.casting import Cast

TABLE = Path(__file__).with_name("phrases.toml")
VOICES = {
    "tune": ("flite:awb", "flite:kal16", "hibari", "espeak:en-us+f2", "espeak:en-gb-scotland"),
    "test": ("flite:slt", "flite:rms", "espeak:en-gb-x-rp", "espeak:en-us-nyc+f4"),
}


Row = tuple[str, Example]
"""A phrase and a sentence that holds it; without a phrase the text is empty."""


def main() -> None:
    """Print the rates without phrases, and with them at each strength."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sounds", type=Path, required=True, help="folder for the spoken sentences")
    parser.add_argument("--half", choices=tuple(VOICES), default="test")
    parser.add_argument("--data", nargs="*", type=Path, default=[])
    parser.add_argument("--n", type=int, default=10_000, help="clips of each manifest")
    parser.add_argument("--recognizer", default=bundle.resolve().recognizer)
    for name, value in asdict(PhraseStrength()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", nargs="*", type=type(value), default=[value])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--texts", action="store_true", help="print every text that the phrases changed")
    arguments = parser.parse_args()
    recognizer = asr.load(arguments.recognizer, beam_size=RecognitionConfig().beam_size)
    if not isinstance(recognizer, WhisperRecognizer):
        raise ConfigError("phrases are known to Whisper alone", do="name a Whisper recognizer")
    own, phrases = spoken_sentences(arguments.half, arguments.sounds), phrases_of(arguments.half)
    other = [("", e) for path in arguments.data for e in clips(path, arguments.half)[: arguments.n]]
    names = [f.name for f in fields(PhraseStrength)]
    strengths = [
        PhraseStrength(**dict(zip(names, values, strict=True)))
        for values in product(*(getattr(arguments, name) for name in names))
    ]
    without = [*hear(recognizer, own, ()), *hear(recognizer, other, ())]
    figures = {"without": rates(without)}
    for strength in strengths:
        recognizer.phrases.strength = strength
        heard = [*hear(recognizer, own, phrases), *hear(recognizer, other, phrases)]
        shown = ", ".join(f"{name} {value}" for name, value in asdict(strength).items())
        figures[shown] = rates(heard)
        for (_, before), (_, after) in zip(without, heard, strict=True):
            if arguments.texts and before.text != after.text:
                print(f"{after.example.text}: {before.text} → {after.text}")
    if arguments.json:
        print(json.dumps(figures))
    else:
        table = Table("", *figures["without"])
        for name, of in figures.items():
            table.add_row(name, *(f"{value:.3f}" for value in of.values()))
        Console().print(table)


def phrases_of(half: str) -> list[str]:
    """The phrases of one half."""
    return [phrase for phrase, _ in _sentences(half)]


def clips(path: Path, half: str) -> list[Example]:
    """A manifest's clips with a text, of the split that belongs to the half."""
    split = "valid" if half == "tune" else "test"
    return [e for e in manifest.read(path) if e.audio and e.text and e.split == split]


def spoken_sentences(half: str, folder: Path) -> list[Row]:
    """Phrases, and sentences with them in the voices of their half."""
    rows = _sentences(half)
    examples = [Example(text=text, split="test") for _, text in rows]
    made = speech.speak(examples, folder / half, Cast(VOICES[half]), split="keep")
    shown = track(made, "speaking", len(examples), console=Console(stderr=True), transient=True)
    return [(phrase, e) for (phrase, _), e in zip(rows, shown, strict=True) if e]


def hear(
    recognizer: WhisperRecognizer, rows: Sequence[Row], phrases: Sequence[str]
) -> Iterator[tuple[str, ScoredClip]]:
    """Each row's phrase and recognized sentence."""
    recognizer.phrases.expect(phrases)
    for phrase, example in track(rows, "clips", transient=True, console=Console(stderr=True)):
        samples = audio.load(example.audio)
        yield phrase, score(example, recognizer.transcribe(samples), samples.size / SAMPLE_RATE_HZ, 0.0)


def rates(heard: Sequence[tuple[str, ScoredClip]]) -> dict[str, float]:
    """Word error rate with a phrase, the share of phrases heard, and word error rate of the other clips."""
    own = [(phrase, clip) for phrase, clip in heard if phrase]
    other = [clip for phrase, clip in heard if not phrase]
    return {
        "sentences with a phrase": error_rates([clip for _, clip in own])["wer"].value,
        "phrases heard": sum(normalise(p) in normalise(c.text or "") for p, c in own) / len(own),
        "other clips": error_rates(other)["wer"].value if other else float("nan"),
    }


def _sentences(half: str) -> list[tuple[str, str]]:
    """Phrases and sentences; each sentence of a kind in turn."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    found = []
    for kind, forms in table.pop("sentences").items():
        phrases = table[kind]
        middle = len(phrases) // 2
        part = phrases[:middle] if half == "tune" else phrases[middle:]
        found += [(p, forms[(i + k) % len(forms)].format(p)) for i, p in enumerate(part) for k in range(2)]
    return found


if __name__ == "__main__":
    main()
