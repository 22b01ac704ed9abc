"""Checkpoints that need no base: an engine, or merged weights in half precision."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from models.checkpoint import read_json, read_tensors
from models.errors import CheckpointError
from models.weights.convert import export


def test_an_engine_knows_its_architecture_and_keeps_the_settings(tiny_whisper: Path, tmp_path: Path) -> None:
    (tmp_path / "checkpoint").mkdir()
    for file in tiny_whisper.iterdir():
        (tmp_path / "checkpoint" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "checkpoint" / "short_context.json").write_text('{"trained": true}')
    (tmp_path / "engine").mkdir()
    export.for_cpu(tmp_path / "checkpoint", tmp_path / "engine", "whisper")
    settings = read_json(tmp_path / "engine" / "config.json")
    # transformers' own, and CTranslate2's
    assert settings["model_type"] == "whisper" and "alignment_heads" in settings
    names = {file.name for file in (tmp_path / "engine").iterdir()}
    assert {"model.bin", "tokenizer.json", "short_context.json"} <= names
    assert not any(name.endswith(".safetensors") for name in names)
    assert {path.name for path in tmp_path.iterdir()} == {"checkpoint", "engine", "home"}


def test_half_precision_is_merged_and_keeps_the_heads(tiny_classifier: Path, tmp_path: Path) -> None:
    export.for_gpu(tiny_classifier, tmp_path, "bert")
    weights = read_tensors(tmp_path / "model.safetensors")
    assert {tensor.dtype for tensor in weights.values() if tensor.is_floating_point()} == {torch.float16}
    names = {file.name for file in tmp_path.iterdir()}
    assert {"classifier.json", "heads.safetensors", "tokenizer.json", "README.md"} <= names
    assert not any(name.startswith("adapter") for name in names)


def test_an_engine_is_not_exported_again(tmp_path: Path) -> None:
    (tmp_path / "model.bin").touch()
    with pytest.raises(CheckpointError, match="is exported already"):
        export.for_gpu(tmp_path, tmp_path, "gpt")
