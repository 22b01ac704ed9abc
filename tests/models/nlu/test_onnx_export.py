"""The classifier as ONNX: every head's logits are torch's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from models.errors import CheckpointError
from models.nlu import labels, onnx_export
from models.nlu.files import ONNX
from models.nlu.tokens import WordTokenizer
from models.nlu.torch_engine import compose

onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnxscript")


def test_the_logits_of_sentences_of_one_command_are_torch_s(
    tiny_classifier: Path, tiny_bert: Path, tmp_path: Path
) -> None:
    onnx_export.write(tiny_classifier, tmp_path)
    session = onnxruntime.InferenceSession(str(tmp_path / ONNX), providers=["CPUExecutionProvider"])
    outputs = [output.name for output in session.get_outputs()]
    assert {"states", "intents", "tags"} <= set(outputs)
    model = compose(tiny_bert, tiny_classifier, labels.read(tiny_classifier).labels)
    # other numbers of rows, tokens and words than those of the export
    for text in ("turn the light on in the kitchen please", "what"):
        tokens = WordTokenizer(tiny_bert).encode(text.split())
        ids = np.array([tokens.ids], np.int64)
        starts = np.array([tokens.word_starts], np.int64)
        given = {
            "input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids),
            "word_starts": starts,
        }  # fmt: skip
        found = dict(zip(outputs, session.run(None, given), strict=True))
        with torch.inference_mode():
            logits = model(torch.tensor(ids), torch.ones(ids.shape, dtype=torch.int64), torch.tensor(starts))
        for name in outputs[1:]:
            np.testing.assert_allclose(found[name], getattr(logits, name).numpy(), atol=1e-4)


def test_an_engine_has_no_weights_to_export(tiny_classifier: Path, tmp_path: Path) -> None:
    for file in tiny_classifier.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.bin").touch()
    with pytest.raises(CheckpointError, match="exported for the CPU"):
        onnx_export.write(tmp_path, tmp_path)
