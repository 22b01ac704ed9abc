"""BERT's encoder in torch alone, from a Hugging Face folder and an adapter, for inference.

transformers and peft take several seconds to import, which a single command would wait for. Weights and
names are theirs, and the states agree.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

from models.checkpoint import ADAPTER, ADAPTER_CONFIG, CONFIG, read_json, read_tensors
from models.errors import CheckpointError

WEIGHTS = "model.safetensors"
_ADAPTED = "base_model.model."


class PlainBert(nn.Module):
    """The encoder, without its pooler; `forward` as transformers' `BertModel`.

    Arguments:
        config: the content of the folder's config.json.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        self.config = SimpleNamespace(**config)
        self.embeddings = _Embeddings(self.config)
        self.encoder = nn.Module()
        self.encoder.layer = nn.ModuleList(_Layer(self.config) for _ in range(self.config.num_hidden_layers))

    def get_input_embeddings(self) -> nn.Module:
        """The words' embeddings."""
        return self.embeddings.word_embeddings

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor | None = None
    ) -> SimpleNamespace:
        """`last_hidden_state`, (batch, tokens, width)."""
        states = self.embeddings(input_ids, token_type_ids)
        seen = attention_mask.bool()[:, None, None, :]
        for layer in self.encoder.layer:  # type: ignore[union-attr]
            states = layer(states, seen)
        return SimpleNamespace(last_hidden_state=states)


class _Embeddings(nn.Module):
    def __init__(self, config: SimpleNamespace) -> None:
        super().__init__()
        width = config.hidden_size
        self.word_embeddings = nn.Embedding(config.vocab_size, width)
        self.position_embeddings = nn.Embedding(config.max_position_embeddings, width)
        self.token_type_embeddings = nn.Embedding(config.type_vocab_size, width)
        self.LayerNorm = nn.LayerNorm(width, eps=config.layer_norm_eps)

    def forward(self, ids: Tensor, types: Tensor | None) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        kinds = torch.zeros_like(ids) if types is None else types
        embedded = self.word_embeddings(ids) + self.token_type_embeddings(kinds)
        states: Tensor = self.LayerNorm(embedded + self.position_embeddings(places))
        return states


class _Residual(nn.Module):
    """A projection whose result is added to what it began with."""

    def __init__(self, inner: int, config: SimpleNamespace) -> None:
        super().__init__()
        self.dense = nn.Linear(inner, config.hidden_size)
        self.LayerNorm = nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)

    def forward(self, states: Tensor, before: Tensor) -> Tensor:
        added: Tensor = self.LayerNorm(self.dense(states) + before)
        return added


class _Layer(nn.Module):
    def __init__(self, config: SimpleNamespace) -> None:
        super().__init__()
        width, self._heads = config.hidden_size, config.num_attention_heads
        self.attention = nn.ModuleDict(
            {
                "self": nn.ModuleDict({name: nn.Linear(width, width) for name in ("query", "key", "value")}),
                "output": _Residual(width, config),
            }
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(width, config.intermediate_size)})
        self.output = _Residual(config.intermediate_size, config)

    def forward(self, states: Tensor, seen: Tensor) -> Tensor:
        projections: Any = self.attention["self"]
        query, key, value = (
            projections[name](states).unflatten(-1, (self._heads, -1)).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        mixed = scaled_dot_product_attention(query, key, value, attn_mask=seen)
        attended = self.attention["output"](mixed.transpose(1, 2).flatten(2), states)
        result: Tensor = self.output(gelu(self.intermediate["dense"](attended)), attended)
        return result


def load(base: Path, checkpoint: Path) -> PlainBert | None:
    """The encoder of `base` with the adapter in `checkpoint`, if any; None for another architecture.

    Arguments:
        base: `checkpoint` itself where that holds its encoder.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
    """
    config = read_json(base / CONFIG)
    plain = config.get("position_embedding_type", "absolute") == "absolute"
    if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu" or not plain:
        return None
    if not (base / WEIGHTS).is_file():
        return None
    weights = {name.removeprefix("bert."): w.float() for name, w in read_tensors(base / WEIGHTS).items()}
    if base != checkpoint and not _merge(weights, checkpoint):
        return None
    model = PlainBert(config)
    missing = model.load_state_dict(weights, strict=False, assign=True).missing_keys
    if missing:
        raise CheckpointError(f"lacks the weights {', '.join(missing[:3])}", where=str(base / WEIGHTS))
    return model.eval().requires_grad_(False)


def _merge(weights: dict[str, Tensor], checkpoint: Path) -> bool:
    """Add the adapter's factors to the weights; False for an adapter that is no plain LoRA."""
    told = read_json(checkpoint / ADAPTER_CONFIG)
    odd = ("use_dora", "use_rslora", "rank_pattern", "alpha_pattern", "fan_in_fan_out", "modules_to_save")
    if any(told.get(name) for name in odd) or told.get("bias", "none") != "none":
        return False
    factors, scale = read_tensors(checkpoint / ADAPTER), told.get("lora_alpha", 8) / told["r"]
    for name, a in factors.items():
        module, kind, _ = name.removeprefix(_ADAPTED).rpartition(".lora_A.weight")
        if not kind:
            continue
        b, changed = factors.get(name.replace(".lora_A.", ".lora_B.")), f"{module}.weight"
        if b is None or changed not in weights or weights[changed].shape != (len(b), a.shape[1]):
            raise CheckpointError(f"{module} does not fit the base", where=str(checkpoint / ADAPTER))
        weights[changed] = weights[changed] + scale * b.float() @ a.float()
    return True
