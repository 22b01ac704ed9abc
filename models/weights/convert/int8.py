"""Hugging Face folder → CTranslate2 int8 folder, with adapters merged first."""

from __future__ import annotations

import gc
import json
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from models.errors import CheckpointError

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
    with _checkpoint_errors(folder), _quiet():
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
    from peft import PeftModel
    from transformers import AutoModel, AutoModelForCausalLM, WhisperForConditionalGeneration

    loaders = {"whisper": WhisperForConditionalGeneration, "gpt": AutoModelForCausalLM, "bert": AutoModel}
    loader: Any = loaders[kind]
    with _checkpoint_errors(adapter), _quiet():
        model = loader.from_pretrained(base, dtype=torch.float32, local_files_only=True, use_safetensors=True)
        merged = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
        if kind == "bert" and not hasattr(merged.config, "position_embedding_type"):
            # CTranslate2 reads it; newer transformers, which know no other kind, no longer write it
            merged.config.position_embedding_type = "absolute"
        merged.save_pretrained(target, safe_serialization=True)
    _copy_companions(base, target)
    _copy_companions(adapter, target)


def adapter_base(folder: Path) -> str | None:
    """What a PEFT adapter folder says that it was trained on; None where the folder is no adapter.

    Raises:
        CheckpointError: an adapter without safetensors, or without a base.
    """
    file = folder / "adapter_config.json"
    if not file.exists():
        return None
    try:
        name = json.loads(file.read_text(encoding="utf-8")).get("base_model_name_or_path")
    except (ValueError, AttributeError) as error:
        raise CheckpointError(f"not an adapter's settings ({error})", where=str(file)) from error
    if not name:
        raise CheckpointError("the adapter does not name its base", where=str(file))
    if not (folder / "adapter_model.safetensors").exists():
        raise CheckpointError("the adapter has no adapter_model.safetensors", where=str(folder))
    return str(name)


def base_or_itself(model: str) -> str:
    """What an adapter's folder was trained on; any other folder or name as it is.

    Raises:
        CheckpointError: as `adapter_base`.
    """
    return adapter_base(Path(model)) or model


def _copy_companions(source: Path, target: Path) -> None:
    for name in COMPANIONS:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)


@contextmanager
def _checkpoint_errors(folder: Path) -> Iterator[None]:
    """What the libraries raise about a checkpoint, as one sentence; a disk's own errors stay."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:
            raise
        raise _unusable(folder, error) from error
    except (ValueError, KeyError, AttributeError, RuntimeError, NotImplementedError) as error:
        raise _unusable(folder, error) from error


def _unusable(folder: Path, error: Exception) -> CheckpointError:
    first_line = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    return CheckpointError(f"cannot be made into an int8 engine ({first_line})", where=str(folder))


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
