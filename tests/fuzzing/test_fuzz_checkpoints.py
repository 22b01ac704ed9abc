"""Checkpoints with any fault: read, or one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from models import checkpoint
from models.asr.whisper import confidence, short_context
from models.errors import CheckpointError
from models.lm.prompts import loading
from models.nlu import domain, labels
from models.nlu.fitting import require_fit
from models.nlu.labels import Labels
from models.paths import released
from tests.fuzzing.fuzzing import damaged, fuzzed, values

READERS: dict[str, Callable[[Path], Any]] = {
    "classifier.json": labels.read,
    "short_context.json": short_context.read,
    "confidence.json": confidence.read,
    "generator.json": loading.of_checkpoint,
    "domain.json": domain.read,
    "adapter_config.json": checkpoint.adapter_base,
}
DOMAIN = (
    '{"name": "a", "slots": {"size": {"values": ["small"]}}, "replies": {"order": "One {size}."},'
    ' "sentences": [{"text": "a small one", "intent": "order", "slots": []}]}'
)
keys = st.sampled_from(
    ["base", "labels", "intents", "thresholds", "reject", "temperatures", "intent", "slots", "prompts",
     "padding_frames", "r", "lora_alpha", "base_model_name_or_path", "name", "values", "sentences",
     "bias", "weight"]
)  # fmt: skip
LABELS = Labels(intents=("on", "off"), slots=("room",))


def _whole(name: str) -> bytes:
    files = [part / name for part in released().iterdir() if (part / name).is_file()]
    return files[0].read_bytes() if files else DOMAIN.encode()


@pytest.mark.parametrize("name", sorted(READERS))
@fuzzed(0.5)
@given(data=st.data())
def test_a_description(name: str, data: st.DataObject, tmp_path: Path) -> None:
    settings = st.dictionaries(keys, values(keys), max_size=4).map(lambda table: json.dumps(table).encode())
    (tmp_path / name).write_bytes(data.draw(damaged(_whole(name)) | settings))
    (tmp_path / checkpoint.ADAPTER).touch()
    try:
        READERS[name](tmp_path)
    except CheckpointError as error:
        assert str(error).startswith(str(tmp_path))


WEIGHTS = save(
    {
        "intent.weight": np.ones((2, 4), np.float16), "intent.bias": np.ones(2, np.float32),
        "slots.transitions": np.zeros((3, 3), np.float32),
    }
)  # fmt: skip


@fuzzed(4)
@given(content=damaged(WEIGHTS))
def test_weights(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "heads.safetensors"
    file.write_bytes(content)
    try:
        tensors = checkpoint.read_arrays(file)
        checkpoint.require_finite(tensors, file)
        require_fit({name: tensor.shape for name, tensor in tensors.items()}, LABELS, tmp_path)
        checkpoint.read_metadata(file)
    except CheckpointError as error:
        assert str(error).startswith(str(tmp_path))
