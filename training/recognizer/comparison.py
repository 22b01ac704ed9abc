"""A trained recognizer and its baseline on the test splits. Knows recognizers by name or folder."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rich.progress import track

from models import asr, device
from models.command_line import err
from models.manifest import Example
from training.evaluation import metrics
from training.evaluation.recognizer import ScoredClip, error_rates, hear_each
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
        language: of the examples that do not name theirs.
    """

    @functools.cache
    def base(named: str) -> asr.Recognizer:
        return asr.load(untouched, device=on, language=named, short_context=False)

    @functools.cache
    def tuned(named: str) -> asr.Recognizer:
        return asr.load(str(checkpoint), device=on, language=named)

    before = _recognized(base, data, language, "scoring the base")
    after = _recognized(tuned, data, language, "scoring the checkpoint")
    return metrics.compare(error_rates, after, before), before, after


def _recognized(
    recognizer: Callable[[str], asr.Recognizer], data: RecognizerData, language: str, title: str
) -> ScoredClips:
    def heard(name: str, examples: Sequence[Example]) -> list[ScoredClip]:
        named = [e if e.language else replace(e, language=language) for e in examples]
        return hear_each(
            recognizer, track(named, description=f"{title}: {name}", transient=True, console=err)
        )

    return {name: heard(name, examples) for name, examples in data.splits["test"].items()}
