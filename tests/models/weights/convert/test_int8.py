"""int8 engines of tiny networks: near the torch ones, made once, remade when harmed, adapters merged in."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import LlamaForCausalLM

from models import paths
from models.errors import CheckpointError
from models.weights import store
from models.weights.convert import llama
from tests.fixtures import whisper_files

TOKENS = [1, 4, 5, 8, 9, 6, 7, 3, 8]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    raw, folder = tmp_path / "raw", tmp_path / "base"
    raw.mkdir()
    folder.mkdir()
    whisper_files.write_gguf(whisper_files.llama(), raw / "model.gguf")
    llama.convert(raw, folder)
    return folder


@pytest.fixture
def adapter(base: Path, tmp_path: Path) -> Path:
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(1)
    config = LoraConfig(r=4, target_modules=["q_proj", "v_proj", "down_proj"], init_lora_weights=False)
    model = get_peft_model(LlamaForCausalLM.from_pretrained(base, dtype=torch.float32), config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_" in name:
                parameter.copy_(torch.randn_like(parameter) * 0.5)
    model.save_pretrained(tmp_path / "adapter")
    return tmp_path / "adapter"


def int8_logits(folder: Path) -> np.ndarray:
    import ctranslate2

    # int8 products of a tiny network's random weights overflow on a CPU without VNNI
    engine = ctranslate2.Generator(str(folder), compute_type="float32")
    out = engine.forward_batch([[whisper_files.LLAMA_TOKENS[token] for token in TOKENS]])
    return np.array(out)[0]


def torch_logits(model: torch.nn.Module) -> np.ndarray:
    with torch.inference_mode():
        return model(torch.tensor([TOKENS])).logits[0].float().numpy()


def distance(one: np.ndarray, two: np.ndarray) -> float:
    return float(np.linalg.norm(one - two) / np.linalg.norm(two))


def test_the_engine_is_near_the_network_and_has_its_tokenizer(base: Path) -> None:
    made = store.engine(base, "gpt")
    assert made.parent == paths.engines()
    assert distance(int8_logits(made), torch_logits(whisper_files.llama().half().float())) < 0.03
    assert (made / "tokenizer.json").read_bytes() == (base / "tokenizer.json").read_bytes()
    assert (made / "chat_template.jinja").exists()


def test_an_engine_is_made_once_and_again_when_harmed(base: Path) -> None:
    made = store.engine(base, "gpt")
    first = (made / "model.bin").stat()
    assert store.engine(base, "gpt") == made
    assert (made / "model.bin").stat().st_ino == first.st_ino
    with (made / "model.bin").open("r+b") as file:
        file.truncate(100)
    store.engine(base, "gpt")
    assert (made / "model.bin").stat().st_size == first.st_size


def test_other_weights_are_another_engine(base: Path) -> None:
    made = store.engine(base, "gpt")
    weights = base / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert store.engine(base, "gpt") != made


def test_an_adapter_is_merged_into_its_base(base: Path, adapter: Path) -> None:
    from peft import PeftModel

    made = store.engine(adapter, "gpt")
    plain = LlamaForCausalLM.from_pretrained(base, dtype=torch.float32)
    untouched = torch_logits(plain)
    expected = torch_logits(PeftModel.from_pretrained(plain, str(adapter)))
    assert distance(untouched, expected) > 0.2
    assert distance(int8_logits(made), expected) < 0.08
    assert (made / "tokenizer.json").exists()


@pytest.mark.parametrize("harm", ["no base", "no safetensors", "no settings"])
def test_an_adapter_that_is_not_whole(adapter: Path, harm: str) -> None:
    settings = adapter / "adapter_config.json"
    match harm:
        case "no base":
            settings.write_text(
                json.dumps({**json.loads(settings.read_text()), "base_model_name_or_path": None})
            )
        case "no safetensors":
            (adapter / "adapter_model.safetensors").unlink()
        case "no settings":
            settings.write_text("[")
    with pytest.raises(CheckpointError):
        store.engine(adapter, "gpt")


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(CheckpointError, match="cannot be made into an int8 engine"):
        store.engine(tmp_path, "gpt")
    assert not [file for file in paths.engines().iterdir() if file.suffix != ".lock"]


ELSEWHERE = """
import sys
from pathlib import Path
from models.errors import AssistantError
from models.weights import store
try:
    print(store.engine(Path(sys.argv[1]), "gpt"))
except AssistantError as error:
    print(type(error).__name__, error)
print("torch" in sys.modules)
"""


def in_another_program(folder: Path) -> list[str]:
    """Makes an engine in a program that has not loaded torch, and tells whether it has then."""
    command = [sys.executable, "-c", ELSEWHERE, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_a_program_without_torch_stays_without(base: Path, adapter: Path, tmp_path: Path) -> None:
    made, loaded = in_another_program(adapter)
    here = store.engine(adapter, "gpt")
    assert loaded == "False" and Path(made) == here
    (tmp_path / "config.json").write_text("{}")
    error, loaded = in_another_program(tmp_path)
    assert error.startswith("CheckpointError") and "cannot be made into an int8 engine" in error
    assert str(tmp_path) in error and loaded == "False"
