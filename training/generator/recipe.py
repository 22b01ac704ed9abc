"""manifests → dataset → trainer → adapter → evaluation → card, for the generator."""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from models import device, files, lm, manifest
from models.checkpoint import adapter_base, load_adapter
from models.errors import DataError
from models.lm.chat_format import ChatFormat
from models.lm.prompts.loading import write_prompts
from models.lm.prompts.trained import Trained
from models.manifest import Example, Split
from models.weights import store
from training.data import splits, validation
from training.evaluation.generator import ScorableGenerator, ScoredReply, generator_metrics, respond
from training.evaluation.metrics import compare
from training.evaluation.types import Scores
from training.generator import card
from training.generator.config import GeneratorConfig
from training.generator.dataset import ReplyDataset, teaches
from training.generator.task import GeneratorTask
from training.report import page
from training.trainer import runs
from training.trainer.loop import Trainer

Sources = dict[str, list[Example]]

_PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@dataclass(frozen=True, slots=True)
class GeneratorData:
    """The examples of a run by split and manifest name."""

    train: Sources
    valid: Sources
    test: Sources


def read_data(manifests: Sequence[Path], config: GeneratorConfig) -> GeneratorData:
    """The manifests' examples with replies, split; as many as the run uses, drawn by the seed.

    Replies with a missing or an invented value are left out of training and validation, never of test.

    Raises:
        DataError: an invalid line, or no training example with a reply.
    """
    parts: dict[Split, Sources] = {split: {} for split in manifest.SPLITS}
    for path in manifests:
        examples = [e for e in splits.assign(manifest.read(path)) if e.text and e.reply]
        draw = random.Random(config.trainer.seed)
        draw.shuffle(examples)
        dropped = {id(e) for e in examples if _valueless(e) and draw.random() >= config.valueless}
        drawn = config.per_epoch.get(path.stem, len(examples)) * config.trainer.epochs
        most = {"train": drawn, "valid": config.valid_most, "test": config.test_most}
        for split, chosen in parts.items():
            of_split = (e for e in examples if e.split == split)
            fit = (
                e for e in of_split
                if split == "test" or (id(e) not in dropped and teaches(e, config.max_words))
            )  # fmt: skip
            chosen[path.stem] = list(islice(fit, most[split]))
    if not any(parts["train"].values()):
        raise DataError("no training example has a reply to learn", where=", ".join(map(str, manifests)))
    return GeneratorData(**parts)


def _valueless(example: Example) -> bool:
    return bool(example.facts) and all(isinstance(v, bool) for v in (example.facts or {}).values())


def build(folder: Path, config: GeneratorConfig) -> Any:
    """The base with a new trainable adapter on every linear layer from `first_layer` on.

    For an adapter's folder, its base with that adapter, trainable.
    """
    import peft
    import transformers

    base = transformers.AutoModelForCausalLM.from_pretrained(
        # eager attention is faster on short sequences
        str(_whole(folder)), dtype="float32", attn_implementation="eager",
        local_files_only=True, use_safetensors=True,
    )  # fmt: skip
    if adapter_base(folder):
        return load_adapter(base, folder, trainable=True)
    n_layers = base.config.num_hidden_layers
    layers = list(range(min(config.first_layer, n_layers - 1), n_layers))
    settings = peft.LoraConfig(
        r=config.rank, lora_alpha=2 * config.rank, lora_dropout=0.0, task_type="CAUSAL_LM",
        target_modules=list(_PROJECTIONS), layers_to_transform=layers,
    )  # fmt: skip
    return peft.get_peft_model(base, settings)


def fit(
    config: GeneratorConfig,
    data: GeneratorData,
    output: Path,
    *,
    resume: bool = False,
    on: device.DeviceName = "auto",
) -> Any:
    """Train, and return the network with the weights of the best validation score."""
    import torch

    folder, seed = store.ensure(config.base), config.trainer.seed
    torch.manual_seed(seed)  # the adapter begins at random
    model, chat = build(folder, config), ChatFormat(_whole(folder))
    train = ReplyDataset(
        data.train, Trained(), chat, max_tokens=config.max_tokens, per_epoch=config.per_epoch
    )
    valid = ReplyDataset(data.valid, Trained(), chat, max_tokens=config.max_tokens)
    task = GeneratorTask(
        model, train, valid, config.trainer.batch_size, precision=config.trainer.precision, seed=seed
    )
    Trainer(config.trainer, output, cpu=device.resolve(on).type == "cpu").fit(task, resume=resume)
    return model


def finish(config: GeneratorConfig, model: Any, output: Path, learned_words: Collection[str] = ()) -> None:
    """Write the checkpoint: the adapter in half precision, and the kind of its prompts.

    Arguments:
        learned_words: as `Prompts.learned_words`.
    """
    output.mkdir(parents=True, exist_ok=True)
    base = store.portable_name(_whole(store.ensure(config.base)))
    model.peft_config["default"].base_model_name_or_path = base
    state = {name: p.detach().half() for name, p in model.named_parameters() if p.requires_grad}
    model.save_pretrained(str(output), state_dict=state, safe_serialization=True, save_embedding_layers=False)
    write_prompts(output, learned_words)


def _whole(folder: Path) -> Path:
    """The folder itself, or that of an adapter's base."""
    adapted = adapter_base(folder)
    return store.ensure(adapted) if adapted else folder


def score(
    config: GeneratorConfig, data: GeneratorData, output: Path, *, on: device.DeviceName = "auto"
) -> tuple[Scores, dict[str, list[ScoredReply]]]:
    """Scores of checkpoint and baseline on the test splits, and the checkpoint's scored replies."""
    test = {name: examples for name, examples in data.test.items() if examples}
    replies = _replies(lm.load(str(output), device=on), test)
    untouched = _replies(lm.load(config.base, device=on), test)
    return compare(generator_metrics, replies, untouched), replies


def _replies(
    generator: ScorableGenerator, test: Mapping[str, Sequence[Example]]
) -> dict[str, list[ScoredReply]]:
    return {name: [respond(generator, e) for e in examples] for name, examples in test.items()}


def run_folder(output: Path) -> Path:
    """The folder of the state of the run that makes `output`, where `--resume` finds it."""
    return runs.folder("generator", output)


def main(
    config: GeneratorConfig, manifests: Sequence[Path], output: Path, *,
    resume: bool = False, rescore: bool = False, on: device.DeviceName = "auto", command: str = "",
) -> Scores:  # fmt: skip
    """Train on manifests; write checkpoint, card and metrics to `output`, state and report to `run_folder`.

    The checkpoint is written beside `output` and renamed when it is complete.

    Arguments:
        rescore: train nothing, and write card and metrics of the checkpoint in `output` anew.
    """
    validation.check(*manifests).refuse_errors()
    data, run = read_data(manifests, config), run_folder(output)
    checkpoint = output
    if not rescore:
        runs.remember(run, manifests)
        model = fit(config, data, run, resume=resume, on=on)
        checkpoint = files.draft_folder(output)
        finish(config, model, checkpoint)
    scores, replies = score(config, data, checkpoint, on=on)
    sizes = {name: len(examples) for name, examples in data.train.items()}
    files.write_text(checkpoint / "metrics.json", json.dumps(scores.to_json(), indent=1) + "\n")
    files.write_text(checkpoint / "README.md", card.write(config, scores, command, sizes, replies))
    if not rescore:
        files.put(checkpoint, output)
        page.write(run, card.page(scores, replies, command, sizes, run))
    return scores
