"""corpora → manifests → recognizer → re-recognized text → classifier → generator → scores → card: a whole
bundle.

Each model is trained by its own recipe; this one knows their order, and leaves finished models alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from models import files
from models.bundles.bundle import FILE, PARTS, Part, Parts, toml
from models.command_line import err
from models.device import DeviceName
from training import evaluate
from training.bundle import card
from training.bundle.card import BundleScores
from training.bundle.config import BundleConfig, RecipeConfig
from training.bundle.data import Manifests
from training.config import CONFIGS, read
from training.evaluate import Evaluation
from training.evaluation.types import Scores
from training.report import page
from training.trainer import runs
from training.trainer.checkpoints import STATE

METRICS, CARD = "metrics.json", "README.md"
_SECONDS = "seconds.json"


def main(
    config: BundleConfig, data: Path, output: Path, *, beside: Path = CONFIGS, resume: bool = False,
    on: DeviceName = "auto", command: str = "",
) -> BundleScores:  # fmt: skip
    """Make the bundle in `output`: a folder for each model, `bundle.toml`, card and metrics; manifests, times
    and report go to `run_folder`.

    Arguments:
        data: folder of the original corpora, each in a folder of its name.
        beside: folder that the configuration's paths are relative to.
        resume: continue the last run; finished models stay.
        command: the command line, for the cards.

    Raises:
        ConfigError: a configuration is wrong or a corpus is missing; raised before any training.
        DataError: a corpus is wrong.
    """
    settings = {part: recipe_settings(part, part_of(config, part), beside) for part in PARTS}
    run = run_folder(output)
    manifests = Manifests(config, beside, data, run / "manifests")
    manifests.prepare([n for p in PARTS for n in part_of(config, p).data] + [s.data for s in config.scored])
    seconds: dict[str, float] = _read_seconds(run) if resume else {}
    for number, part in enumerate(PARTS, start=1):
        err.rule(f"{part} ({number} of {len(PARTS)})")
        folder = output / part
        if resume and (folder / METRICS).is_file() and (folder / CARD).is_file():
            err.print("is finished.")
            continue
        began = time.monotonic()
        try:
            train(part, config, settings[part], manifests, output, resume=resume, on=on, command=command)
        finally:
            seconds[part] = seconds.get(part, 0.0) + time.monotonic() - began
            files.write_text(run / _SECONDS, json.dumps(seconds) + "\n")
    err.rule("scores")
    scored = score(config, manifests, output, on)
    scores = scores_of(config, output, seconds, scored)
    files.write_text(output / METRICS, json.dumps(scores.to_json(), indent=1) + "\n")
    files.write_text(output / CARD, card.write(config, scores, command))
    files.write_text(output / FILE, toml(config.name, config.version, {part: part for part in PARTS}))
    states: dict[str, Path] = {part: recipe_of(part).run_folder(output / part) for part in PARTS}
    sections = {name: evaluation.sections for name, evaluation in scored.items()}
    shown = page.write(run, card.page(config, scores, states, sections, command))
    err.print(f"{output}: the bundle\n{shown}: the report", markup=False)
    return scores


def run_folder(output: Path) -> Path:
    """Folder of the manifests, times and report, which depends on `output` alone."""
    return runs.folder("bundle", output)


def part_of(config: BundleConfig, part: Part) -> RecipeConfig:
    """The configuration of a model."""
    found: RecipeConfig = getattr(config, part)
    return found


def recipe_settings(part: Part, chosen: RecipeConfig, beside: Path) -> Any:
    """The recipe's own configuration, with the bundle's base where it names one."""
    settings = read(beside / chosen.config, _settings_type(part))
    return settings.model_copy(update={"base": chosen.base}) if chosen.base else settings


def train(
    part: Part, config: BundleConfig, settings: Any, manifests: Manifests, output: Path, *, resume: bool,
    on: DeviceName, command: str,
) -> None:  # fmt: skip
    """Train a model by its recipe."""
    recipe, folder = recipe_of(part), output / part
    paths = manifests.paths(part_of(config, part).data, output / "recognizer", on)
    begun = (recipe.run_folder(folder) / STATE).is_file()
    more: dict[str, Any] = {}
    if part == "classifier":
        more["domains"] = manifests.beside(config.classifier.domains)
    train_part: Callable[..., Scores] = recipe.main
    train_part(settings, paths, folder, resume=resume and begun, on=on, command=command, **more)


def score(config: BundleConfig, manifests: Manifests, output: Path, on: DeviceName) -> dict[str, Evaluation]:
    """The scores of the finished models on manifests that no model learned from."""
    found = {}
    for scored in config.scored:
        (path,) = manifests.paths([scored.data], output / "recognizer", on)
        models = Parts(**{part: str(output / part) for part in scored.models})
        found[scored.data] = evaluate.score(path, models, on=on)
    return found


def scores_of(
    config: BundleConfig, output: Path, seconds: Mapping[str, float], scored: Mapping[str, Evaluation]
) -> BundleScores:
    """The scores of all models, the further scores, and the training time and size of each model."""
    return BundleScores(
        config.name,
        config.version,
        {part: Scores.from_json(json.loads((output / part / METRICS).read_text("utf-8"))) for part in PARTS},
        {name: evaluation.scores for name, evaluation in scored.items()},
        {part: round(seconds[part], 1) for part in PARTS if part in seconds},
        {part: round(_megabytes(output / part), 2) for part in PARTS},
    )


def recipe_of(part: Part) -> Any:
    """The recipe module of a model, imported when it is needed."""
    match part:
        case "recognizer":
            import training.recognizer.whisper.recipe

            return training.recognizer.whisper.recipe
        case "classifier":
            import training.classifier.recipe

            return training.classifier.recipe
        case "generator":
            import training.generator.recipe

            return training.generator.recipe


def _settings_type(part: Part) -> type[BaseModel]:
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


def _read_seconds(run: Path) -> dict[str, float]:
    file = run / _SECONDS
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
