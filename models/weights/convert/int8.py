"""Hugging Face folder → CTranslate2 int8 folder, with adapters merged first."""

from __future__ import annotations

import gc
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from models.checkpoint import library_errors, load_model

UNFIT = "cannot be made into an int8 engine"
EngineKind = Literal["whisper", "gpt", "bert"]

COMPANIONS = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "chat_template.jinja",
    "preprocessor_config.json",
    "generation_config.json",
)
"""Tokenizer and settings files that inference needs beside the weights."""


def convert(folder: Path, target: Path) -> None:
    """Weights of `folder` → `target/model.bin`, int8 per row, with vocabulary and tokenizer beside it.

    Raises:
        CheckpointError: CTranslate2 has no such architecture, or the folder is incomplete.
    """
    with library_errors(UNFIT, folder), _quiet():
        try:
            _converter(folder).convert(str(target), quantization="int8", force=True)
        finally:
            gc.unfreeze()
    _copy_companions(folder, target)


def _converter(folder: Path) -> Any:
    """CTranslate2's converter, with existing objects hidden from the garbage collector after loading.

    It collects garbage once a layer, and each collection walks all objects of torch and transformers: most of
    SmolLM2's conversion time.
    """
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_tokenizer(self, *arguments: Any, **options: Any) -> Any:
            tokenizer = super().load_tokenizer(*arguments, **options)
            gc.freeze()
            return tokenizer

    return Converter(str(folder))


def merge(base: Path, adapter: Path, target: Path, kind: EngineKind) -> None:
    """Write a base with a PEFT adapter merged in, as a Hugging Face folder in float32.

    Raises:
        CheckpointError: the adapter does not fit the base.
    """
    import torch
    from transformers import AutoModel, AutoModelForCausalLM, WhisperForConditionalGeneration

    loaders = {"whisper": WhisperForConditionalGeneration, "gpt": AutoModelForCausalLM, "bert": AutoModel}
    loader: Any = loaders[kind]
    with _quiet():
        merged = load_model(loader, adapter, base, torch.float32, wrong=UNFIT)
        if kind == "bert" and not hasattr(merged.config, "position_embedding_type"):
            # CTranslate2 reads it; newer transformers, which know no other kind, no longer write it
            merged.config.position_embedding_type = "absolute"
        merged.save_pretrained(target, safe_serialization=True)
    _copy_companions(base, target)
    _copy_companions(adapter, target)


def _copy_companions(source: Path, target: Path) -> None:
    for name in COMPANIONS:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence transformers' progress bars and the libraries' deprecation warnings."""
    from transformers.utils import logging

    drawn = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        if drawn:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
