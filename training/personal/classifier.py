"""Personal training of the classifier: the owner's sentences, re-recognized ones, and general ones for
rehearsal.

On the owner's machine only templates have labels; the classifier to start from labels the other general
sentences and so is its own teacher.
"""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from rich.progress import track

from models import audio, files, nlu
from models.asr import Recognizer
from models.checkpoint import ADAPTER_CONFIG
from models.command_line import err
from models.device import DeviceName, resolve
from models.manifest import CommandLabel, Example, SlotLabel
from models.nlu import adapter, domain, labels
from models.nlu.joint_bert import JointBert, load_encoder
from models.nlu.labels import Description, Labels
from models.nlu.tokens import WordTokenizer
from models.nlu.torch_engine import compose, sizes_of
from models.types import Command
from models.weights import store
from training.classifier import dialogues, neighbours, weak_labels
from training.classifier.dataset import Augmentation, ClassifierDataset
from training.classifier.encoding import collect_labels
from training.classifier.task import ClassifierTask
from training.config import CONFIGS
from training.data import splits
from training.domain import expand, read
from training.evaluation.classifier import Understands
from training.personal.config import PersonalClassifierConfig
from training.personal.dialogues import to_rehearse
from training.personal.rehearsal import first, general_sentences
from training.synthesis.noisy_channel import Hypotheses, relabel
from training.trainer.loop import Trainer

OWN, GENERAL = "own", "general"
_LOSS_WEIGHTS = {
    "intent": 1.0, "slots": 1.0, "out_of_scope": 0.5, "sentiment": 0.5, "act": 0.6, "relation": 0.4,
    "boundaries": 0.6, "modifiers": 0.6, "danger": 0.4,
}  # fmt: skip
_STALE = shutil.ignore_patterns("metrics.json", "README.md", "stamp.json")


@dataclass(frozen=True, slots=True)
class RehearsalSentences:
    """General sentences with labels."""

    learned: list[Example]
    held: list[Example]
    """Sentences to score on, none similar to one that is learned from."""


def rehearsal_sentences(
    start: Path, teacher: Understands, most: int, more: Sequence[Example] = ()
) -> RehearsalSentences:
    """Templates and the domain's sentences with their labels, and general sentences with `teacher`'s labels.

    Arguments:
        start: folder of the classifier to start from.
        most: maximum of general sentences that the teacher labels.
        more: labelled sentences that the owner has prepared.
    """
    known = labels.read(start).labels
    described = domain.read(start)
    written = [*map(weak_labels.plain, expand(read(CONFIGS / "home.toml"))), *more]
    if described:
        of_domain = [Example(text=s.text, intent=s.intent, slots=s.slots) for s in described.sentences]
        written += dialogues.with_acts(of_domain, teacher)
    labelled = [e for e in written if e.text and (e.intent in known.intents or e.out_of_scope)]
    held = [(e.split or splits.split_of(splits.key(e.text or ""))) != "train" for e in labelled]
    learned = [e for e, h in zip(labelled, held, strict=True) if not h]
    texts, _ = general_sentences()
    by_teacher = (_labelled_by(teacher, t.text or "") for t in first(texts, most))
    learned += [e for e in by_teacher if e]
    return RehearsalSentences(learned, [e for e, h in zip(labelled, held, strict=True) if h])


def re_recognize(examples: Sequence[Example], recognizer: Callable[[str], Recognizer]) -> list[Example]:
    """The recognizer's hypotheses of recordings, with the recordings' labels.

    Arguments:
        examples: recordings; examples without sound are left out.
        recognizer: of a language (ISO 639-1), with several alternatives; asked once for each.
    """
    of = functools.cache(recognizer)
    made: list[Example] = []
    for example in track(examples, "re-recognizing", transient=True, console=err):
        if example.audio is not None:
            transcript = of(example.language or "en").transcribe(audio.load(example.audio))
            texts = [transcript.text, *(a.text for a in transcript.alternatives)] if transcript else []
            hypotheses = Hypotheses(example.speaker or "", tuple(dict.fromkeys(texts)))
            made += relabel(replace(example, split="train"), hypotheses)
    return made


def train_classifier(
    config: PersonalClassifierConfig, start: Path, own: Sequence[Example], rehearsal: Sequence[Example],
    run: Path, output: Path, *, resume: bool = False, on: DeviceName = "auto",
) -> Path:  # fmt: skip
    """Train and write the checkpoint to `output`: new intents and slots get rows of their own, temperatures
    and thresholds stay.

    Arguments:
        own: the owner's labelled sentences, with re-recognized ones.
        rehearsal: labelled general sentences.
        run: folder of the state, to resume from.
    """
    description = labels.read(start)
    base = store.ensure(description.base)
    torch.manual_seed(config.trainer.seed)
    model, grown = grow(compose(base, start, description.labels), description.labels, own)
    tokenizer, seed = WordTokenizer(base), config.trainer.seed
    told = dialogues.with_acts(own, nlu.load(start, device="cpu"))
    data = ClassifierDataset(
        {OWN: told, GENERAL: rehearsal, **dialogues.rehearsed(description.labels, told, to_rehearse(), seed)},
        grown, tokenizer,
        per_epoch={
            GENERAL: config.general, dialogues.DIALOGUES: config.dialogues, dialogues.ACTS: config.acts,
        },
        augment=Augmentation(exchanged=config.exchanged, context=config.with_context),
        balanced=dialogues.NAMES, seed=seed,
    )  # fmt: skip
    nothing = ClassifierDataset({}, grown, tokenizer)
    task = ClassifierTask(
        model, grown, data, nothing, config.trainer.batch_size, smoothing=config.smoothing,
        weights=_LOSS_WEIGHTS, seed=seed,
    )  # fmt: skip
    trainer = Trainer(config.trainer, run, cpu=resolve(on).type == "cpu")
    trainer.fit(task, resume=resume, keep="last")
    partial = _save(model, grown, description, start, base, output)
    neighbours.write(partial, own, earlier=start, on=on)
    return files.put(partial, output)


def grow(model: JointBert, known: Labels, examples: Sequence[Example]) -> tuple[JointBert, Labels]:
    """The network with rows for the new labels of the examples; the rows of known labels are unchanged."""
    new = collect_labels(examples)
    more = {
        "intents": (*known.intents, *(i for i in new.intents if i not in known.intents)),
        "slots": (*known.slots, *(s for s in new.slots if s not in known.slots)),
    }
    grown = known.model_copy(update=more)
    if grown == known:
        return model, known
    old = {n: p for n, p in model.named_parameters() if not n.startswith("encoder.")}
    larger = JointBert(model.encoder, sizes_of(grown))
    with torch.no_grad():
        for name, weight in larger.named_parameters():
            if name in old:
                # new labels and tags come last
                weight[tuple(slice(n) for n in old[name].shape)] = old[name]
    return larger, grown


def _save(
    model: JointBert, grown: Labels, description: Description, start: Path, base: Path, output: Path
) -> Path:
    partial = files.draft_folder(output)
    shutil.copytree(start, partial, ignore=_STALE, dirs_exist_ok=True)
    rank = int(json.loads((start / ADAPTER_CONFIG).read_text(encoding="utf-8"))["r"])
    untouched = dict(load_encoder(base).named_parameters())
    factors = adapter.factorise(untouched, dict(model.encoder.named_parameters()), rank)
    heads = {n: p for n, p in model.named_parameters() if not n.startswith("encoder.")}
    adapter.write(partial, description.base, factors, heads, rank)
    labels.write(partial, description.model_copy(update={"labels": grown}))
    return partial


def _labelled_by(teacher: Understands, text: str) -> Example | None:
    """A sentence with the teacher's labels; None where the teacher would not act on it."""
    found = teacher.understand(text)
    if any(command.decision != "act" for command in found.commands) or found.decision != "act":
        return None
    slots = tuple(SlotLabel(s.name, s.value, s.start, s.end) for s in found.slots or ())
    example = Example(text=text, intent=found.intent, slots=slots, sentiment=found.sentiment)
    if not dialogues.knows_acts(teacher):
        return example
    return replace(example, commands=tuple(map(_label, found.commands)))


def _label(command: Command) -> CommandLabel:
    return CommandLabel(
        command.start, command.end, command.dialogue_act, command.relation, command.intent,
        slots=tuple(SlotLabel(s.name, s.value, s.start, s.end) for s in command.slots),
        modifiers=command.modifiers,
    )  # fmt: skip
