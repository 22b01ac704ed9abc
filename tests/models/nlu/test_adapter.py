"""The encoder's change as LoRA factors, written and merged back."""

from pathlib import Path

import torch
from torch import nn

from models.checkpoint import adapter_base, merge_adapter
from models.nlu import adapter


def encoder(seed: int) -> nn.Module:
    torch.manual_seed(seed)
    return nn.ModuleDict({"query": nn.Linear(6, 6), "key": nn.Linear(6, 6)})


def test_a_change_of_low_rank_comes_back(tmp_path: Path) -> None:
    base, tuned = encoder(0), encoder(0)
    with torch.no_grad():
        tuned["query"].weight += torch.outer(torch.arange(6.0), torch.ones(6))  # type: ignore[index]
    factors = adapter.factorise(dict(base.named_parameters()), dict(tuned.named_parameters()), rank=8)
    assert {name.removeprefix("base_model.model.") for name in factors} == {
        "query.lora_A.weight", "query.lora_B.weight",
    }  # fmt: skip
    adapter.write(tmp_path, "tiny", factors, {"intent.weight": torch.eye(2)}, rank=8)
    assert adapter_base(tmp_path) == "tiny"
    merged = merge_adapter(base, tmp_path)
    # in half precision, at a rank above the matrix's own
    assert torch.allclose(merged["query"].weight, tuned["query"].weight, atol=0.01)  # type: ignore[index]
    assert torch.equal(merged["key"].weight, tuned["key"].weight)  # type: ignore[index]
    assert torch.equal(adapter.load_heads(tmp_path)["intent.weight"], torch.eye(2))
