"""Tiny random networks with real tokenizers, in the folders and files that the converters read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import LlamaConfig, LlamaForCausalLM, WhisperConfig, WhisperForConditionalGeneration

WHISPER_SPECIAL = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|zh|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
WHISPER_VOCAB = {"Ġ": 0, "t": 1, "Ġt": 2, "a": 3, "Ġta": 4}
WHISPER_VOCAB_SIZE = len(WHISPER_VOCAB) + len(WHISPER_SPECIAL) + 1501
LLAMA_TOKENS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "Ġ", "a", "t", "1", "2", "at", "Ġat")
LLAMA_MERGES = ("a t", "Ġ at")


def whisper() -> WhisperForConditionalGeneration:
    """Two layers a side, width 16, weights that float16 holds exactly."""
    torch.manual_seed(0)
    config = WhisperConfig(
        vocab_size=WHISPER_VOCAB_SIZE,
        d_model=16,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_source_positions=1500,
        max_target_positions=448,
        bos_token_id=5,
        eos_token_id=5,
        pad_token_id=5,
        decoder_start_token_id=6,
    )
    model = WhisperForConditionalGeneration(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_((torch.randn_like(parameter) * 0.2).half().float())
    return model


def whisper_tokenizer(*, first_merge: bool = True, timestamps: bool = True) -> dict[str, Any]:
    """`tokenizer.json` as publishers write it: whole, or without the first merge and the timestamps."""
    first_special = len(WHISPER_VOCAB)
    tokens = list(WHISPER_SPECIAL)
    if timestamps:
        tokens += [f"<|{step * 0.02:.2f}|>" for step in range(1501)]
    merges = [["Ġ", "t"]] * first_merge + [["Ġt", "a"]]
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "added_tokens": [
            {"id": first_special + n, "content": token, "special": n < len(WHISPER_SPECIAL)}
            for n, token in enumerate(tokens)
        ],
        "normalizer": None,
        "pre_tokenizer": byte_level,
        "post_processor": None,
        "decoder": byte_level,
        "model": {"type": "BPE", "vocab": dict(WHISPER_VOCAB), "merges": merges},
    }


def llama() -> LlamaForCausalLM:
    """Two layers, width 16, two query heads that share one key head."""
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(LLAMA_TOKENS),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=64,
        rms_norm_eps=1e-5,
        tie_word_embeddings=True,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=2,
    )
    model = LlamaForCausalLM(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_((torch.randn_like(parameter) * 0.3).half().float())
    return model


def write_gguf(model: LlamaForCausalLM, file: Path, *, architecture: str = "llama") -> None:
    """The network as llama.cpp stores it: its names, and the halves of each head's rotation interleaved."""
    from gguf import GGUFWriter

    from models.convert.llama import OUTER, TENSORS

    config = model.config
    writer = GGUFWriter(file, architecture)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(config.vocab_size)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(LLAMA_TOKENS)
    writer.add_token_types([3, 3, 3] + [1] * (len(LLAMA_TOKENS) - 3))
    writer.add_token_merges(LLAMA_MERGES)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_pad_token_id(2)
    writer.add_chat_template("{% for m in messages %}<|im_start|>{{ m['content'] }}<|im_end|>{% endfor %}")
    inner, outer = ({value: key for key, value in names.items()} for names in (TENSORS, OUTER))
    for name, value in model.state_dict().items():
        if name == "lm_head.weight":
            continue
        weight = value.numpy().astype(np.float32)
        stem, _, kind = name.rpartition(".")
        if stem in outer:
            writer.add_tensor(f"{outer[stem]}.{kind}", weight)
            continue
        _, _, layer, part = stem.split(".", 3)
        heads = {
            "self_attn.q_proj": config.num_attention_heads,
            "self_attn.k_proj": config.num_key_value_heads,
        }
        if part in heads:
            rows, width = weight.shape
            halves = weight.reshape(heads[part], 2, rows // heads[part] // 2, width)
            weight = np.ascontiguousarray(halves.swapaxes(1, 2).reshape(rows, width))
        writer.add_tensor(f"blk.{layer}.{inner[part]}.{kind}", weight)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write_whisper_model_bin(model: WhisperForConditionalGeneration, folder: Path) -> None:
    """`folder/raw` as a publisher has it: model.bin in float16, config.json, tokenizer.json."""
    from ctranslate2.converters import TransformersConverter

    source = folder / "huggingface"
    model.half().save_pretrained(source)
    model.float()
    tokenizer = whisper_tokenizer()
    (source / "tokenizer.json").write_text(json.dumps(tokenizer), "utf-8")
    (source / "tokenizer_config.json").write_text('{"tokenizer_class": "WhisperTokenizer"}', "utf-8")
    TransformersConverter(str(source)).convert(str(folder / "raw"), quantization="float16")
    (folder / "raw" / "tokenizer.json").write_text(json.dumps(tokenizer), "utf-8")
    config = json.loads((folder / "raw" / "config.json").read_text("utf-8"))
    config |= {
        "suppress_ids": [1],
        "suppress_ids_begin": [0, 5],
        "lang_ids": [7, 8],
        "alignment_heads": [[1, 0]],
    }
    (folder / "raw" / "config.json").write_text(json.dumps(config), "utf-8")
