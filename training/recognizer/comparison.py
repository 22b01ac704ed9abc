"""A trained recognizer and its baseline on the test splits. Knows recognizers by name or folder."""

from __future__ import annotations

from pathlib import Path

from rich.progress import track

from models import asr, device
from models.command_line import err
from training.evaluation import metrics
from training.evaluation.recognizer import ScoredClip, error_rates, hear
from training.evaluation.types import Scores
from training.recognizer.clips import RecognizerData

ScoredClips = dict[str, list[ScoredClip]]
"""By manifest."""


def compare(
    untouched: str, checkpoint: Path, data: RecognizerData, *, language: str, on: device.DeviceName = "auto"
) -> tuple[Scores, ScoredClips, ScoredClips]:
    """Scores on the test splits, by manifest and over all, with those of the untouched recognizer as the
    baseline; then the scored clips of the untouched recognizer and of the checkpoint.

    Arguments:
        untouched: name or folder of the recognizer to compare with.
    """
    base = asr.load(untouched, device=on, language=language, short_context=False)
    tuned = asr.load(str(checkpoint), device=on, language=language)
    before = _recognized(base, data, "scoring the base")
    after = _recognized(tuned, data, "scoring the checkpoint")
    return metrics.compare(error_rates, after, before), before, after


def _recognized(recognizer: asr.Recognizer, data: RecognizerData, title: str) -> ScoredClips:
    return {
        name: hear(recognizer, track(examples, description=f"{title}: {name}", transient=True, console=err))
        for name, examples in data.splits["test"].items()
    }
