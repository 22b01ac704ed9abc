"""Checkpoints of torch, written by torch itself, and pickles that run something."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.numpy import load_file

from models.errors import CheckpointError
from models.weights.convert import torch_file


@pytest.mark.parametrize("zipped", [True, False])
def test_the_tensors_are_kept_and_the_rest_is_left_out(tmp_path: Path, zipped: bool) -> None:
    state = {"layer.weight": torch.arange(6.0).reshape(2, 3)}
    content = {"model_state": state, "step": 7}
    torch.save(content, tmp_path / "model.pt", _use_new_zipfile_serialization=zipped)
    torch_file.convert(tmp_path, tmp_path)
    found = load_file(tmp_path / "model.safetensors")
    assert found["layer.weight"].tolist() == [[0, 1, 2], [3, 4, 5]] and len(found) == 1


@pytest.mark.parametrize("content", [{"model_state": {"path": Path("x")}}, {"weights": {}}, [1]])
def test_other_content_is_refused(tmp_path: Path, content: object) -> None:
    torch.save(content, tmp_path / "model.pt")
    with pytest.raises(CheckpointError, match="no checkpoint of tensors"):
        torch_file.convert(tmp_path, tmp_path)
