"""A Llama that went through GGUF says the same, reads numbers digit by digit, and keeps its chat template."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, LlamaForCausalLM

from models.errors import CheckpointError
from models.weights.convert import llama
from tests.fixtures import whisper_files


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw, folder = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("made")
    whisper_files.write_gguf(whisper_files.llama(), raw / "model.gguf")
    llama.convert(raw, folder)
    return folder


def test_the_network_says_the_same(made: Path) -> None:
    ours, loading = LlamaForCausalLM.from_pretrained(made, dtype=torch.float32, output_loading_info=True)
    assert not any(loading.values())
    expected = whisper_files.llama().state_dict()
    for name, value in ours.state_dict().items():
        torch.testing.assert_close(value, expected[name], rtol=0, atol=0, msg=name)
    tokens = torch.tensor([[1, 4, 5, 8, 9, 6]])
    with torch.inference_mode():
        torch.testing.assert_close(ours(tokens).logits, whisper_files.llama()(tokens).logits)


def test_the_tokenizer_reads_digits_apart_and_keeps_special_tokens(made: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(made)
    assert tokenizer("<|im_start|>at at 12<|im_end|>").input_ids == [1, 8, 9, 3, 6, 7, 2]
    assert tokenizer.decode([8, 9, 3, 6, 7]) == "at at 12"
    assert (tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id) == (1, 2, 2)


def test_the_chat_template_comes_along(made: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(made)
    said = tokenizer.apply_chat_template([{"role": "user", "content": "at"}], tokenize=False)
    assert said == "<|im_start|>at<|im_end|>"


def test_another_architecture_is_refused(tmp_path: Path) -> None:
    whisper_files.write_gguf(whisper_files.llama(), tmp_path / "model.gguf", architecture="gpt2")
    with pytest.raises(CheckpointError, match="architecture gpt2, not llama"):
        llama.convert(tmp_path, tmp_path)
