"""manifests → dataset → trainer → checkpoint → calibration → evaluation → card, for the classifier."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from rich.progress import track

from models import device, files, nlu
from models.command_line import err
from models.errors import ConfigError
from models.manifest import Example
from models.nlu import adapter, domain, labels
from models.nlu.joint_bert import JointBert, load_encoder
from models.nlu.labels import Description, Labels
from models.nlu.tokens import WordTokenizer
from models.nlu.torch_engine import compose, sizes_of
from models.weights import store
from training.classifier import (
    addressed,
    calibration,
    card,
    danger_head,
    dialogues,
    neighbours,
    rehearsal,
    warm_start,
)
from training.classifier.baseline import LinearHeads
from training.classifier.config import ClassifierConfig
from training.classifier.crossfit import FOLDS, soft_labels
from training.classifier.data import (
    ClassifierData,
    Sources,
    read_data,
    with_auxiliary,
    with_general,
    with_unlabelled,
    with_weak_labels,
)
from training.classifier.dataset import Augmentation, ClassifierDataset
from training.classifier.encoding import SoftLabel, collect_labels
from training.classifier.task import ClassifierTask, predict
from training.evaluation.classifier import (
    ScoredSentence,
    Understands,
    classifier_metrics,
    classify,
    within_labels,
)
from training.evaluation.metrics import compare
from training.evaluation.types import Scores
from training.report import page
from training.trainer import runs
from training.trainer.checkpoints import STATE
from training.trainer.loop import Trainer

_BASE_REJECTED = 0.01
"""Share of the in-scope validation sentences that the baseline may reject."""

ScoredByManifest = dict[str, list[ScoredSentence]]


def build(folder: Path, heads: Labels, dropout: float, auxiliary: int = 0) -> JointBert:
    """The untouched base with new heads for the labels, and an auxiliary one of `auxiliary` intents."""
    return JointBert(load_encoder(folder), sizes_of(heads, auxiliary), dropout)


def fit(
    config: ClassifierConfig,
    data: ClassifierData,
    output: Path,
    *,
    soft: Mapping[str, Sequence[SoftLabel]] | None = None,
    resume: bool = False,
    on: device.DeviceName = "auto",
) -> JointBert:
    """Train, and return the network with the weights of the best validation score.

    Arguments:
        soft: soft labels of the training sentences, by manifest.
    """
    folder = store.ensure(config.base)
    tokenizer, seed = WordTokenizer(folder), config.trainer.seed
    train = ClassifierDataset(
        {**data.train, **data.auxiliary}, data.labels, tokenizer, per_epoch=config.per_epoch,
        augment=Augmentation(config.exchanged, config.misheard, config.with_context), soft=soft,
        auxiliary=data.auxiliary, balanced=dialogues.NAMES,
        distilled=(*config.unlabelled, *((rehearsal.NAME,) if data.extends else ())),
        held=config.plain if config.teacher else (), seed=seed,
    )  # fmt: skip
    torch.manual_seed(seed)  # the heads begin at random
    model = build(folder, data.labels, config.dropout, len(train.auxiliary_intents))
    if config.start:
        warm_start.load_weights(model, data.labels, config.start, store.portable_name(folder))
    taught_by = config.teacher or (config.start if data.extends else "")
    teacher = warm_start.teacher(taught_by, data.labels, folder) if taught_by else None
    most = dict.fromkeys(data.valid, config.valid_most)
    valid = ClassifierDataset(data.valid, data.labels, tokenizer, per_epoch=most, seed=seed)
    task = ClassifierTask(
        model, data.labels, train, valid, config.trainer.batch_size,
        smoothing=config.smoothing, weights=dict(config.loss_weights.items()),
        softness=config.crossfit.share if soft and config.crossfit else 0.0, teacher=teacher, seed=seed,
    )  # fmt: skip
    epochs = max(config.trainer.epochs, -(-config.least_steps // max(1, len(task.batches(0)))))
    rate = config.trainer.learning_rate * (config.gentle if data.extends else 1.0)
    schedule = config.trainer.model_copy(update={"epochs": epochs, "learning_rate": rate})
    Trainer(schedule, output, cpu=device.resolve(on).type == "cpu").fit(task, resume=resume)
    return model


def learn(
    config: ClassifierConfig,
    data: ClassifierData,
    run: Path,
    *,
    resume: bool = False,
    on: device.DeviceName = "auto",
) -> JointBert:
    """`fit`, with soft labels by cross-fitting if the configuration has them.

    Raises:
        ConfigError: `crossfit` names a manifest that is missing.
    """
    crossfit = config.crossfit
    if crossfit is None:
        return fit(config, data, run, resume=resume, on=on)
    if missing := set(crossfit.manifests) - set(data.train):
        raise ConfigError(f"crossfit: no manifest is called {', '.join(sorted(missing))}")
    if not resume:
        shutil.rmtree(run / FOLDS, ignore_errors=True)
        (run / STATE).unlink(missing_ok=True)
    elif not (run / FOLDS).is_dir():
        return fit(config, data, run, resume=True, on=on)
    trainer = config.trainer.model_copy(update={"epochs": crossfit.epochs})
    single = config.model_copy(update={"crossfit": None, "trainer": trainer})
    valid = {name: data.valid[name] for name in crossfit.manifests}

    def fit_fold(train: Sources, folder: Path, resume: bool) -> JointBert:
        fold = replace(data, train=train, valid=valid, auxiliary={})
        return fit(single, fold, folder, resume=resume, on=on)

    soft = soft_labels(
        {name: data.train[name] for name in crossfit.manifests}, data.labels,
        WordTokenizer(store.ensure(config.base)), crossfit.folds, fit_fold, run,
    )  # fmt: skip
    return fit(config, data, run, soft=soft, resume=(run / STATE).is_file(), on=on)


def finish(config: ClassifierConfig, data: ClassifierData, model: JointBert, output: Path) -> Description:
    """Write the checkpoint: adapter, heads, labels, and temperatures and thresholds from validation data.

    Those are fitted on the predictions of the written checkpoint, the loss by its rank included.
    """
    folder = store.ensure(config.base)
    name = store.portable_name(folder)
    tokenizer, seed, known = WordTokenizer(folder), config.trainer.seed, data.labels
    if config.dialogues == "learned":
        danger_head.refit(model, ClassifierDataset(data.train, data.labels, tokenizer).items, seed)
    if config.addressed:
        apart = {*config.overheard, *config.unlabelled}
        spoken = {n: examples for n, examples in data.train.items() if n not in apart}
        others = {n: data.train[n] for n in config.overheard}
        addressed.fit(model, tokenizer, spoken, others, most=config.addressed, seed=seed)
        known = data.labels.model_copy(update={"addressed": True})
    base = dict(load_encoder(folder).named_parameters())
    tuned = dict(model.encoder.named_parameters())
    heads = {n: p for n, p in model.named_parameters() if not n.startswith(("encoder.", "auxiliary."))}
    output.mkdir(parents=True, exist_ok=True)
    factors = adapter.factorise(base, tuned, config.adapter_rank)
    adapter.write(output, name, factors, heads, config.adapter_rank)
    valid = ClassifierDataset(data.valid, data.labels, tokenizer)
    outputs = predict(compose(folder, output, known), valid)
    before = labels.read(warm_start.checkpoint(config.start)) if data.extends else None
    scored = range(len(outputs))
    # written dialogues are easier to predict than people's sentences
    real = [i for i in scored if valid.origins[i] not in dialogues.NAMES] or scored
    items, found = [valid.items[i] for i in real], [outputs[i] for i in real]
    origins = [valid.origins[i] for i in real]
    # distilled labels are easier to predict than people's, on which the earlier classifier was calibrated
    if before:
        temperatures = before.temperatures
    else:
        everything = calibration.fit_temperatures(valid.items, outputs)
        of_acts = everything.model_dump(include={"act", "relation", "danger"})
        temperatures = calibration.fit_temperatures(items, found).model_copy(update=of_acts)
    thresholds = calibration.choose_thresholds(
        items, found, origins, temperatures, max_rejected=config.max_rejected
    )
    request = calibration.choose_request(valid.items, outputs, temperatures.act)
    thresholds = thresholds.model_copy(update={"request": request})
    if before:
        thresholds = thresholds.at_least(before.thresholds)
    description = Description(
        base=name, labels=known, temperatures=temperatures, thresholds=thresholds,
        vocabularies=data.vocabularies,
    )  # fmt: skip
    labels.write(output, description)
    if data.domain is not None:
        domain.write(output, data.domain)
    return description


def score(
    config: ClassifierConfig, data: ClassifierData, output: Path, *, on: device.DeviceName = "auto"
) -> tuple[Scores, ScoredByManifest]:
    """Scores of checkpoint and baseline on the test splits, and the checkpoint's scored sentences.

    By manifest and over all, with the reliability of the checkpoint's confidences.
    """
    data = replace(data, test={name: found for name, found in data.test.items() if _labelled(found)})
    # a source that is not scored, such as the written dialogues, is nothing to compare with
    pooled = {
        name: [*data.train[name], *data.valid.get(name, ())] for name in data.train if data.test.get(name)
    }
    heads = LinearHeads(store.ensure(config.base), data.labels, pooled, data.valid, _BASE_REJECTED)
    heads.prepare(e.text for examples in data.test.values() for e in examples if e.text is not None)
    before = _classified(heads, data, "scoring the base")
    scored = _classified(nlu.load(output, device=on), data, "scoring the checkpoint")
    sure = [
        (u.candidates[0].confidence, u.candidates[0].intent == e.intent)
        for pairs in scored.values()
        for e, u in pairs
        if e.intent and u.candidates
    ]
    reliability = calibration.reliability([c for c, _ in sure], [right for _, right in sure])
    found = compare(classifier_metrics, scored, before)
    return replace(found, model=replace(found.model, details={"calibration": reliability})), scored


def _labelled(examples: Sequence[Example]) -> bool:
    """Whether any example has a label to score; overheard sentences have none."""
    return collect_labels(examples) != Labels() or any(e.danger is not None for e in examples)


def _classified(classifier: Understands, data: ClassifierData, what: str) -> ScoredByManifest:
    """Each manifest's scored test sentences, counted by the labels that the manifest has."""
    scored: ScoredByManifest = {}
    for name, examples in data.test.items():
        if examples:
            shown = track(examples, description=f"{what}: {name}", transient=True, console=err)
            labelled = [e for part in (data.train, data.valid, data.test) for e in part.get(name, ())]
            scored[name] = within_labels(classify(classifier, shown), labelled)
    return scored


def run_folder(output: Path) -> Path:
    """The folder of the state of the run that makes `output`, where `--resume` finds it."""
    return runs.folder("classifier", output)


def main(
    config: ClassifierConfig, manifests: Sequence[Path], output: Path, *, domains: Sequence[Path] = (),
    resume: bool = False, rescore: bool = False, on: device.DeviceName = "auto", command: str = "",
) -> Scores:  # fmt: skip
    """Train on manifests; write checkpoint, card and metrics to `output`, state and report to `run_folder`.

    The checkpoint is written beside `output` and renamed when it is complete.

    Arguments:
        rescore: train nothing, and write card and metrics of the checkpoint in `output` anew.
    """
    data = with_unlabelled(config, with_auxiliary(config, read_data(manifests, domains)))
    data = with_weak_labels(config, data)
    data = dialogues.with_dialogues(config, with_general(config, data))
    run, checkpoint = run_folder(output), output
    if not rescore:
        runs.remember(run, manifests)
        model = learn(config, data, run, resume=resume, on=on)
        checkpoint = files.draft_folder(output)
        finish(config, data, model, checkpoint)
        shown = data.train if config.shown is None else config.shown
        neighbours.write(checkpoint, [e for name in shown for e in data.train.get(name, ())], on=on)
    description = labels.read(checkpoint)
    scores, scored = score(config, data, checkpoint, on=on)
    sizes = {name: len(examples) for name, examples in {**data.train, **data.auxiliary}.items()}
    files.write_text(checkpoint / "metrics.json", json.dumps(scores.to_json(), indent=1) + "\n")
    files.write_text(checkpoint / "README.md", card.write(description, scores, command, sizes, config.start))
    if not rescore:
        files.put(checkpoint, output)
        page.write(run, card.page(description, scores, scored, command, sizes, run))
    return scores
