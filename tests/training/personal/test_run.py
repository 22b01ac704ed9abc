"""The folder of a personal run: marked with its recordings, and continued with the same ones alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from models import recordings
from models.bundles import provenance
from models.bundles.bundle import Parts
from models.errors import CheckpointError
from models.manifest import Example
from training.personal.config import PersonalConfig
from training.personal.run import begin
from training.trainer.checkpoints import STATE


def test_a_run_is_marked_and_resumed_with_the_same_recordings_alone(
    recorded: Callable[..., list[Example]], personal_settings: PersonalConfig
) -> None:
    recorded(12)
    run = begin(personal_settings, Parts(), [], resume=False, on="cpu")
    assert provenance.learned_from(run.folder) == {recordings.identity(e) for e in recordings.read()}
    assert run.folder.stat().st_mode & 0o777 == 0o700 and run.version == "1"
    run.state("recognizer").mkdir(parents=True)
    (run.state("recognizer") / STATE).touch()
    assert not run.resumes("recognizer")
    again = begin(personal_settings, Parts(), [], resume=True, on="cpu")
    assert again.resumes("recognizer") and not again.resumes("classifier")
    recorded(13)
    with pytest.raises(CheckpointError, match="no run to resume with these recordings"):
        begin(personal_settings, Parts(), [], resume=True, on="cpu")


def test_an_exported_model_is_not_trained_further(tmp_path: Path, personal_settings: PersonalConfig) -> None:
    for name, part in (
        ("model.bin", "recognizer"),
        ("model.bin", "generator"),
        ("tokenizer.json", "classifier"),
    ):
        folder = tmp_path / part
        folder.mkdir()
        (folder / name).touch()
        with pytest.raises(CheckpointError, match="was exported and cannot be trained further"):
            begin(personal_settings, Parts(**{part: str(folder)}), [], resume=False, on="cpu")
