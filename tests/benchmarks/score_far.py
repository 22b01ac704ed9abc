"""Word error rate across a room, beside faster-whisper with the untouched base.

    python tests/benchmarks/score_far.py --data MANIFEST… --noise MANIFEST [--responses FOLDER]
        [--models released FOLDER…] [--peer] [--clean] [--split test] [--beam 1] [--json]

Manifests as `assistant-train prepare` writes them; the far clips are those of `far_set.py`. `--clean` scores
the clips as they are instead. Needs the extra `train`; `--peer` needs `bench`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.config import RecognitionConfig
from models import asr, audio
from models.audio import SAMPLE_RATE_HZ
from models.bundles import bundle
from models.checkpoint import base_or_itself
from models.types import Samples, Transcript
from models.weights import store
from tests.benchmarks import far_set
from tests.benchmarks.far_set import FarClip
from training.evaluation import groups, metrics
from training.evaluation.recognizer import ScoredClip, Transcribes, error_rates, score

RELEASED = "released"
SURE: dict[str, Callable[[Transcript], float]] = {
    "ece": lambda transcript: transcript.confidence,
    "ece_of_likelihood": lambda transcript: transcript.likelihood,
}
"""Calibration errors of what may tell the probability that every word is right, by name."""


class FasterWhisper:
    """faster-whisper, int8, with the base of a recognizer.

    Arguments:
        model: name or folder of the recognizer.
        beam_size: texts in the beam.
    """

    def __init__(self, model: str, beam_size: int = 5) -> None:
        from faster_whisper import WhisperModel

        base = store.ensure(base_or_itself(model))
        folder = str(store.engine(base, "whisper"))
        self._model, self._beam_size = WhisperModel(folder, device="cpu", compute_type="int8"), beam_size

    def transcribe(self, samples: Samples) -> Transcript | None:
        """(n,) samples → their transcript; None without a text."""
        segments, _ = self._model.transcribe(samples, language="en", beam_size=self._beam_size)
        text = " ".join(segment.text.strip() for segment in segments)
        return Transcript(text, 1.0, "en") if text else None


def main() -> None:
    """Print a table of the error rates of each model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--noise", type=Path, required=True)
    parser.add_argument("--responses", type=Path, help="folder of measured impulse responses")
    parser.add_argument("--models", nargs="*", default=[RELEASED], help="released, names or folders")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--peer", action="store_true", help="score faster-whisper too")
    parser.add_argument("--clean", action="store_true", help="score the clips as they are")
    parser.add_argument("--split", default="test")
    parser.add_argument("--n", type=int, default=10_000, help="clips of each manifest")
    parser.add_argument("--beam", type=int, default=RecognitionConfig().beam_size)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--texts", action="store_true", help="print every wrong text")
    arguments = parser.parse_args()
    found = far_set.clips(
        arguments.data, arguments.noise, arguments.responses, split=arguments.split, most=arguments.n
    )
    clips = list(found)
    shown = Table("", "clips", "words", "word error rate", "empty", "loops", *SURE)
    figures: dict[str, dict[str, Any]] = {}
    for name, recognizer in recognizers(arguments).items():
        scored = list(hear(recognizer, clips, clean=arguments.clean))
        for part, of in parted(clips, scored).items():
            rates = error_rates(of)
            calibration = {key: calibration_error(of, sure) for key, sure in SURE.items()}
            figures.setdefault(name, {})[part] = {**rates.to_json(), **calibration}
            counts = (f"{rates[key].value:.0f}" for key in ("empty", "loops"))
            wer = rates["wer"]
            errors = (f"{error:.3f}" for error in calibration.values())
            shown.add_row(f"{name}: {part}", str(rates.n), str(wer.n), str(wer), *counts, *errors)
        for clip in (clip for clip in scored if arguments.texts and clip.errors[0]):
            print(name, Path(str(clip.example.audio)).name, clip.example.text, "→", clip.text)
    if arguments.json:
        print(json.dumps(figures))
    else:
        Console().print(shown)


def recognizers(arguments: argparse.Namespace) -> dict[str, Transcribes]:
    """The recognizers to score, by name."""
    released = bundle.resolve().recognizer
    found: dict[str, Transcribes] = {
        name: asr.load(
            released if name == RELEASED else name, engine=arguments.engine, beam_size=arguments.beam
        )
        for name in arguments.models
    }
    if arguments.peer:
        found["faster-whisper"] = FasterWhisper(released)
    return found


def parted(clips: Sequence[FarClip], scored: Sequence[ScoredClip]) -> dict[str, list[ScoredClip]]:
    """All clips, then those of each corpus, kind of room and speakers' age; no part is empty."""
    parts: dict[str, list[ScoredClip]] = {}
    for clip, of in zip(clips, scored, strict=True):
        room = "measured rooms" if clip.measured else "simulated rooms"
        age = groups.groups_of(clip.example).get("age")
        for part in ("pooled", clip.corpus, room, *([age] if age else [])):
            parts.setdefault(part, []).append(of)
    return parts


def hear(recognizer: Transcribes, clips: Sequence[FarClip], *, clean: bool) -> Iterator[ScoredClip]:
    """Each clip, recognized as it is or across its room."""
    for clip in track(clips, "clips", transient=True, console=Console(stderr=True)):
        samples = audio.load(clip.example.audio) if clean else clip.samples
        began = time.perf_counter()
        transcript = recognizer.transcribe(samples)
        yield score(clip.example, transcript, samples.size / SAMPLE_RATE_HZ, time.perf_counter() - began)


def calibration_error(clips: Iterable[ScoredClip], sure: Callable[[Transcript], float]) -> float:
    """Expected calibration error of what should be the probability that a transcript is right."""
    heard = [(sure(c.transcript), c.errors[0] == 0) for c in clips if c.transcript]
    if not heard:
        return float("nan")
    confidence, right = zip(*heard, strict=True)
    return float(metrics.expected_calibration_error(np.array(confidence), np.array(right)))


if __name__ == "__main__":
    main()
