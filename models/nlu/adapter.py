"""The fine-tuned encoder as a low-rank adapter in PEFT's LoRA format, and its heads; both safetensors.

PEFT itself can load the adapter; here it is merged into the base when a checkpoint is opened, so that running
costs nothing more. Knows folders and tensors, no labels.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from models.errors import CheckpointError
from models.files import replacing, write_text
from models.nlu.files import ADAPTER, ADAPTER_CONFIG, HEADS

_PREFIX = "base_model.model."


def factorise(base: Mapping[str, Tensor], tuned: Mapping[str, Tensor], rank: int) -> dict[str, Tensor]:
    """The changed matrices of an encoder as LoRA factors: the best approximation of each change at that rank.

    Arguments:
        base, tuned: the encoder's weights before and after, (out, in) each, by their names.
        rank: of the factors A (rank, in) and B (out, rank).
    """
    factors: dict[str, Tensor] = {}
    for name, before in base.items():
        change = tuned[name].detach().float().cpu() - before.float().cpu()
        if change.ndim != 2 or not change.any():
            continue
        u, s, v = torch.linalg.svd(change, full_matrices=False)
        root, module = s[:rank].sqrt(), name.removesuffix(".weight")
        factors[f"{_PREFIX}{module}.lora_A.weight"] = (root[:, None] * v[:rank]).contiguous()
        factors[f"{_PREFIX}{module}.lora_B.weight"] = (u[:, :rank] * root).contiguous()
    return factors


def write(
    folder: Path, base: str, factors: Mapping[str, Tensor], heads: Mapping[str, Tensor], rank: int
) -> None:
    """Write adapter, configuration and heads in half precision."""
    # whole names: a bare "dense" would also mean the pooler's
    modules = sorted({name.removeprefix(_PREFIX).split(".lora_")[0] for name in factors})
    config = {
        "peft_type": "LORA", "task_type": "FEATURE_EXTRACTION", "base_model_name_or_path": base,
        "r": rank, "lora_alpha": rank, "lora_dropout": 0.0, "bias": "none",
        "target_modules": modules, "inference_mode": True,
    }  # fmt: skip
    for name, tensors in ((ADAPTER, factors), (HEADS, heads)):
        halves = {k: v.detach().to("cpu", torch.float16).contiguous() for k, v in tensors.items()}
        with replacing(folder / name) as draft:
            save_file(halves, draft)
    write_text(folder / ADAPTER_CONFIG, json.dumps(config, indent=1) + "\n")


def merge(encoder: nn.Module, folder: Path) -> None:
    """Add the adapter in `folder` to the encoder's weights, in place.

    Raises:
        CheckpointError: the adapter is missing, damaged, or was made for another base.
    """
    factors = _load(folder / ADAPTER)
    try:
        config = json.loads((folder / ADAPTER_CONFIG).read_text(encoding="utf-8"))
        scale = config["lora_alpha"] / config["r"]
    except (OSError, ValueError, KeyError) as error:
        raise CheckpointError(
            "is not an adapter's configuration", where=str(folder / ADAPTER_CONFIG)
        ) from error
    weights = dict(encoder.named_parameters())
    with torch.no_grad():
        for name, a in factors.items():
            module, is_a, _ = name.removeprefix(_PREFIX).partition(".lora_A.")
            if not is_a:
                continue
            weight, b = weights.get(f"{module}.weight"), factors[name.replace(".lora_A.", ".lora_B.")]
            if weight is None or weight.shape != (b.shape[0], a.shape[1]):
                raise CheckpointError(f"the adapter does not fit its base at {module}", where=str(folder))
            weight.add_(scale * (b.float() @ a.float()))


def load_heads(folder: Path) -> dict[str, Tensor]:
    """The heads' weights in float32, by their names in the network.

    Raises:
        CheckpointError: the file is missing or damaged.
    """
    return {name: tensor.float() for name, tensor in _load(folder / HEADS).items()}


def _load(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"cannot be read ({error})", where=str(path)) from error
