"""A trained recognizer and its baseline on the test splits. Knows recognizers by name or folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.progress import track

from models import asr, device
from models.command_line import err
from training.evaluation.recognizer import Groups, ScoredClip, error_rates, hear
from training.recognizer.clips import RecognizerData

ScoredClips = dict[str, list[ScoredClip]]
"""By manifest."""


def compare(
    untouched: str, checkpoint: Path, data: RecognizerData, *, language: str, groups: Groups | None = None,
    on: device.DeviceName = "auto",
) -> tuple[dict[str, Any], ScoredClips, ScoredClips]:  # fmt: skip
    """Metrics on the test splits, by manifest and over all, with those of the untouched recognizer as
    `baseline`; then the scored clips of the untouched recognizer and of the checkpoint.

    Arguments:
        untouched: name or folder of the recognizer to compare with.
        groups: speaker → kind of group, such as age → which, for rates by group.
    """
    base = asr.load(untouched, device=on, language=language, short_context=False)
    tuned = asr.load(str(checkpoint), device=on, language=language)
    before, clips_before = _score(base, data, groups, "scoring the base")
    after, clips_after = _score(tuned, data, groups, "scoring the checkpoint")
    return {**after, "baseline": before}, clips_before, clips_after


def _score(
    recognizer: asr.Recognizer, data: RecognizerData, groups: Groups | None, title: str
) -> tuple[dict[str, Any], ScoredClips]:
    found = {
        name: hear(recognizer, track(examples, description=f"{title}: {name}", transient=True, console=err))
        for name, examples in data.splits["test"].items()
    }
    all_clips = [clip for clips in found.values() for clip in clips]
    by_manifest = {name: error_rates(clips, groups=groups) for name, clips in found.items()}
    return {**error_rates(all_clips, groups=groups), "manifests": by_manifest}, found
