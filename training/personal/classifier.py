"""The classifier in use learns on: the owner's sentences, what was heard of them, and replayed general ones.

What it may not forget has no labels on a user's machine but for templates; the rest is labelled by
the classifier in use, which is its own teacher.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from rich.progress import track

from models import device, files
from models.asr import Recognizer
from models.audio import load as load_sound
from models.command_line import err
from models.manifest import Example, SlotLabel
from models.nlu import adapter, labels
from models.nlu import domain as domains
from models.nlu.files import ADAPTER_CONFIG
from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder
from models.nlu.labels import Description, Labels
from models.nlu.tokens import WordTokenizer
from models.nlu.torch_engine import compose
from models.weights import store
from training import config as configs
from training import domain
from training.classifier.dataset import ClassifierDataset, collect_labels
from training.classifier.task import ClassifierTask
from training.data import splits
from training.evaluation.classifier import Understands
from training.personal import general
from training.personal.config import PersonalClassifierConfig
from training.personal.task import LastIsBest
from training.synthesis import noisy_channel
from training.trainer.loop import Trainer

OWN, GENERAL = "own", "general"
_STALE = shutil.ignore_patterns("metrics.json", "README.md", "stamp.json")


@dataclass(frozen=True, slots=True)
class Sentences:
    """General sentences."""

    learned: list[Example]
    held: list[Example]
    """None like those that are learnt from."""


def sentences(start: Path, teacher: Understands, most: int, more: Sequence[Example] = ()) -> Sentences:
    """What the classifier in use understands: templates and the domain's sentences with their labels, and
    general sentences as `teacher` understands them.

    Arguments:
        start: the folder of the classifier in use.
        most: sentences that it is asked about.
        more: labelled sentences that the user has prepared.
    """
    known = labels.read(start).labels
    described = domains.read(start)
    written = [*domain.expand(domain.read(configs.CONFIGS / "home.toml")), *more]
    if described:
        written += [Example(text=s.text, intent=s.intent, slots=s.slots) for s in described.sentences]
    labelled = [e for e in written if e.text and (e.intent in known.intents or e.out_of_scope)]
    held = [(e.split or splits.split_of(splits.key(e.text or ""))) != "train" for e in labelled]
    learned = [e for e, h in zip(labelled, held, strict=True) if not h]
    texts, _ = general.sentences()
    asked = (_as_understood(t.text or "", teacher) for t in general.first(texts, most))
    understood = [e for e in asked if e]
    return Sentences([*learned, *understood], [e for e, h in zip(labelled, held, strict=True) if h])


def hypotheses(examples: Sequence[Example], listener: Recognizer) -> list[Example]:
    """What is heard of recordings, with the recordings' labels.

    Arguments:
        listener: gives several alternatives.
    """
    made: list[Example] = []
    for example in track(examples, "what is heard of them", transient=True, console=err):
        if example.audio is not None:
            said = listener.transcribe(load_sound(example.audio))
            texts = [said.text, *(a.text for a in said.alternatives)] if said else []
            known = noisy_channel.Hypotheses(example.speaker or "", tuple(dict.fromkeys(texts)))
            made += noisy_channel.relabel(replace(example, split="train"), known)
    return made


def fit(
    config: PersonalClassifierConfig, start: Path, own: Sequence[Example],
    replayed: Sequence[Example], run: Path,
    output: Path, *, resume: bool = False, on: device.DeviceName = "auto",
) -> Path:  # fmt: skip
    """Train on, and write the checkpoint to `output`: new intents and slots get rows of their own;
    temperatures and thresholds stay.

    Arguments:
        own: the owner's labelled sentences, and what was heard of them.
        replayed: general ones.
        run: where the state is kept, to resume from.
    """
    description = labels.read(start)
    base = store.ensure(description.base)
    torch.manual_seed(config.trainer.seed)
    model, grown = grow(compose(base, start, description.labels), description.labels, own)
    tokenizer, seed = WordTokenizer(base), config.trainer.seed
    data = ClassifierDataset(
        {OWN: own, GENERAL: replayed}, grown, tokenizer, per_epoch={GENERAL: config.general}, augment=True,
        exchanged=config.exchanged, seed=seed,
    )  # fmt: skip
    nothing = ClassifierDataset({}, grown, tokenizer)
    weights = {"intent": 1.0, "slots": 1.0, "out_of_scope": 0.5, "sentiment": 0.5}
    task = ClassifierTask(
        model, grown, data, nothing, config.trainer.batch_size, smoothing=config.smoothing, weights=weights,
        seed=seed,
    )  # fmt: skip
    on_cpu = device.resolve(on).type == "cpu"
    Trainer(config.trainer, run, cpu=on_cpu).fit(LastIsBest(task), resume=resume)
    return _save(model, grown, description, start, base, output)


def grow(model: JointBert, known: Labels, examples: Sequence[Example]) -> tuple[JointBert, Labels]:
    """The network with heads for what is new in the examples; the rows of known labels are as they were."""
    new = collect_labels(examples)
    grown = Labels(
        intents=(*known.intents, *(i for i in new.intents if i not in known.intents)),
        slots=(*known.slots, *(s for s in new.slots if s not in known.slots)),
        sentiments=known.sentiments, out_of_scope=known.out_of_scope,
    )  # fmt: skip
    if grown == known:
        return model, known
    old = {n: p for n, p in model.named_parameters() if not n.startswith("encoder.")}
    read = old.get("slots.lstm.weight_hh_l0")
    sizes = HeadSizes(
        len(grown.intents), len(grown.tags), len(grown.sentiments), grown.out_of_scope,
        recurrent=0 if read is None else read.shape[1],
    )  # fmt: skip
    larger = JointBert(model.encoder, sizes)
    with torch.no_grad():
        for name, weight in larger.named_parameters():
            if name in old:
                # labels are only added at the end, of tags too
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
    return files.put(partial, output)


def _as_understood(text: str, teacher: Understands) -> Example | None:
    """None where it is not sure of it."""
    found = teacher.understand(text)
    if found.decision != "act":
        return None
    slots = tuple(SlotLabel(s.name, s.value, s.start, s.end) for s in found.slots or ())
    return Example(text=text, intent=found.intent, slots=slots, sentiment=found.sentiment)
