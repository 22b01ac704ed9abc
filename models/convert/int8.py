"""A Hugging Face folder to CTranslate2's int8 layout, adapters merged first."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Literal

from models.errors import CheckpointError

EngineKind = Literal["whisper", "gpt"]

COMPANIONS = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "chat_template.jinja",
    "preprocessor_config.json",
    "generation_config.json",
)
"""What lies beside the weights and is needed to use them."""


def convert(folder: Path, target: Path) -> None:
    """Weights of `folder` → `target/model.bin`, int8 per row, with vocabulary and tokenizer beside it.

    Raises:
        CheckpointError: CTranslate2 has no such architecture, or the folder is incomplete.
    """
    from ctranslate2.converters import TransformersConverter

    try:
        TransformersConverter(str(folder)).convert(str(target), quantization="int8", force=True)
    except (ValueError, OSError, NotImplementedError, RuntimeError) as error:
        first_line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise CheckpointError(f"cannot be made into an int8 engine ({first_line})", where=str(folder)) from error
    copy_companions(folder, target)


def merge(base: Path, adapter: Path, target: Path, kind: EngineKind) -> None:
    """A base with a PEFT adapter's weights added in, as a Hugging Face folder in float32."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, WhisperForConditionalGeneration

    loader = WhisperForConditionalGeneration if kind == "whisper" else AutoModelForCausalLM
    model = loader.from_pretrained(base, dtype=torch.float32, use_safetensors=True)
    merged = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
    merged.save_pretrained(target, safe_serialization=True)
    copy_companions(base, target)
    copy_companions(adapter, target)


def adapter_base(folder: Path) -> str | None:
    """What a PEFT adapter folder says that it was trained on; None where the folder is no adapter.

    Raises:
        CheckpointError: an adapter without safetensors, or without a base.
    """
    file = folder / "adapter_config.json"
    if not file.exists():
        return None
    name = json.loads(file.read_text(encoding="utf-8")).get("base_model_name_or_path")
    if not name:
        raise CheckpointError("the adapter does not name its base", where=str(file))
    if not (folder / "adapter_model.safetensors").exists():
        raise CheckpointError("the adapter has no adapter_model.safetensors", where=str(folder))
    return str(name)


def copy_companions(source: Path, target: Path) -> None:
    """Tokenizer and settings beside the weights; CTranslate2's own config.json stays."""
    for name in COMPANIONS:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)
