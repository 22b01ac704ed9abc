"""manifests → alphabet → clips → trainer → language model → checkpoint → evaluation → card, for wav2vec2."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from models import device, files
from models.asr.wav2vec2 import ngram
from models.asr.wav2vec2.ngram import NGram
from models.asr.wav2vec2.recognizer import Alphabet
from models.weights import store
from training.recognizer.augment import Augmenter
from training.recognizer.wav2vec2 import card as ctc_card
from training.recognizer.wav2vec2 import network as ctc_network
from training.recognizer.wav2vec2.config import CtcConfig
from training.recognizer.wav2vec2.dataset import CtcDataset
from training.recognizer.wav2vec2.network import DELIMITER, PAD, UNKNOWN, CtcNetwork
from training.recognizer.wav2vec2.ngram import count, tune
from training.recognizer.wav2vec2.task import CtcTask
from training.recognizer.whisper import card
from training.recognizer.whisper.dataset import load
from training.recognizer.whisper.recipe import RecognizerData, compare, most, read_data, run_folder
from training.report import page
from training.trainer import runs
from training.trainer.loop import Trainer


def alphabet_of(data: RecognizerData) -> dict[str, int]:
    """The letters of the training texts; what is scored on has no say in them."""
    return ctc_network.vocabulary(e.text or "" for these in data.splits["train"].values() for e in these)


def fit(
    config: CtcConfig, data: RecognizerData, tokens: dict[str, int], output: Path, *, resume: bool = False,
    on: device.DeviceName = "auto",
) -> tuple[CtcNetwork, NGram]:  # fmt: skip
    """Train; the network with the weights that scored best on validation data, and its language model."""
    torch.manual_seed(config.trainer.seed)  # new weights begin at random
    base = store.ensure(config.base) if config.base else None
    network = ctc_network.build(config, tokens, base).to(device.resolve(on))
    alphabet = Alphabet(tokens, blank=tokens[PAD], delimiter=DELIMITER)
    said, noises = load(data.splits["train"]), load(data.noises)
    valid = most(load(data.splits["valid"]), config.valid_most)
    augmenter = Augmenter(config.augment, [clip.samples for clip in noises])
    # in noise there is nothing to write
    train = CtcDataset([*said, *noises], alphabet, config, augmenter, network.frames)
    task = CtcTask(network, train, valid, alphabet, pretrained=base is not None)
    Trainer(config.trainer, output, cpu=device.resolve(on).type == "cpu").fit(task, resume=resume)
    asked, heard = config.language_model, task.log_probs()
    letters = count((clip.text for clip in said), asked.order, asked.beam_size)
    return network, tune(letters, lambda model: task.errors(model, heard)) if heard else letters


def save(network: CtcNetwork, model: NGram, tokens: dict[str, int], output: Path) -> Path:
    """The checkpoint in the Hugging Face form, beside `output` until it is proven."""
    partial = files.draft_folder(output)
    network.wav2vec2.save_pretrained(str(partial), safe_serialization=True)
    ngram.write(partial, model)
    settings: dict[str, dict[str, Any]] = {
        "vocab.json": tokens,
        "tokenizer_config.json": {
            "tokenizer_class": "Wav2Vec2CTCTokenizer", "pad_token": PAD, "unk_token": UNKNOWN,
            "word_delimiter_token": DELIMITER,
        },
        "preprocessor_config.json": {
            "feature_extractor_type": "Wav2Vec2FeatureExtractor", "do_normalize": True,
            "sampling_rate": 16_000, "return_attention_mask": True,
        },
    }  # fmt: skip
    for name, content in settings.items():
        files.write_text(partial / name, json.dumps(content, indent=1) + "\n")
    return partial


def main(
    config: CtcConfig, manifests: Sequence[Path], output: Path, *, resume: bool = False,
    on: device.DeviceName = "auto", command: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Train on manifests; checkpoint, card and metrics go to `output`, state and report to `run_folder`."""
    data, run = read_data(manifests, accept=config.accept), run_folder(output)
    runs.remember(run, manifests)
    tokens = alphabet_of(data)
    network, model = fit(config, data, tokens, run, resume=resume, on=on)
    checkpoint = save(network, model, tokens, output)
    base = store.ensure(config.base) if config.base else None
    # a base that was never taught letters cannot transcribe
    untouched = config.base if base and (base / "vocab.json").is_file() else config.compared
    metrics, before, after = compare(untouched, checkpoint, data, language=config.language, on=on)
    metrics["language_model"] = {"weight": model.weight, "bonus": model.bonus}
    sizes = {name: len(examples) for name, examples in data.splits["train"].items()}
    files.write_text(checkpoint / "metrics.json", json.dumps(metrics, indent=1) + "\n")
    text = ctc_card.write(config, metrics, command, sizes, untouched)
    files.write_text(checkpoint / "README.md", text)
    files.put(checkpoint, output)
    page.write(run, card.page(metrics, before, after, command, run))
    return metrics
