"""`assistant-train evaluate`: any of the three models on a manifest, each beside its untouched base.

Knows which models a checkpoint was made from and how the scores are put together; what they are is in
`evaluate`, `evaluate_recognizer`, `evaluate_spoken` and `generator.scoring`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from rich.progress import track

from models import device, manifest, store
from models.command_line import err
from models.convert.int8 import adapter_base
from models.errors import CheckpointError, ConfigError, DataError
from models.manifest import Example
from training import evaluate, evaluate_recognizer, evaluate_spoken, speakers, validation
from training.evaluate_recognizer import Groups, Heard
from training.findings import Report

Metrics = dict[str, Any]
Item = TypeVar("Item")
CARD = "README.md"
_SPLIT_CHECKS = ("speaker-crosses", "sound-crosses")


@dataclass(frozen=True, slots=True)
class Models:
    """What is scored; a folder that a recipe wrote, or a base's name."""

    recognizer: str | None = None
    classifier: str | None = None
    generator: str | None = None


def score(data: Path, models: Models, *, baseline: bool = True, on: device.DeviceName = "auto") -> Metrics:
    """The metrics of these models on the manifest's test split, or on all of it where no line is in one.

    With a recognizer and a classifier, `spoken` holds the figures of both on what was heard. `baseline` is
    the same for the untouched base models; there `spoken` is the base recognizer with the same classifier.

    Raises:
        ConfigError: no model is named.
        DataError: the manifest is wrong, or holds nothing to score a model on.
        CheckpointError: a folder is not what it should be.
    """
    examples = manifest.read(data)
    chosen = [e for e in examples if e.split == "test"] or examples
    _refuse(data, models, chosen)
    found: Metrics = {}
    before: Metrics = {}
    groups = speakers.read(data)
    if models.recognizer:
        _recognizer(models, chosen, groups, found, before, baseline=baseline, on=on)
    if models.classifier:
        _classifier(models.classifier, examples, chosen, found, before, baseline=baseline, on=on)
    if models.generator:
        _generator(models.generator, chosen, found, before, baseline=baseline, on=on)
    found["n"] = sum(_scored(e, models) for e in chosen)
    if before:
        found["baseline"] = {"n": found["n"], **before}
    return found


def base_of(folder: str) -> str | None:
    """The base that a checkpoint was made from: its adapter says so, else its card; None where neither does.

    Raises:
        CheckpointError: an adapter that does not name its base.
    """
    path = Path(folder)
    if not path.is_dir():
        return None
    if base := adapter_base(path):
        return base
    card = path / CARD
    if card.is_file():
        _, head, *_ = [*card.read_text(encoding="utf-8").split("---\n", 2), "", ""]
        try:
            described = yaml.safe_load(head)
        except yaml.YAMLError as error:
            raise CheckpointError("its card's head is not YAML", where=str(card)) from error
        if isinstance(described, dict) and described.get("base_model"):
            return str(described["base_model"])
    return None


# ── the three models ─────────────────────────────────────────────────────────


def _recognizer(
    models: Models, chosen: Sequence[Example], groups: Groups, found: Metrics, before: Metrics, *,
    baseline: bool, on: device.DeviceName,
) -> None:  # fmt: skip
    from models import asr, nlu

    assert models.recognizer
    spoken = [e for e in chosen if e.audio and e.text]
    classifier = nlu.load(models.classifier, device=on) if models.classifier else None

    def hear(recognizer: asr.Recognizer, what: str, into: Metrics) -> None:
        heard: list[Heard] = evaluate_recognizer.hear(recognizer, _shown(spoken, what))
        into |= evaluate_recognizer.error_rates(heard, groups=groups)
        if classifier and (
            together := evaluate_spoken.spoken_metrics(evaluate_spoken.understand(classifier, heard))
        ):
            into["spoken"] = together

    hear(asr.load(models.recognizer, device=on), "recognizer", found)
    if baseline and (base := _base(models.recognizer, "recognizer")):
        # as it was made to be run: every utterance padded to 30 s
        hear(asr.load(base, device=on, short_context=False), f"{base}, full padding", before)


def _classifier(
    folder: str, examples: Sequence[Example], chosen: Sequence[Example], found: Metrics, before: Metrics, *,
    baseline: bool, on: device.DeviceName,
) -> None:  # fmt: skip
    from models import nlu

    texts = [e for e in chosen if e.text]
    scored = evaluate.classify(nlu.load(folder, device=on), _shown(texts, "classifier"))
    found |= evaluate.classifier_metrics(scored)
    if baseline and (base := _base(folder, "classifier")):
        before |= evaluate.classifier_metrics(_untouched(base, examples, texts))


def _generator(
    folder: str, chosen: Sequence[Example], found: Metrics, before: Metrics, *,
    baseline: bool, on: device.DeviceName,
) -> None:  # fmt: skip
    from models import lm
    from training.generator import scoring

    asked = [e for e in chosen if e.text and e.reply]

    def say(name: str, what: str) -> Metrics:
        generator = lm.load(name, device=on)
        return scoring.metrics_of([scoring.reply(generator, e) for e in _shown(asked, what)])

    found |= say(folder, "generator")
    if baseline and (base := _base(folder, "generator")):
        before |= say(base, base)


def _untouched(base: str, examples: Sequence[Example], texts: Sequence[Example]) -> list[evaluate.Scored]:
    """The nearest class among the mean sentences of the manifest's own training lines.

    Where it has none, each half of what is scored is judged by the labels of the other.
    """
    from training.classifier.baseline import NearestCentroid
    from training.classifier.config import ClassifierConfig

    folder, share = store.ensure(base), ClassifierConfig().max_rejected
    train = [e for e in examples if e.split == "train" and e.text]
    valid = [e for e in examples if e.split == "valid" and e.text]
    if train:
        return evaluate.classify(
            NearestCentroid(folder, train + valid, valid or train, share), _shown(texts, base)
        )
    halves: tuple[list[Example], list[Example]] = ([], [])
    for example in texts:
        halves[hashlib.sha256((example.text or "").encode()).digest()[0] % 2].append(example)
    scored = []
    for these, others in (halves, halves[::-1]):
        scored += evaluate.classify(NearestCentroid(folder, others, others, share), _shown(these, base))
    return scored


# ── what is there to score ───────────────────────────────────────────────────


def _scored(example: Example, models: Models) -> bool:
    """Whether any of the models is scored on it."""
    return bool(
        (models.recognizer and example.audio and example.text)
        or (models.classifier and example.text)
        or (models.generator and example.text and example.reply)
    )


def _refuse(data: Path, models: Models, chosen: Sequence[Example]) -> None:
    """Goes on where every model has something to be scored on and all of it can be read."""
    if models == Models():
        raise ConfigError(
            "nothing to score was named", do="add --recognizer, --classifier or --generator DIR"
        )
    if models.recognizer and not any(e.audio and e.text for e in chosen):
        raise DataError("holds no recording with its text to score a recognizer on", where=str(data))
    if models.classifier and not any(e.text for e in chosen):
        raise DataError("holds no text to score a classifier on", where=str(data))
    if models.generator and not any(e.text and e.reply for e in chosen):
        raise DataError("holds no text with a reply to score a generator on", where=str(data))
    heard = [e for e in chosen if models.recognizer and e.audio and e.text]
    Report(len(heard), tuple(validation.inspect(heard))).accepting(*_SPLIT_CHECKS).refuse_errors()


def _base(folder: str, part: str) -> str | None:
    base = base_of(folder)
    if base is None:
        err.print(
            f"{folder} does not say which base it was made from; no baseline of the {part}.", markup=False
        )
    return base


def _shown(items: Sequence[Item], what: str) -> Iterable[Item]:
    return track(items, description=what, total=len(items), console=err, transient=True)
