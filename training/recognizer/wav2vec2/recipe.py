"""manifests → alphabet → clips → trainer → language model → checkpoint → evaluation → card, for wav2vec2."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from models import device, files
from models.asr.wav2vec2 import ngram
from models.asr.wav2vec2.ngram import NGram
from models.asr.wav2vec2.recognizer import Alphabet
from models.weights import store
from training.evaluation.types import Scores
from training.recognizer.augment import Augmenter
from training.recognizer.clips import RecognizerData, at_most, load, read_data
from training.recognizer.comparison import compare
from training.recognizer.wav2vec2.card import ctc_card
from training.recognizer.wav2vec2.config import CtcConfig
from training.recognizer.wav2vec2.dataset import CtcDataset
from training.recognizer.wav2vec2.network import DELIMITER, PAD, UNKNOWN, CtcNetwork, build, vocabulary
from training.recognizer.wav2vec2.ngram import count, tune
from training.recognizer.wav2vec2.task import CtcTask
from training.recognizer.whisper import card
from training.report import page
from training.trainer import runs
from training.trainer.loop import Trainer

_UNTOUCHED = "whisper-base"
"""The recognizer to compare with where the run has no base, or one that has no letters."""


def train_ctc(
    config: CtcConfig, manifests: Sequence[Path], output: Path, *, resume: bool = False,
    on: device.DeviceName = "auto", command: str = "", untouched: str = _UNTOUCHED,
) -> Scores:  # fmt: skip
    """Train on manifests; write checkpoint, card and metrics to `output`, state and report to `run_folder`.

    Arguments:
        command: the command line, for the card.
        untouched: name or folder of the recognizer to compare with where the run has no base that can
            transcribe.
    """
    data, run = read_data(manifests, accept=config.accept), run_folder(output)
    runs.remember(run, manifests)
    tokens = alphabet_of(data)
    network, model = fit(config, data, tokens, run, resume=resume, on=on)
    checkpoint = save(network, model, tokens, output)
    # a base without a vocabulary was pretrained on sound alone
    if config.base and (store.ensure(config.base) / "vocab.json").is_file():
        untouched = config.base
    scores, before, after = compare(untouched, checkpoint, data, language=config.language, on=on)
    details = {"language_model": {"weight": model.weight, "bonus": model.bonus}}
    scores = replace(scores, model=replace(scores.model, details={**scores.model.details, **details}))
    sizes = {name: len(examples) for name, examples in data.splits["train"].items()}
    files.write_text(checkpoint / "metrics.json", json.dumps(scores.to_json(), indent=1) + "\n")
    files.write_text(checkpoint / "README.md", ctc_card(config, scores, command, sizes, untouched))
    files.put(checkpoint, output)
    page.write(run, card.page(scores, before, after, command, run))
    return scores


def run_folder(output: Path) -> Path:
    """Folder of the run's state, which depends on `output` alone, so that `--resume` finds it."""
    return runs.folder("recognizer", output)


def alphabet_of(data: RecognizerData) -> dict[str, int]:
    """The letters of the training texts, without those of validation and test."""
    return vocabulary(e.text or "" for examples in data.splits["train"].values() for e in examples)


def fit(
    config: CtcConfig, data: RecognizerData, tokens: dict[str, int], run: Path, *, resume: bool = False,
    on: device.DeviceName = "auto",
) -> tuple[CtcNetwork, NGram]:  # fmt: skip
    """Train; the network with the averaged weights of the best validation, and its language model.

    Arguments:
        run: folder of the state, to resume from.
    """
    torch.manual_seed(config.trainer.seed)  # new weights are initialised at random
    base = store.ensure(config.base) if config.base else None
    network = build(config, tokens, base).to(device.resolve(on))
    alphabet = Alphabet(tokens, blank=tokens[PAD], delimiter=DELIMITER)
    clips, noises = load(data.splits["train"]), load(data.noises)
    valid = at_most(load(data.splits["valid"]), config.valid_most)
    augmenter = Augmenter(config.augment, [clip.samples for clip in noises])
    train = CtcDataset([*clips, *noises], alphabet, config, augmenter, network.frames)
    task = CtcTask(network, train, valid, alphabet, pretrained=base is not None)
    Trainer(config.trainer, run, cpu=device.resolve(on).type == "cpu").fit(task, resume=resume)
    letters = count(
        (clip.text for clip in clips), config.language_model.order, config.language_model.beam_size
    )
    log_probs = task.log_probs()
    return network, tune(letters, lambda model: task.errors(model, log_probs)) if log_probs else letters


def save(network: CtcNetwork, model: NGram, tokens: dict[str, int], output: Path) -> Path:
    """Write the checkpoint in the Hugging Face form beside `output`, where it stays until it is scored."""
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
