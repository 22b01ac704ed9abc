"""Scores of models on the owner's manifests, by `assistant-train evaluate` in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from models import manifest
from models.bundles.bundle import Part, Parts
from models.errors import DataError, InputError, TrainingError

# -P: a folder called `training` in the working directory must not become the program
COMMAND = (sys.executable, "-P", "-m", "training.cli", "evaluate", "--no-baseline", "--json")
FIGURES: Mapping[str, tuple[str, bool]] = {
    "wer": ("word error rate", False),
    "intent_accuracy": ("intent accuracy", True),
    "slot_f1": ("slot F1", True),
    "slot_error_rate": ("slot error rate of replies", False),
}
"""Key of `evaluate --json` → its name, and whether higher is better."""


class Score(Protocol):
    """`score`."""

    def __call__(self, data: Path, models: Parts, *, device: str, engine: str) -> dict[str, float]: ...


def scored_parts(data: Path) -> frozenset[Part]:
    """The models that a manifest has labels for.

    Raises:
        DataError: the manifest is wrong, or has none.
    """
    examples = manifest.read(data)
    found: set[Part] = set()
    if any(e.audio and e.text for e in examples):
        found.add("recognizer")
    if any(e.text and (e.intent or e.out_of_scope or e.slots or e.commands) for e in examples):
        found.add("classifier")
    if any(e.text and e.reply for e in examples):
        found.add("generator")
    if not found:
        raise DataError(
            "holds nothing to score a model on", where=str(data), do="add recordings, intents or replies"
        )
    return frozenset(found)


def score(
    data: Path, models: Parts, *, device: str, engine: str, command: Sequence[str] = COMMAND
) -> dict[str, float]:
    """The `FIGURES` of models on a manifest.

    Raises:
        InputError: a manifest or model is wrong.
        TrainingError: the evaluation failed, perhaps without the extra `train`.
    """
    named = {part: folder for part in scored_parts(data) if (folder := getattr(models, part))}
    given = [word for part, folder in named.items() for word in (f"--{part}", folder)]
    if not given:
        return {}
    done = subprocess.run(
        [*command, "--data", str(data), *given, "--device", device, "--engine", engine],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", errors="replace",
        check=False,
    )  # fmt: skip
    if done.returncode != 0:
        said = " ".join(done.stderr.split()) or f"exit code {done.returncode}"
        failed = InputError if done.returncode == InputError.exit_code else TrainingError
        raise failed(f"the evaluation failed ({said.rstrip('.')})", where=str(data))
    found = json.loads(done.stdout)
    return {key: float(found[key]) for key in FIGURES if found.get(key) is not None}
