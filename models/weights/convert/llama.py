"""GGUF Llama → Hugging Face layout, by llama.cpp's tensor names; no torch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from models.errors import CheckpointError

TENSORS = {
    "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
"""llama.cpp's names within a block → Hugging Face's within a layer."""
OUTER = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}
CONTROL_TOKEN = 3
"""GGUF token type of special tokens."""


def convert(raw: Path, target: Path) -> None:
    """Convert `model.gguf` to a transformers folder: float16 weights, tokenizer and chat template.

    Raises:
        CheckpointError: another architecture, or an unknown tensor.
    """
    from gguf import GGUFReader, dequantize

    reader = GGUFReader(raw / "model.gguf")
    if (kind := reader.fields["general.architecture"].contents()) != "llama":
        raise CheckpointError(f"a GGUF file of the architecture {kind}, not llama", where="model.gguf")
    config = model_config(reader)
    state = {}
    for tensor in reader.tensors:
        value = dequantize(tensor.data, tensor.tensor_type)
        if ".attn_q." in tensor.name:
            value = _rope_halves(value, config["num_attention_heads"])
        if ".attn_k." in tensor.name:
            value = _rope_halves(value, config["num_key_value_heads"])
        state[_name(tensor.name)] = value.astype(np.float16)
    config["tie_word_embeddings"] = "lm_head.weight" not in state
    save_file(state, str(target / "model.safetensors"), metadata={"format": "pt"})
    contents = {
        "config.json": config,
        "generation_config.json": {
            key: config[key] for key in ("bos_token_id", "eos_token_id", "pad_token_id")
        },
        "tokenizer.json": tokenizer(reader),
        "tokenizer_config.json": tokenizer_config(reader, config),
    }
    for name, content in contents.items():
        (target / name).write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    template = str(reader.fields["tokenizer.chat_template"].contents())
    (target / "chat_template.jinja").write_text(template, encoding="utf-8")


def _name(name: str) -> str:
    parts = name.split(".")
    if parts[0] in OUTER and len(parts) == 2:
        return f"{OUTER[parts[0]]}.{parts[1]}"
    if parts[0] == "blk" and len(parts) == 4 and parts[2] in TENSORS:
        return f"model.layers.{parts[1]}.{TENSORS[parts[2]]}.{parts[3]}"
    raise CheckpointError(f"unknown tensor {name}", where="model.gguf")


def _rope_halves(weight: NDArray[Any], heads: int) -> NDArray[Any]:
    """Put the halves of each head's rotary dimensions, interleaved in llama.cpp, one after the other.

    Arguments:
        weight: (heads * head width, model width).
    """
    rows, width = weight.shape
    return weight.reshape(heads, rows // heads // 2, 2, width).swapaxes(1, 2).reshape(rows, width)


def model_config(reader: Any) -> dict[str, Any]:
    """Content of `config.json`, from the file's own fields."""

    def field(name: str) -> Any:
        return reader.fields[name].contents()

    theta = field("llama.rope.freq_base")
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_act": "silu",
        "hidden_size": field("llama.embedding_length"),
        "intermediate_size": field("llama.feed_forward_length"),
        "num_hidden_layers": field("llama.block_count"),
        "num_attention_heads": field("llama.attention.head_count"),
        "num_key_value_heads": field("llama.attention.head_count_kv"),
        "max_position_embeddings": field("llama.context_length"),
        # stored as float32: 1e-5 comes back as 9.9999997e-06
        "rms_norm_eps": float(f"{field('llama.attention.layer_norm_rms_epsilon'):.6g}"),
        "rope_theta": theta,
        "rope_parameters": {"rope_type": "default", "rope_theta": theta},
        "vocab_size": field("llama.vocab_size"),
        "attention_bias": False,
        "mlp_bias": False,
        "bos_token_id": field("tokenizer.ggml.bos_token_id"),
        "eos_token_id": field("tokenizer.ggml.eos_token_id"),
        "pad_token_id": field("tokenizer.ggml.padding_token_id"),
        "dtype": "float16",
    }


def tokenizer(reader: Any) -> dict[str, Any]:
    """`tokenizer.json`: byte-level BPE that reads numbers digit by digit, as SmolLM was trained."""
    if (kind := reader.fields["tokenizer.ggml.pre"].contents()) != "smollm":
        raise CheckpointError(f"a GGUF tokenizer of the kind {kind}, not smollm", where="model.gguf")
    tokens = reader.fields["tokenizer.ggml.tokens"].contents()
    types = reader.fields["tokenizer.ggml.token_type"].contents()
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": number,
                "content": token,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for number, (token, kind) in enumerate(zip(tokens, types, strict=True))
            if kind == CONTROL_TOKEN
        ],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [{"type": "Digits", "individual_digits": True}, byte_level],
        },
        "post_processor": None,
        "decoder": {**byte_level, "add_prefix_space": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {token: number for number, token in enumerate(tokens)},
            "merges": [merge.split(" ") for merge in reader.fields["tokenizer.ggml.merges"].contents()],
        },
    }


def tokenizer_config(reader: Any, config: dict[str, Any]) -> dict[str, Any]:
    """Content of `tokenizer_config.json`, with the class that uses tokenizer.json unchanged."""
    tokens = reader.fields["tokenizer.ggml.tokens"].contents()
    unknown = reader.fields["tokenizer.ggml.unknown_token_id"].contents()
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": tokens[config["bos_token_id"]],
        "eos_token": tokens[config["eos_token_id"]],
        "pad_token": tokens[config["pad_token_id"]],
        "unk_token": tokens[unknown],
        "model_max_length": config["max_position_embeddings"],
        "clean_up_tokenization_spaces": False,
    }
