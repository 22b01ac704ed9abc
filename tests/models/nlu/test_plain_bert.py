"""BERT in torch alone beside transformers' and peft's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from models.checkpoint import ADAPTER, ADAPTER_CONFIG, merge_adapter
from models.errors import CheckpointError
from models.nlu import adapter, plain_bert
from models.nlu.joint_bert import load_encoder

IDS = torch.tensor([[2, 7, 9, 4, 3], [2, 8, 3, 0, 0]])
MASK, TYPES = (IDS > 0).long(), torch.tensor([[0, 0, 1, 1, 1], [0, 0, 0, 0, 0]])


@pytest.fixture
def checkpoint(tiny_bert: Path, tmp_path: Path) -> Path:
    """An adapter that changes three matrices."""
    torch.manual_seed(0)
    base = dict(load_encoder(tiny_bert).named_parameters())
    names = ("attention.self.query", "intermediate.dense", "output.dense")
    changed = [f"encoder.layer.0.{name}.weight" for name in names]
    tuned = base | {name: base[name] + 0.1 * torch.randn_like(base[name]) for name in changed}
    adapter.write(tmp_path, str(tiny_bert), adapter.factorise(base, tuned, 4), {}, 4)
    return tmp_path


@pytest.mark.parametrize("types", [None, TYPES])
def test_the_states_are_those_of_transformers_and_peft(
    tiny_bert: Path, checkpoint: Path, types: torch.Tensor | None
) -> None:
    plain = plain_bert.load(tiny_bert, checkpoint)
    assert plain is not None and not any(p.requires_grad for p in plain.parameters())
    known = merge_adapter(load_encoder(tiny_bert), checkpoint).eval()
    given = {"input_ids": IDS, "attention_mask": MASK} | ({} if types is None else {"token_type_ids": types})
    with torch.inference_mode():
        ours, theirs = plain(**given).last_hidden_state, known(**given).last_hidden_state
    assert torch.allclose(ours[MASK > 0], theirs[MASK > 0], atol=1e-5)


def test_a_base_without_an_adapter(tiny_bert: Path) -> None:
    plain, known = plain_bert.load(tiny_bert, tiny_bert), load_encoder(tiny_bert).eval()
    assert plain is not None
    with torch.inference_mode():
        states = [m(input_ids=IDS, attention_mask=MASK).last_hidden_state[0] for m in (plain, known)]
    assert torch.allclose(*states, atol=1e-5)


def test_what_it_does_not_know_is_left_to_transformers(
    tiny_bert: Path, checkpoint: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(tiny_bert, other)
    (other / "config.json").write_text(json.dumps({"model_type": "mpnet"}))
    assert plain_bert.load(other, checkpoint) is None
    told = json.loads((checkpoint / ADAPTER_CONFIG).read_text())
    (checkpoint / ADAPTER_CONFIG).write_text(json.dumps(told | {"use_dora": True}))
    assert plain_bert.load(tiny_bert, checkpoint) is None


def test_an_adapter_of_another_base_is_an_error(tiny_bert: Path, checkpoint: Path) -> None:
    from safetensors.torch import load_file, save_file

    factors = {name.replace("layer.0", "layer.90"): t for name, t in load_file(checkpoint / ADAPTER).items()}
    save_file(factors, checkpoint / ADAPTER)
    with pytest.raises(CheckpointError, match="does not fit the base"):
        plain_bert.load(tiny_bert, checkpoint)
