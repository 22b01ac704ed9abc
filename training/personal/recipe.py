"""recordings → recognizer → what it hears → classifier → proof → bundle, or a refusal that says why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from models import device
from models.bundles import bundle
from models.bundles.bundle import Parts
from models.command_line import err
from training.personal import page
from training.personal.config import PersonalConfig
from training.personal.run import PersonalResult, Run
from training.report import page as report


def main(
    config: PersonalConfig, *, recognizer: str | None = None, classifier: str | None = None,
    generator: str | None = None, replay: Sequence[Path] = (), curve: bool = True, resume: bool = False,
    on: device.DeviceName = "auto", command: str = "",
) -> PersonalResult:  # fmt: skip
    """Learn from the owner's recordings, prove it, and put the new bundle in use if it is no worse.

    Arguments:
        recognizer, classifier, generator: what to start from in place of the bundle in use.
        replay: manifests that the user has prepared, to replay and to prove with.
        curve: train the recognizer on fewer recordings too, for the report.
        resume: go on with the run that was stopped; what is finished stays.

    Raises:
        DataError: there are too few recordings, or something is wrong with them.
        CheckpointError: the run to resume had other recordings.
        DependencyError: no offline voice is installed.
    """
    used = bundle.resolve()
    begun = Parts(recognizer or used.recognizer, classifier or used.classifier, generator or used.generator)
    run = Run(config, begun, replay, resume=resume, on=on)
    err.rule("recognizer")
    run.recognizer(curve=curve)
    err.rule("classifier")
    run.classifier()
    run.generator()
    err.rule("proof")
    if run.whole():
        made = datetime.now().astimezone().isoformat(timespec="seconds")
        metrics = page.metrics(run, made, command)
        run.promote(
            {"metrics.json": json.dumps(metrics, indent=1) + "\n", "README.md": page.card(run, command)}
        )
    shown = report.write(run.folder, page.report_of(run, command))
    err.print(f"{shown}: the report", markup=False)
    return run.result
