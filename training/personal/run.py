"""The inputs of a personal run, and its results."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models import device, paths
from models.bundles import promotion, provenance
from models.bundles.bundle import Bundle, Parts
from models.command_line import err
from models.errors import CheckpointError
from models.nlu.files import encoder_of
from models.weights.prepared import holds_engine
from training.evaluation.recognizer import ScoredClip
from training.personal import proof
from training.personal.config import PersonalConfig
from training.personal.data import PersonalData, read_recordings
from training.personal.proof import Change, Verdict
from training.personal.rehearsal import RehearsalSpeech, rehearsal_speech
from training.trainer.checkpoints import STATE


@dataclass(frozen=True, slots=True)
class Run:
    """The inputs of a personal run."""

    config: PersonalConfig
    start: Parts
    """The models to start from."""
    data: PersonalData
    general: RehearsalSpeech
    manifests: tuple[Path, ...]
    """Prepared by the owner, for rehearsal and proof."""
    version: str
    """Of the bundle that is made."""
    folder: Path
    resume: bool
    on: device.DeviceName

    def state(self, name: str) -> Path:
        """Folder of the training state of a model."""
        return self.folder / "training" / name

    def resumes(self, name: str) -> bool:
        """Whether the training of a model was begun before."""
        return self.resume and (self.state(name) / STATE).is_file()


@dataclass(frozen=True, slots=True)
class RecognizerScores:
    """The scored clips of a recognizer."""

    own: list[ScoredClip]
    """The owner's recordings that are held back."""
    learned: list[ScoredClip]
    """Those to learn from; scored of the recognizer in use alone."""
    general: dict[str, list[ScoredClip]]
    """By manifest."""


@dataclass(slots=True)
class PersonalResult:
    """The results of a personal run."""

    before: RecognizerScores
    """Of the recognizer in use."""
    after: RecognizerScores
    """Of the recognizer that the bundle would have."""
    changes: list[Change] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    share: float | None = None
    """Of the way from the recognizer in use to the learned one that the new recognizer goes; None where none
    was trained."""
    curve: list[tuple[int, Change]] = field(default_factory=list)
    """Number of recordings learned from, and the change of the word error rate on those held back."""
    promoted: Bundle | None = None

    def judge(
        self, model: str, own: Sequence[Change], general: Sequence[Change], margin: float,
        unfair: Sequence[Change] = (), *, gains: bool = True,
    ) -> bool:  # fmt: skip
        """Note a model's changes and the verdict; whether the model is kept.

        Arguments:
            unfair: differences between groups that the model widens, for which it is refused.
            gains: whether a gain is known; otherwise the model is refused if it gains nothing here.
        """
        verdict = proof.judge(model, own, general, margin, unfair, gains=gains)
        self.changes += [*own, *general]
        self.verdicts.append(verdict)
        return verdict.kept

    def leave(self, model: str, reason: str) -> None:
        """Note that a model is not trained."""
        self.verdicts.append(Verdict(model, False, (f"it stays as it is: {reason}",)))

    def to_json(self) -> dict[str, Any]:
        """The object for `--json`."""
        made = self.promoted
        return {
            "promoted": made is not None,
            "bundle": f"{made.name}@{made.version}" if made else None,
            "folder": str(made.folder) if made else None,
            "models": [v.to_json() for v in self.verdicts],
            "share": self.share,
            "changes": [c.to_json() for c in self.changes],
            "curve": [{"recordings": n, **c.to_json()} for n, c in self.curve],
        }


def begin(
    config: PersonalConfig, start: Parts, manifests: Sequence[Path], *, resume: bool, on: device.DeviceName
) -> Run:
    """Read the data and open the folder of the run.

    Raises:
        DataError: there are too few recordings, or the data are wrong.
        CheckpointError: the run to resume had other recordings, or a model to start from was exported.
        DependencyError: no offline voice is installed.
    """
    _refuse_exported(start)
    data = read_recordings(config.least, config.held_back)
    version = promotion.next_version(config.name)
    folder = paths.runs() / "personal" / f"{config.name}-{version}"
    _open(folder, data.ids, resume=resume)
    err.print(f"{len(data.learned)} recordings to learn from, {len(data.held)} held back as proof")
    general = rehearsal_speech(config.recognizer.general, config.general_held, manifests, config.voices)
    return Run(config, start, data, general, tuple(manifests), version, folder, resume, on)


def _refuse_exported(start: Parts) -> None:
    """An exported model has no adapter to train further."""
    exported = [model for model in (start.recognizer, start.generator) if holds_engine(Path(model))]
    if start.classifier and encoder_of(Path(start.classifier)):
        exported.append(start.classifier)
    if exported:
        raise CheckpointError(
            "was exported and cannot be trained further",
            where=exported[0],
            do="use the bundle that it was exported from",
        )


def _open(folder: Path, ids: Sequence[str], *, resume: bool) -> None:
    """Create the folder, marked with its recordings before anything is learned from them."""
    if resume:
        if provenance.learned_from(folder) != frozenset(ids):
            raise CheckpointError(
                "there is no run to resume with these recordings", where=str(folder), do="leave --resume out"
            )
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    provenance.mark(folder, ids)
