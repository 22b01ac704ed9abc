"""Whisper from CTranslate2's layout to Hugging Face's, by both naming schemes; no torch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from models.errors import CheckpointError
from models.weights.convert import model_bin
from models.weights.convert.model_bin import Tensors

N_MELS = 80
TIMESTAMP_SECONDS = 0.02


def convert(raw: Path, target: Path) -> None:
    """Convert CTranslate2's `model.bin`, `config.json` and `tokenizer.json` to a transformers folder.

    Raises:
        CheckpointError: a tensor is missing or left over.
    """
    tensors = model_bin.read(raw / "model.bin")
    hints = json.loads((raw / "config.json").read_text(encoding="utf-8"))
    tokenizer = complete_tokenizer(json.loads((raw / "tokenizer.json").read_text(encoding="utf-8")))
    ids = {token["content"]: token["id"] for token in tokenizer["added_tokens"]}
    state = state_dict(tensors)
    save_file(state, str(target / "model.safetensors"), metadata={"format": "pt"})
    contents = {
        "config.json": model_config(state, ids, heads=int(tensors["encoder/num_heads"])),
        "generation_config.json": generation_config(ids, hints),
        "preprocessor_config.json": PREPROCESSOR,
        "tokenizer.json": tokenizer,
        "tokenizer_config.json": tokenizer_config(tokenizer),
        "vocab.json": tokenizer["model"]["vocab"],
    }
    for name, content in contents.items():
        (target / name).write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    merges = "\n".join(" ".join(pair) for pair in tokenizer["model"]["merges"])
    (target / "merges.txt").write_text(f"#version: 0.2\n{merges}\n", encoding="utf-8")


# ── weights ──────────────────────────────────────────────────────────────────


def state_dict(tensors: Tensors) -> Tensors:
    """Tensors under Hugging Face's names: q, k and v separated, the tied projection left out.

    Raises:
        CheckpointError: a tensor is missing or left over.
    """
    left = {name for name, value in tensors.items() if value.ndim > 0}
    state: Tensors = {}
    for ours, theirs, part, parts in _names(tensors):
        if theirs not in tensors:
            raise CheckpointError(f"no Whisper tensor {theirs}")
        left.discard(theirs)
        # a copy: safetensors needs contiguous arrays, and the mapped file may be deleted
        state[ours] = np.array(np.split(tensors[theirs], parts)[part])
    # tied to the embedding
    left.discard("decoder/projection/weight")
    if left:
        raise CheckpointError(f"unknown Whisper tensor {min(left)}")
    return state


def _names(tensors: Tensors) -> Iterator[tuple[str, str, int, int]]:
    """Hugging Face name, CTranslate2 name, index of the part, number of equal parts."""
    for conv in ("conv1", "conv2"):
        for kind in ("weight", "bias"):
            yield f"model.encoder.{conv}.{kind}", f"encoder/{conv}/{kind}", 0, 1
    yield "model.decoder.embed_tokens.weight", "decoder/embeddings/weight", 0, 1
    for side in ("encoder", "decoder"):
        yield f"model.{side}.embed_positions.weight", f"{side}/position_encodings/encodings", 0, 1
        yield from _norm(f"model.{side}.layer_norm", f"{side}/layer_norm")
        for layer in range(_layers(tensors, side)):
            ours, theirs = f"model.{side}.layers.{layer}", f"{side}/layer_{layer}"
            yield from _norm(f"{ours}.self_attn_layer_norm", f"{theirs}/self_attention/layer_norm")
            yield from _stacked(f"{ours}.self_attn", f"{theirs}/self_attention/linear_0", ("q", "k", "v"))
            yield from _linear(f"{ours}.self_attn.out_proj", f"{theirs}/self_attention/linear_1")
            if side == "decoder":
                yield from _norm(f"{ours}.encoder_attn_layer_norm", f"{theirs}/attention/layer_norm")
                yield from _linear(f"{ours}.encoder_attn.q_proj", f"{theirs}/attention/linear_0")
                yield from _stacked(f"{ours}.encoder_attn", f"{theirs}/attention/linear_1", ("k", "v"))
                yield from _linear(f"{ours}.encoder_attn.out_proj", f"{theirs}/attention/linear_2")
            yield from _norm(f"{ours}.final_layer_norm", f"{theirs}/ffn/layer_norm")
            yield from _linear(f"{ours}.fc1", f"{theirs}/ffn/linear_0")
            yield from _linear(f"{ours}.fc2", f"{theirs}/ffn/linear_1")


def _norm(ours: str, theirs: str) -> Iterator[tuple[str, str, int, int]]:
    yield f"{ours}.weight", f"{theirs}/gamma", 0, 1
    yield f"{ours}.bias", f"{theirs}/beta", 0, 1


def _linear(ours: str, theirs: str) -> Iterator[tuple[str, str, int, int]]:
    yield f"{ours}.weight", f"{theirs}/weight", 0, 1
    yield f"{ours}.bias", f"{theirs}/bias", 0, 1


def _stacked(ours: str, theirs: str, parts: tuple[str, ...]) -> Iterator[tuple[str, str, int, int]]:
    for index, part in enumerate(parts):
        yield f"{ours}.{part}_proj.weight", f"{theirs}/weight", index, len(parts)
        if part != "k":  # Whisper's keys have no bias; CTranslate2 stores zeros
            yield f"{ours}.{part}_proj.bias", f"{theirs}/bias", index, len(parts)


def _layers(tensors: Tensors, side: str) -> int:
    names = (name.split("/") for name in tensors)
    return len(
        {
            part
            for top, part, *_ in names
            if top == side and part.startswith("layer_") and part != "layer_norm"
        }
    )


# ── configuration ────────────────────────────────────────────────────────────

PREPROCESSOR: dict[str, Any] = {
    "feature_extractor_type": "WhisperFeatureExtractor",
    "processor_class": "WhisperProcessor",
    "feature_size": N_MELS,
    "sampling_rate": 16000,
    "hop_length": 160,
    "chunk_length": 30,
    "n_fft": 400,
    "n_samples": 480000,
    "nb_max_frames": 3000,
    "padding_side": "right",
    "padding_value": 0.0,
    "return_attention_mask": False,
}


def model_config(state: Tensors, ids: dict[str, int], *, heads: int) -> dict[str, Any]:
    """Content of `config.json`; the sizes are taken from the tensors."""
    vocab, width = state["model.decoder.embed_tokens.weight"].shape
    layers = {
        side: 1 + max(int(name.split(".")[3]) for name in state if name.startswith(f"model.{side}.layers."))
        for side in ("encoder", "decoder")
    }
    return {
        "architectures": ["WhisperForConditionalGeneration"],
        "model_type": "whisper",
        "is_encoder_decoder": True,
        "activation_function": "gelu",
        "d_model": width,
        "vocab_size": vocab,
        "num_mel_bins": state["model.encoder.conv1.weight"].shape[1],
        "encoder_layers": layers["encoder"],
        "decoder_layers": layers["decoder"],
        "encoder_attention_heads": heads,
        "decoder_attention_heads": heads,
        "encoder_ffn_dim": state["model.encoder.layers.0.fc1.weight"].shape[0],
        "decoder_ffn_dim": state["model.decoder.layers.0.fc1.weight"].shape[0],
        "max_source_positions": state["model.encoder.embed_positions.weight"].shape[0],
        "max_target_positions": state["model.decoder.embed_positions.weight"].shape[0],
        "scale_embedding": False,
        "tie_word_embeddings": True,
        **{f"{role}_token_id": ids["<|endoftext|>"] for role in ("bos", "eos", "pad")},
        "decoder_start_token_id": ids["<|startoftranscript|>"],
        "dtype": "float16",
    }


def generation_config(ids: dict[str, int], hints: dict[str, Any]) -> dict[str, Any]:
    """Content of `generation_config.json`: special and suppressed tokens."""
    languages = set(hints["lang_ids"])
    return {
        "alignment_heads": hints["alignment_heads"],
        "suppress_tokens": hints["suppress_ids"],
        "begin_suppress_tokens": hints["suppress_ids_begin"],
        **{f"{role}_token_id": ids["<|endoftext|>"] for role in ("bos", "eos", "pad")},
        "decoder_start_token_id": ids["<|startoftranscript|>"],
        "no_timestamps_token_id": ids["<|notimestamps|>"],
        "prev_sot_token_id": ids["<|startofprev|>"],
        "task_to_id": {task: ids[f"<|{task}|>"] for task in ("transcribe", "translate")},
        "lang_to_id": {token: number for token, number in ids.items() if number in languages},
        "is_multilingual": True,
        "max_length": 448,
        "max_initial_timestamp_index": 50,
        "return_timestamps": False,
    }


# ── tokenizer ────────────────────────────────────────────────────────────────


def complete_tokenizer(tokenizer: dict[str, Any]) -> dict[str, Any]:
    """OpenAI's `tokenizer.json`, restored from any publisher's: each leaves out other entries."""
    model = tokenizer["model"]
    special = {token["id"]: token["content"] for token in tokenizer["added_tokens"]}
    first_special = min(special)
    vocab = {token: number for token, number in model["vocab"].items() if number < first_special}
    merges = [pair.split(" ") if isinstance(pair, str) else list(pair) for pair in model["merges"]]
    if merges[0] != ["Ġ", "t"]:
        # some converters mistake the first merge for the header of merges.txt and drop it
        merges.insert(0, ["Ġ", "t"])
    first_timestamp = next(number for number, token in special.items() if token == "<|notimestamps|>") + 1
    special[first_timestamp - 2] = "<|nospeech|>"
    timestamps = {first_timestamp + step: f"<|{step * TIMESTAMP_SECONDS:.2f}|>" for step in range(1501)}
    added = [
        {
            "id": number,
            "content": token,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": number < first_timestamp,
        }
        for number, token in sorted({**special, **timestamps}.items())
    ]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": None,
        "pre_tokenizer": tokenizer["pre_tokenizer"],
        "post_processor": tokenizer["post_processor"],
        "decoder": tokenizer["decoder"],
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "",
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": vocab,
            "merges": merges,
        },
    }


def tokenizer_config(tokenizer: dict[str, Any]) -> dict[str, Any]:
    """Content of `tokenizer_config.json`; all added tokens before the timestamps are special."""
    special = [token["content"] for token in tokenizer["added_tokens"] if token["special"]]
    return {
        "tokenizer_class": "WhisperTokenizer",
        "processor_class": "WhisperProcessor",
        "add_prefix_space": False,
        "bos_token": "<|endoftext|>",
        "eos_token": "<|endoftext|>",
        "pad_token": "<|endoftext|>",
        "unk_token": "<|endoftext|>",
        "additional_special_tokens": [token for token in special if token != "<|endoftext|>"],
        "model_max_length": 1024,
        "errors": "replace",
        "return_attention_mask": False,
    }
