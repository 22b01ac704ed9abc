"""The fine-tuned encoder as a low-rank adapter in PEFT's LoRA format, and its heads; both safetensors.

Knows folders and tensors, no labels.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn.functional import pad

from models.checkpoint import ADAPTER, ADAPTER_CONFIG, read_tensors, require_finite
from models.files import replacing, write_text
from models.nlu.files import HEADS

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
        # the configuration has one rank: a narrower matrix gets factors of zeros
        missing = rank - len(root)
        a, b = root[:, None] * v[:rank], u[:, :rank] * root
        factors[f"{_PREFIX}{module}.lora_A.weight"] = pad(a, (0, 0, 0, missing)).contiguous()
        factors[f"{_PREFIX}{module}.lora_B.weight"] = pad(b, (0, missing)).contiguous()
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


def load_heads(folder: Path) -> dict[str, Tensor]:
    """The heads' weights in float32, by their names in the network.

    Raises:
        CheckpointError: the file is missing, damaged, or holds other values than finite numbers.
    """
    heads = read_tensors(folder / HEADS)
    require_finite(heads, folder / HEADS)
    return {name: tensor.float() for name, tensor in heads.items()}
