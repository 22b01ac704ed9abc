"""`assistant-train evaluate`: any of the three models on a manifest, each beside its untouched base.

Knows the base of a checkpoint and puts the scores together; the scores of each kind of model are in
`training.evaluation`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import yaml
from huggingface_hub.repocard import metadata_load
from rich.progress import track

from models import device, manifest
from models.asr.loading import EngineName
from models.bundles.bundle import Parts
from models.checkpoint import adapter_base
from models.command_line import err
from models.errors import CheckpointError, ConfigError, DataError
from models.manifest import Example
from models.weights import store
from training.data import validation
from training.data.findings import Findings
from training.evaluation import commands
from training.evaluation.classifier import ScoredSentence, classifier_metrics, classify, within_labels
from training.evaluation.generator import ScoredReply, generator_metrics, respond
from training.evaluation.recognizer import ScoredClip, error_rates, hear_each
from training.evaluation.types import Metrics, Scores
from training.report import figures
from training.report.contents import classifier_sections, word_errors_of, worst_clips
from training.report.group_tables import group_sections
from training.report.sections import FigureTable, Section, Table

Item = TypeVar("Item")
CARD = "README.md"
_SHOWN = 40
"""Replies in a report."""
_SPLIT_CHECKS = ("speaker-crosses", "sound-crosses")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores, and the sections of a report on them."""

    scores: Scores
    sections: tuple[Section, ...]
    """The figures first, then the worst mistakes."""


def score(
    data: Path, models: Parts, *, baseline: bool = True, on: device.DeviceName = "auto",
    engine: EngineName = "auto",
) -> Evaluation:  # fmt: skip
    """The scores of these models on the manifest's test split, or on all of it where no line is in one.

    With a recognizer and a classifier, `spoken` holds the figures of both on recognized text; the recognizer
    is then biased towards the classifier's domain, where that has one. The baseline's `spoken` is the base
    recognizer with the same classifier.

    Arguments:
        engine: of the scored models; the untouched base runs on the device's own.

    Raises:
        ConfigError: no model is named.
        DataError: the manifest is wrong, or holds nothing to score a model on.
        CheckpointError: a folder is not a checkpoint.
    """
    examples = manifest.read(data)
    chosen = [e for e in examples if e.split == "test"] or examples
    _refuse(data, models, chosen)
    parts: list[Evaluation] = []
    if models.recognizer:
        parts.append(_recognizer(models.recognizer, models.classifier, chosen, baseline, on, engine))
    if models.classifier:
        parts.append(_classifier(models.classifier, examples, chosen, baseline, on, engine))
    if models.generator:
        parts.append(_generator(models.generator, chosen, baseline, on, engine))
    found, before, n = Metrics(), Metrics(), sum(_has_reference(e, models) for e in chosen)
    for part in parts:
        found |= part.scores.model
        before |= part.scores.baseline or Metrics()
    scores = Scores(replace(found, n=n), replace(before, n=n) if before.rates else None)
    tables = [FigureTable("Figures", figures.read(found, before))]
    by_group: list[Section] = [*group_sections(found)]
    if found.spoken:
        tables.append(FigureTable("On recognized text", figures.read(found.spoken, before.spoken)))
        by_group += group_sections(found.spoken, ", on recognized text")
    return Evaluation(scores, (*tables, *by_group, *(section for part in parts for section in part.sections)))


def base_of(folder: str) -> str | None:
    """The base that a checkpoint was made from: its adapter says so, else its card; None where neither does.

    Raises:
        CheckpointError: an adapter that does not name its base, or a card whose head is not YAML.
    """
    path = Path(folder)
    if not path.is_dir():
        return None
    if base := adapter_base(path):
        return base
    card = path / CARD
    if not card.is_file():
        return None
    try:
        described = metadata_load(card) or {}
    except (yaml.YAMLError, ValueError) as error:
        raise CheckpointError("its card's head is not YAML", where=str(card)) from error
    return str(described["base_model"]) if described.get("base_model") else None


# ── the three models ─────────────────────────────────────────────────────────


def _recognizer(
    folder: str, classifier: str | None, chosen: Sequence[Example], baseline: bool,
    on: device.DeviceName, engine: EngineName,
) -> Evaluation:  # fmt: skip
    from models import asr, nlu
    from models.asr.whisper.engine import DEFAULT_BEAM_SIZE
    from models.nlu import domain

    spoken = [e for e in chosen if e.audio and e.text]
    understanding = nlu.load(classifier, device=on, engine=engine) if classifier else None

    def rates(clips: Sequence[ScoredClip]) -> Metrics:
        together = commands.understand(understanding, clips) if understanding else []
        return replace(error_rates(clips), spoken=commands.spoken_metrics(together))

    biased_to = domain.read(Path(classifier)) if classifier else None
    clips = hear_each(
        lambda language: asr.load(
            folder, device=on, engine=engine, language=language, n_best=DEFAULT_BEAM_SIZE, domain=biased_to
        ),
        _shown(spoken, "recognizer"),
    )
    clips_before: list[ScoredClip] = []
    if baseline and (base := _base(folder, "recognizer")):
        # as it was made to be run: every utterance padded to 30 s
        clips_before = hear_each(
            lambda language: asr.load(base, device=on, language=language, short_context=False),
            _shown(spoken, f"{base}, full padding"),
        )
    scores = Scores(rates(clips), rates(clips_before) if clips_before else None)
    shown = word_errors_of(scores.model, scores.baseline)
    return Evaluation(scores, (*shown, worst_clips(clips, clips_before)))


def _classifier(
    folder: str, examples: Sequence[Example], chosen: Sequence[Example], baseline: bool,
    on: device.DeviceName, engine: EngineName,
) -> Evaluation:  # fmt: skip
    from models import nlu

    texts = [e for e in chosen if e.text]
    classifier = nlu.load(folder, device=on, engine=engine)
    scored = within_labels(classify(classifier, _shown(texts, "classifier")), examples)
    before = None
    if baseline and (base := _base(folder, "classifier")):
        before = classifier_metrics(_untouched(base, examples, texts))
    levels = classifier.description.thresholds
    sections = classifier_sections(scored, {"reject": levels.reject, "confirm": levels.confirm})
    return Evaluation(Scores(classifier_metrics(scored), before), tuple(sections))


def _generator(
    folder: str, chosen: Sequence[Example], baseline: bool, on: device.DeviceName, engine: EngineName
) -> Evaluation:
    from models import lm

    asked = [e for e in chosen if e.text and e.reply]

    def replies(name: str, what: str, runs: EngineName = "auto") -> list[ScoredReply]:
        generator = lm.load(name, device=on, engine=runs)
        return [respond(generator, e) for e in _shown(asked, what)]

    scored, before = replies(folder, "generator", engine), None
    if baseline and (base := _base(folder, "generator")):
        before = generator_metrics(replies(base, base))
    rows = tuple((s.example.text or "", s.reply, s.example.reply or "") for s in scored[:_SHOWN])
    shown = Table("Replies", ("heard", "said", "the data's reply"), rows)
    return Evaluation(Scores(generator_metrics(scored), before), (shown,))


def _untouched(base: str, examples: Sequence[Example], texts: Sequence[Example]) -> list[ScoredSentence]:
    """Linear heads on the frozen base, fitted on the manifest's own training lines.

    Without such lines, heads fitted on each half of the scored sentences judge the other half.
    """
    from training.classifier.baseline import LinearHeads
    from training.classifier.config import ClassifierConfig
    from training.classifier.encoding import collect_labels

    def heads(train: Sequence[Example], valid: Sequence[Example]) -> LinearHeads:
        share = ClassifierConfig().max_rejected
        return LinearHeads(store.ensure(base), collect_labels(train), {"": train}, {"": valid}, share)

    train = [e for e in examples if e.split == "train" and e.text]
    valid = [e for e in examples if e.split == "valid" and e.text]
    if train:
        return classify(heads([*train, *valid], valid or train), _shown(texts, base))
    halves: tuple[list[Example], list[Example]] = ([], [])
    for example in texts:
        halves[hashlib.sha256((example.text or "").encode()).digest()[0] % 2].append(example)
    return [
        pair
        for these, others in (halves, halves[::-1])
        for pair in (classify(heads(others, others), _shown(these, base)) if these and others else ())
    ]


# ── what is there to score ───────────────────────────────────────────────────


def _has_reference(example: Example, models: Parts) -> bool:
    """Whether any of the models is scored on it."""
    return bool(
        (models.recognizer and example.audio and example.text)
        or (models.classifier and example.text)
        or (models.generator and example.text and example.reply)
    )


def _refuse(data: Path, models: Parts, chosen: Sequence[Example]) -> None:
    """Raise unless every model has something to be scored on and all of it can be read."""
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
    recordings = [e for e in chosen if models.recognizer and e.audio and e.text]
    Findings(len(recordings), tuple(validation.inspect(recordings))).accepting(*_SPLIT_CHECKS).refuse_errors()


def _base(folder: str, part: str) -> str | None:
    base = base_of(folder)
    if base is None:
        err.print(
            f"{folder} does not say which base it was made from; no baseline of the {part}.", markup=False
        )
    return base


def _shown(items: Sequence[Item], what: str) -> Iterable[Item]:
    return track(items, description=what, total=len(items), console=err, transient=True)
