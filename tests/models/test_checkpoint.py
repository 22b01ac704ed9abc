"""Checkpoint folders: settings, tensors and adapters are read, and each fault is one sentence."""

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from pydantic import BaseModel
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from models import checkpoint
from models.checkpoint import ADAPTER, ADAPTER_CONFIG
from models.errors import CheckpointError


class Size(BaseModel):
    width: int


class Network(nn.Module):
    """Two layers, the first of which the adapter changes."""

    def __init__(self, width: int = 4) -> None:
        super().__init__()
        self.first = nn.Linear(width, width)
        self.second = nn.Linear(width, width)

    def forward(self, states: Tensor) -> Tensor:
        out: Tensor = self.second(torch.relu(self.first(states)))
        return out


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """A LoRA adapter of rank 1 on `first`, by hand: twice the outer product of two vectors."""
    folder = tmp_path / "adapter"
    folder.mkdir()
    config = {
        "peft_type": "LORA", "base_model_name_or_path": "tiny", "r": 1, "lora_alpha": 2,
        "target_modules": ["first"],
    }  # fmt: skip
    (folder / ADAPTER_CONFIG).write_text(json.dumps(config))
    factors = {
        "base_model.model.first.lora_A.weight": torch.tensor([[1.0, 2.0, 3.0, 4.0]]),
        "base_model.model.first.lora_B.weight": torch.tensor([[1.0], [0.0], [-1.0], [0.5]]),
    }
    save_file(factors, folder / ADAPTER)
    return folder


def test_json_is_an_object_or_an_error_that_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    assert checkpoint.read_json(file, optional=True) == {}
    with pytest.raises(CheckpointError, match=r"has no config\.json"):
        checkpoint.read_json(file)
    file.write_text('{"width": 3}')
    assert checkpoint.read_json(file) == {"width": 3}
    for content, message in (("[1]", "is no JSON object"), ("{", "is no JSON")):
        file.write_text(content)
        with pytest.raises(CheckpointError, match=message) as caught:
            checkpoint.read_json(file, optional=True)
        assert caught.value.where == str(file)


def test_settings_have_a_form(tmp_path: Path) -> None:
    file = tmp_path / "size.json"
    file.write_text('{"width": 3}')
    assert checkpoint.read_settings(Size, file, "is no size") == Size(width=3)
    file.write_text('{"width": "wide"}')
    with pytest.raises(CheckpointError, match=r"size\.json: is no size \(width: "):
        checkpoint.read_settings(Size, file, "is no size")


def test_tensors_in_torch_and_numpy(tmp_path: Path) -> None:
    file = tmp_path / "heads.safetensors"
    save_file({"weight": torch.arange(3.0)}, file, {"step": "7"})
    assert checkpoint.read_tensors(file)["weight"].tolist() == [0, 1, 2]
    assert isinstance(checkpoint.read_arrays(file)["weight"], np.ndarray)
    assert checkpoint.read_metadata(file) == {"step": "7"}
    assert checkpoint.tensor_names(file) == ["weight"]
    file.write_bytes(b"short")
    reads: list[Any] = [checkpoint.read_tensors, checkpoint.read_arrays, checkpoint.read_metadata]
    for read in reads:
        for path in (file, tmp_path / "nowhere"):
            with pytest.raises(CheckpointError, match="cannot be read"):
                read(path)


def test_a_librarys_complaint_is_one_line_and_the_disks_stays(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"no model \(no such size\)"):
        with checkpoint.library_errors("no model", tmp_path):
            raise ValueError("no such size.\nand more")
    with pytest.raises(FileNotFoundError), checkpoint.library_errors("no model", tmp_path):
        (tmp_path / "nowhere").read_text()


def test_an_adapter_names_its_base(adapter: Path, tmp_path: Path) -> None:
    assert checkpoint.adapter_base(adapter) == checkpoint.base_or_itself(str(adapter)) == "tiny"
    assert checkpoint.adapter_base(tmp_path) is None and checkpoint.base_or_itself("tiny") == "tiny"


def test_merging_adds_the_scaled_product(adapter: Path) -> None:
    network = Network()
    network.second.requires_grad_(False)
    before = copy.deepcopy(network.state_dict())
    drawn = torch.get_rng_state()
    merged = checkpoint.merge_adapter(network, adapter)
    assert torch.equal(torch.get_rng_state(), drawn)
    assert merged is network and merged.state_dict().keys() == before.keys()
    change = 2 * torch.outer(torch.tensor([1.0, 0.0, -1.0, 0.5]), torch.tensor([1.0, 2.0, 3.0, 4.0]))
    assert torch.allclose(merged.first.weight, before["first.weight"] + change)
    assert torch.equal(merged.second.weight, before["second.weight"])
    assert merged.first.weight.requires_grad and not merged.second.weight.requires_grad


def test_an_adapter_learns_on(adapter: Path) -> None:
    adapted = checkpoint.load_adapter(Network(), adapter, trainable=True)
    trained = [name for name, parameter in adapted.named_parameters() if parameter.requires_grad]
    assert len(trained) == 2 and all("first.lora_" in name for name in trained)


def test_an_adapter_of_another_base(adapter: Path) -> None:
    with pytest.raises(CheckpointError, match="does not fit its base"):
        checkpoint.merge_adapter(Network(width=5), adapter)
    # layers that the base lacks
    factors = load_file(adapter / ADAPTER)
    more = {name.replace("first", "third"): tensor.clone() for name, tensor in factors.items()}
    save_file({**factors, **more}, adapter / ADAPTER)
    with pytest.raises(CheckpointError, match="does not fit its base"):
        checkpoint.merge_adapter(Network(), adapter)
    (adapter / ADAPTER).write_bytes(b"short")
    with pytest.raises(CheckpointError, match="cannot be read"):
        checkpoint.merge_adapter(Network(), adapter)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_weights_that_are_no_numbers_are_refused(adapter: Path, value: float) -> None:
    factors = load_file(adapter / ADAPTER)
    factors["base_model.model.first.lora_A.weight"][0, 2] = value
    save_file(factors, adapter / ADAPTER)

    with pytest.raises(CheckpointError, match=r"first\.lora_A\.weight are no finite numbers"):
        checkpoint.load_adapter(Network(), adapter)


def test_weights_of_another_kind_are_refused(tmp_path: Path) -> None:
    checkpoint.require_finite({"a": torch.ones(2, dtype=torch.bfloat16), "b": np.ones(2)}, tmp_path)
    for tensor in (torch.ones(2, dtype=torch.int32), np.ones(2, dtype=np.int8)):
        with pytest.raises(CheckpointError, match="its weights a are no finite numbers"):
            checkpoint.require_finite({"a": tensor}, tmp_path)


@pytest.mark.parametrize(
    "settings", ['{"base_model_name_or_path": ["a"]}', '{"r": "x"}', '{"lora_alpha": NaN}', '{"r": 0}']
)
def test_an_adapter_with_senseless_settings(adapter: Path, settings: str) -> None:
    (adapter / ADAPTER_CONFIG).write_text(settings)

    with pytest.raises(CheckpointError, match="is not an adapter's description"):
        checkpoint.adapter_base(adapter)


def test_json_nested_too_deeply_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[" * 100_000)

    with pytest.raises(CheckpointError, match="is no JSON"):
        checkpoint.read_json(tmp_path / "a.json")
    (tmp_path / "a.json").write_bytes(b'\xef\xbb\xbf{"width": 3}')
    assert checkpoint.read_json(tmp_path / "a.json") == {"width": 3}
