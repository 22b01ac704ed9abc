"""corpora → manifests → recognizer → what it hears → classifier → generator → scores → card: a whole bundle.

Each model is made by its own recipe; here is only their order, and what is finished is not done again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from models import device, files
from models.bundles import bundle as bundles
from models.bundles.bundle import PARTS, Part, Parts
from models.command_line import err
from training import config as configs
from training import evaluate
from training.bundle import card
from training.bundle.config import BundleConfig, RecipeConfig
from training.bundle.data import Manifests
from training.corpora import speakers
from training.evaluate import Scores
from training.report import page as report
from training.trainer import runs
from training.trainer.checkpoints import STATE

METRICS, CARD = "metrics.json", "README.md"


def read(path: Path) -> BundleConfig:
    """The configuration of a bundle.

    Raises:
        ConfigError: it is missing or wrong.
    """
    return configs.read(path, BundleConfig)


def main(
    config: BundleConfig, data: Path, output: Path, *, beside: Path = configs.CONFIGS, resume: bool = False,
    on: device.DeviceName = "auto", command: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Make the bundle in `output`: a folder for each model, `bundle.toml`, card and metrics; what is kept of
    the run, and the report, in `run_folder`.

    Arguments:
        data: the original corpora, each in a folder of its name.
        beside: the folder that the configuration's paths are relative to.
        resume: go on where the last run stopped; finished models stay.

    Raises:
        ConfigError: a configuration is wrong or a corpus is missing; before anything is trained.
        DataError: a corpus is wrong.
    """
    settings = {part: _settings(part, part_of(config, part), beside) for part in PARTS}
    run = run_folder(output)
    manifests = Manifests(config, beside, data, run / "manifests")
    manifests.prepare([n for p in PARTS for n in part_of(config, p).data] + [s.data for s in config.scored])
    took: dict[str, float] = _seconds(run) if resume else {}
    for number, part in enumerate(PARTS, start=1):
        err.rule(f"{part} ({number} of {len(PARTS)})")
        folder = output / part
        if resume and (folder / METRICS).is_file() and (folder / CARD).is_file():
            err.print("is finished.")
            continue
        began = time.monotonic()
        try:
            _train(part, config, settings[part], manifests, output, resume=resume, on=on, command=command)
        finally:
            took[part] = took.get(part, 0.0) + time.monotonic() - began
            files.write_text(run / "seconds.json", json.dumps(took) + "\n")
    err.rule("scores")
    scored = _scored(config, manifests, output, on)
    metrics = _metrics(config, output, took, {name: scores.metrics for name, scores in scored.items()})
    files.write_text(output / METRICS, json.dumps(metrics, indent=1) + "\n")
    files.write_text(output / CARD, card.write(config, metrics, command))
    places: dict[str, str] = {part: part for part in PARTS}
    files.write_text(output / bundles.FILE, bundles.toml(config.name, config.version, places))
    states: dict[str, Path] = {part: recipe_of(part).run_folder(output / part) for part in PARTS}
    page = report.write(
        run, card.page(config, metrics, states, {name: s.sections for name, s in scored.items()}, command)
    )
    err.print(f"{output}: the bundle\n{page}: the report", markup=False)
    return metrics


def part_of(config: BundleConfig, part: Part) -> RecipeConfig:
    """The configuration of one model."""
    found: RecipeConfig = getattr(config, part)
    return found


def recipe_of(part: Part) -> Any:
    """The module that makes a model; imported when it is needed."""
    match part:
        case "recognizer":
            from training.recognizer.whisper import recipe as recognizer

            return recognizer
        case "classifier":
            from training.classifier import recipe as classifier

            return classifier
        case "generator":
            from training.generator import recipe as generator

            return generator


def run_folder(output: Path) -> Path:
    """Where manifests, times and report are kept."""
    return runs.folder("bundle", output)


# ── the steps ────────────────────────────────────────────────────────────────


def _settings(part: Part, chosen: RecipeConfig, beside: Path) -> Any:
    settings = configs.read(beside / chosen.config, _kind(part))
    return settings.model_copy(update={"base": chosen.base}) if chosen.base else settings


def _kind(part: Part) -> type[BaseModel]:
    match part:
        case "recognizer":
            from training.recognizer.whisper.config import RecognizerConfig

            return RecognizerConfig
        case "classifier":
            from training.classifier.config import ClassifierConfig

            return ClassifierConfig
        case "generator":
            from training.generator.config import GeneratorConfig

            return GeneratorConfig


def _train(
    part: Part, config: BundleConfig, settings: Any, manifests: Manifests, output: Path, *, resume: bool,
    on: device.DeviceName, command: str,
) -> None:  # fmt: skip
    recipe, folder = recipe_of(part), output / part
    learned = manifests.paths(part_of(config, part).data, output / "recognizer", on)
    begun = (recipe.run_folder(folder) / STATE).is_file()
    more: dict[str, Any] = {}
    if part == "recognizer":
        more["groups"] = speakers.read(*learned)
    if part == "classifier":
        more["domains"] = manifests.beside(config.classifier.domains)
    main_of: Callable[..., dict[str, Any]] = recipe.main
    main_of(settings, learned, folder, resume=resume and begun, on=on, command=command, **more)


def _scored(
    config: BundleConfig, manifests: Manifests, output: Path, on: device.DeviceName
) -> dict[str, Scores]:
    """What no model learned from, and what the finished models make of it."""
    found = {}
    for scored in config.scored:
        (data,) = manifests.paths([scored.data], output / "recognizer", on)
        models = Parts(**{part: str(output / part) for part in scored.models})
        found[scored.data] = evaluate.score(data, models, on=on)
    return found


def _metrics(
    config: BundleConfig, output: Path, took: Mapping[str, float], scored: Mapping[str, Any]
) -> dict[str, Any]:
    """All parts' metrics, what was scored beside them, the time and the size of each."""
    found: dict[str, Any] = {"name": config.name, "version": config.version}
    for part in PARTS:
        found[part] = json.loads((output / part / METRICS).read_text(encoding="utf-8"))
    return found | {
        "scored": dict(scored),
        "seconds": {part: round(took[part], 1) for part in PARTS if part in took},
        "megabytes": {part: round(_size(output / part), 2) for part in PARTS},
    }


def _seconds(run: Path) -> dict[str, float]:
    file = run / "seconds.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _size(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
