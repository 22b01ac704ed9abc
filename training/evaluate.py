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

from models import device, manifest
from models.bundles.bundle import Parts
from models.checkpoint import adapter_base
from models.command_line import err
from models.errors import CheckpointError, ConfigError, DataError
from models.manifest import Example
from models.weights import store
from training.corpora import speakers
from training.data import validation
from training.data.findings import Findings as Findings
from training.evaluation import classifier as evaluate
from training.evaluation import commands
from training.evaluation import recognizer as evaluate_recognizer
from training.evaluation.recognizer import Groups, ScoredClip
from training.report import sections as report_parts
from training.report.page import Section, Table

Metrics = dict[str, Any]
Item = TypeVar("Item")
CARD = "README.md"
_SHOWN = 40
"""Replies in a report."""
_SPLIT_CHECKS = ("speaker-crosses", "sound-crosses")


@dataclass(frozen=True, slots=True)
class Scores:
    """What came out, and what a report shows of it."""

    metrics: Metrics
    """With `baseline` in it, where one was scored."""
    sections: tuple[Section, ...]
    """The figures first, then what went wrong most."""


def score(data: Path, models: Parts, *, baseline: bool = True, on: device.DeviceName = "auto") -> Scores:
    """The metrics of these models on the manifest's test split, or on all of it where no line is in one.

    With a recognizer and a classifier, `spoken` holds the figures of both on what was heard; the recognizer
    then listens for the classifier's domain, where that has one. `baseline` is the same for the untouched
    base models; there `spoken` is the base recognizer with the same classifier.

    Raises:
        ConfigError: no model is named.
        DataError: the manifest is wrong, or holds nothing to score a model on.
        CheckpointError: a folder is not what it should be.
    """
    examples = manifest.read(data)
    chosen = [e for e in examples if e.split == "test"] or examples
    _refuse(data, models, chosen)
    scored: list[_Part] = []
    if models.recognizer:
        scored.append(
            _recognizer(models.recognizer, models.classifier, chosen, speakers.read(data), baseline, on)
        )
    if models.classifier:
        scored.append(_classifier(models.classifier, examples, chosen, baseline, on))
    if models.generator:
        scored.append(_generator(models.generator, chosen, baseline, on))
    n = sum(_scored(e, models) for e in chosen)
    found: Metrics = {}
    before: Metrics = {}
    for part in scored:
        found |= part.metrics
        before |= part.baseline
    metrics = {**found, "n": n} | ({"baseline": {**before, "n": n}} if before else {})
    tables: list[Section] = [report_parts.figures_of(metrics)]
    if "spoken" in metrics:
        spoken = metrics["spoken"], before.get("spoken", {})
        tables.append(report_parts.figures_of(*spoken, title="On what was heard"))
    return Scores(metrics, (*tables, *(section for part in scored for section in part.sections)))


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


@dataclass(frozen=True, slots=True)
class _Part:
    """One model's."""

    metrics: Metrics
    baseline: Metrics
    """Empty where none was scored."""
    sections: tuple[Section, ...]


def _recognizer(
    folder: str, classifier: str | None, chosen: Sequence[Example], groups: Groups, baseline: bool,
    on: device.DeviceName,
) -> _Part:  # fmt: skip
    from models import asr, nlu
    from models.asr.whisper.engine import DEFAULT_BEAM_SIZE
    from models.nlu import domain

    spoken = [e for e in chosen if e.audio and e.text]
    understanding = nlu.load(classifier, device=on) if classifier else None

    def rates(heard: Sequence[ScoredClip]) -> Metrics:
        found = evaluate_recognizer.error_rates(heard, groups=groups)
        if understanding:
            understood = commands.understand(understanding, heard)
            if together := commands.spoken_metrics(understood):
                found["spoken"] = together
        return found

    listening = asr.load(
        folder, device=on, n_best=DEFAULT_BEAM_SIZE,
        domain=domain.read(Path(classifier)) if classifier else None,
    )  # fmt: skip
    heard = evaluate_recognizer.hear(listening, _shown(spoken, "recognizer"))
    found, before, heard_before = rates(heard), {}, list[ScoredClip]()
    if baseline and (base := _base(folder, "recognizer")):
        # as it was made to be run: every utterance padded to 30 s
        untouched = asr.load(base, device=on, short_context=False)
        heard_before = evaluate_recognizer.hear(untouched, _shown(spoken, f"{base}, full padding"))
        before = rates(heard_before)
    wrong = report_parts.worst_heard(heard, heard_before)
    return _Part(found, before, (*report_parts.word_errors_of(found, before), wrong))


def _classifier(
    folder: str, examples: Sequence[Example], chosen: Sequence[Example], baseline: bool, on: device.DeviceName
) -> _Part:
    from models import nlu

    texts = [e for e in chosen if e.text]
    classifier = nlu.load(folder, device=on)
    scored = evaluate.classify(classifier, _shown(texts, "classifier"))
    found, before = evaluate.classifier_metrics(scored), {}
    if baseline and (base := _base(folder, "classifier")):
        before = evaluate.classifier_metrics(_untouched(base, examples, texts))
    sections: list[Section] = []
    if "intent_accuracy" in found:
        levels = classifier.description.thresholds
        sections += [
            report_parts.confusion_of(scored),
            report_parts.calibration_of(scored, {"reject": levels.reject, "confirm": levels.confirm}),
            report_parts.surest_mistakes(scored),
        ]
    if "sentiment_macro_f1" in found:
        sections.append(report_parts.sentiments_of(scored))
    return _Part(found, before, tuple(sections))


def _generator(folder: str, chosen: Sequence[Example], baseline: bool, on: device.DeviceName) -> _Part:
    from models import lm
    from training.evaluation import generator as scoring

    asked = [e for e in chosen if e.text and e.reply]

    def say(name: str, what: str) -> list[scoring.Scored]:
        generator = lm.load(name, device=on)
        return [scoring.reply(generator, e) for e in _shown(asked, what)]

    said, before = say(folder, "generator"), {}
    if baseline and (base := _base(folder, "generator")):
        before = scoring.metrics_of(say(base, base))
    rows = tuple((s.example.text or "", s.said, s.example.reply or "") for s in said[:_SHOWN])
    shown = Table("What it says", ("heard", "said", "the data's reply"), rows)
    return _Part(scoring.metrics_of(said), before, (shown,))


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


def _scored(example: Example, models: Parts) -> bool:
    """Whether any of the models is scored on it."""
    return bool(
        (models.recognizer and example.audio and example.text)
        or (models.classifier and example.text)
        or (models.generator and example.text and example.reply)
    )


def _refuse(data: Path, models: Parts, chosen: Sequence[Example]) -> None:
    """Goes on where every model has something to be scored on and all of it can be read."""
    if models == Parts():
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
    Findings(len(heard), tuple(validation.inspect(heard))).accepting(*_SPLIT_CHECKS).refuse_errors()


def _base(folder: str, part: str) -> str | None:
    base = base_of(folder)
    if base is None:
        err.print(
            f"{folder} does not say which base it was made from; no baseline of the {part}.", markup=False
        )
    return base


def _shown(items: Sequence[Item], what: str) -> Iterable[Item]:
    return track(items, description=what, total=len(items), console=err, transient=True)
