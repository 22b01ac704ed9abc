"""The export of a bundle: folders for a CPU, a GPU and ONNX Runtime, their figures, and the refusal.

DIR/bundle.toml   the CPU's models, for --bundle DIR
DIR/cpu/…         recognizer, classifier and generator as CTranslate2 engines with int8 weights
DIR/gpu/…         the same as merged safetensors in half precision, with a bundle.toml of its own
DIR/onnx/         the classifier for ONNX Runtime, for --classifier DIR/onnx
DIR/README.md     the table; export.json holds it for programs
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import soundfile
from rich.console import Console

from assistant import factory
from assistant.config import Config
from assistant.exporting import figures, scoring
from assistant.exporting.figures import ExportFigure, Variant
from assistant.exporting.probe import MEGABYTE, Probed, ProbeRequest, probe
from assistant.exporting.scoring import Score
from assistant.recording import prompts
from models import files
from models.asr import languages
from models.asr.loading import model_type
from models.bundles import bundle
from models.bundles.bundle import PARTS, Part, Parts
from models.checkpoint import base_or_itself
from models.errors import CheckpointError, InputError
from models.weights import store
from models.weights.convert import export
from models.weights.convert.int8 import EngineKind

RESULT, CARD = "export.json", "README.md"
KINDS: dict[Part, EngineKind] = {"recognizer": "whisper", "classifier": "bert", "generator": "gpt"}
SENTENCES, SPOKEN = 40, 12
"""Sentences of the classifier's agreement, and those of them that are spoken for the recognizer's."""


@dataclass(frozen=True, slots=True)
class Export:
    """A finished export, or a refused one."""

    folder: Path
    """Does not exist after a refusal."""
    figures: tuple[ExportFigure, ...]
    losses: tuple[str, ...]
    """The figures beyond the margin; empty for a finished export."""
    personal: bool
    """Whether a model learned from the owner's recordings."""

    def to_json(self) -> dict[str, Any]:
        """For `json.dumps`."""
        return {
            "folder": str(self.folder), "refused": list(self.losses),
            "figures": figures.to_json(self.figures),
        }  # fmt: skip


def write(
    config: Config, output: Path | None, data: Sequence[Path], margin: float, console: Console, *,
    score: Score = scoring.score, ask: Callable[[ProbeRequest], Probed] = probe,
) -> Export:  # fmt: skip
    """Export the models of a configuration, unless a figure gets worse by more than the margin.

    Arguments:
        output: its folder; an earlier export in it is replaced.
        data: manifests to score on; without any, only sizes, agreement, times and memory are told.
        margin: as a share of 1.
        console: tells of each step.
        score, ask: the measurements.

    Raises:
        InputError: the folder holds something else, or a manifest is wrong.
        CheckpointError: a model cannot be exported.
        StoreError: the disk refuses, or a base cannot be fetched.
    """
    chosen, models = bundle.resolve(config.bundle), factory.models(config)
    target = (output or Path(f"{chosen.name}-{chosen.version}")).expanduser().resolve()
    if target.exists() and not (
        target.is_dir() and (not any(target.iterdir()) or (target / RESULT).is_file())
    ):
        raise InputError("is there already and is no export", where=str(target), do="name another --output")
    for manifest in data:
        scoring.scored_parts(manifest)
    _exportable(models)
    personal = any(_learned(models))
    # an export hears one language
    models = replace(models, recognizer=languages.checkpoint(models.recognizer, config.language))
    with files.disk_errors(target):
        draft = files.draft_folder(target, private=personal)
    try:
        with files.disk_errors(target):
            _write_models(draft, chosen.name, chosen.version, models, console)
        found = _figures(config, models, draft, data, console, score, ask)
        losses = figures.losses(found, margin)
        made = Export(target, tuple(found), losses, personal)
        if not losses:
            _write_card(draft, made, chosen.name, chosen.version)
            with files.disk_errors(target):
                files.put(draft, target)
        return made
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _exportable(models: Parts) -> None:
    base = base_or_itself(models.recognizer)
    if (kind := model_type(store.ensure(base))) != "whisper":
        raise CheckpointError(
            f"{kind or 'this recognizer'} has no engine to export to", where=models.recognizer
        )


def _write_models(draft: Path, name: str, version: str, models: Parts, console: Console) -> None:
    from models.nlu import onnx_export

    for variant, convert in (("cpu", export.for_cpu), ("gpu", export.for_gpu)):
        for part, kind in KINDS.items():
            console.print(f"{variant}: {part} …", style="dim")
            (draft / variant / part).mkdir(parents=True)
            model = getattr(models, part)
            folder = Path(model) if Path(model).is_dir() else store.ensure(model)
            convert(folder, draft / variant / part, kind)
    console.print("onnx: classifier …", style="dim")
    (draft / "onnx").mkdir()
    onnx_export.write(Path(models.classifier), draft / "onnx")
    for folder, at in ((draft, "cpu/"), (draft / "gpu", "")):
        files.write_text(folder / bundle.FILE, bundle.toml(name, version, {p: f"{at}{p}" for p in PARTS}))


def _figures(
    config: Config, models: Parts, draft: Path, data: Sequence[Path], console: Console, score: Score,
    ask: Callable[[ProbeRequest], Probed],
) -> list[ExportFigure]:  # fmt: skip
    parts = _parts(models, draft)
    # the merged weights are float16 on a GPU and are computed in float32 on a CPU
    device: dict[Variant, str] = {
        "before": config.device, "cpu": "cpu", "gpu": config.device, "onnx": "cpu",
    }  # fmt: skip
    engine: dict[Variant, str] = {"before": "torch", "cpu": "auto", "gpu": "torch", "onnx": "auto"}
    sizes: dict[Variant, float] = {
        variant: sum(map(_megabytes, _folders(named))) for variant, named in parts.items()
    }
    found = [ExportFigure("size, MB", sizes)]
    for manifest in data:
        rates: dict[Variant, dict[str, float]] = {}
        for variant, named in parts.items():
            console.print(f"scoring {figures.VARIANTS[variant]} on {manifest.name} …", style="dim")
            rates[variant] = score(manifest, named, device=device[variant], engine=engine[variant])
        for key, (title, higher) in scoring.FIGURES.items():
            values = {variant: r[key] for variant, r in rates.items() if key in r}
            if values:
                found.append(
                    ExportFigure(title, values, manifest.name, "higher" if higher else "lower", share=True)
                )
    with TemporaryDirectory(prefix="assistant-export-") as spoken:
        sentences = _sentences(models.classifier, config.language)
        sounds = _speak(config, sentences[:SPOKEN], Path(spoken))
        probed: dict[Variant, Probed] = {}
        for variant, named in parts.items():
            console.print(f"measuring {figures.VARIANTS[variant]} …", style="dim")
            of_variant = config.model_copy(
                update={
                    "bundle": None, "recognizer_dir": named.recognizer, "classifier_dir": named.classifier,
                    "generator_dir": named.generator, "device": device[variant], "engine": engine[variant],
                }
            )  # fmt: skip
            asked = tuple(part for part in PARTS if getattr(named, part))
            probed[variant] = ask(
                ProbeRequest(config=of_variant, parts=asked, sentences=tuple(sentences), sounds=tuple(sounds))
            )
    return found + _of_machine(probed)


def _of_machine(probed: dict[Variant, Probed]) -> list[ExportFigure]:
    """Agreement with the model before, times and memory."""
    titles = {
        "recognizer": "transcripts as before", "classifier": "understood as before",
        "generator": "replies as before",
    }  # fmt: skip
    found = []
    for part in PARTS:
        before = getattr(probed["before"], part)
        agreed = {
            variant: sum(map(str.__eq__, before, answers)) / len(before)
            for variant, each in probed.items()
            if before and (answers := getattr(each, part))
        }
        if agreed:
            found.append(ExportFigure(titles[part], agreed, f"{len(before)} sentences", share=True))
    for part in PARTS:
        times = {v: each.milliseconds[part] for v, each in probed.items() if part in each.milliseconds}
        if times:
            found.append(ExportFigure(f"{part}, ms", times))
    memory = {v: each.memory_mb for v, each in probed.items() if each.memory_mb is not None}
    return [*found, ExportFigure("peak memory, MB", memory)] if memory else found


def _parts(models: Parts, draft: Path) -> dict[Variant, Parts]:
    """The models of each variant; of ONNX the classifier alone."""
    return {
        "before": models,
        "cpu": Parts(**{part: str(draft / "cpu" / part) for part in PARTS}),
        "gpu": Parts(**{part: str(draft / "gpu" / part) for part in PARTS}),
        "onnx": Parts(classifier=str(draft / "onnx")),
    }


def _folders(models: Parts) -> set[Path]:
    """The folders that models are loaded from, their bases among them."""
    found = set()
    for part in PARTS:
        if model := getattr(models, part):
            found.add(Path(model) if Path(model).is_dir() else store.ensure(model))
            base = base_or_itself(model)
            found.add(Path(base) if Path(base).is_dir() else store.ensure(base))
    return found


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) / MEGABYTE


def _sentences(classifier: str, language: str) -> list[str]:
    """Sentences of the classifier's domain, or of the home; none in a language without any."""
    try:
        known = prompts.gather(None, classifier, language)
    except InputError:
        return []
    return [prompt.text for prompt in prompts.choose(known, (), SENTENCES)]


def _speak(config: Config, sentences: Sequence[str], folder: Path) -> list[Path]:
    """The sentences in the configured voice."""
    sounds = []
    with closing(factory.synthesizer(config)) as voice:
        for number, sentence in enumerate(sentences):
            speech = voice.synthesize(sentence)
            sounds.append(folder / f"{number}.wav")
            soundfile.write(sounds[-1], speech.samples, speech.sample_rate_hz)
    return sounds


def _learned(models: Parts) -> list[bool]:
    folders = [Path(getattr(models, part)) for part in PARTS]
    return [(place / store.LEARNED_FROM).is_file() for folder in folders for place in (folder, folder.parent)]


def _write_card(draft: Path, made: Export, name: str, version: str) -> None:
    text = f"""# {name} {version}, exported

Nothing else is needed beside this folder and the program. `cpu/` holds int8 engines, `gpu/` merged weights in
half precision, `onnx/` the classifier: its `states` and each head's logits for sentences of one command.

```sh
assistant --bundle {made.folder} talk          # on a CPU
assistant --bundle {made.folder / "gpu"} talk      # on a GPU
assistant --classifier {made.folder / "onnx"} text
```

{figures.markdown(made.figures)}
"Before" is the bundle in float32 in torch, its bases included. Times and memory are those of one process on
the machine of the export.
"""
    files.write_text(draft / CARD, text)
    files.write_text(draft / RESULT, json.dumps(made.to_json(), ensure_ascii=False, indent=1) + "\n")
