"""The exported classifier in ONNX Runtime understands what torch understands."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import nlu
from models.errors import CheckpointError
from models.nlu import onnx_export
from models.nlu.files import ONNX
from models.types import Message

pytest.importorskip("onnxruntime")
pytest.importorskip("onnxscript")
TEXTS = ("turn the light on in the kitchen", "what a day", "please turn the light off", "", "?!")


@pytest.fixture(scope="module")
def exported(tiny_classifier: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("onnx")
    onnx_export.write(tiny_classifier, folder)
    return folder


def test_it_understands_as_torch_does(exported: Path, tiny_classifier: Path) -> None:
    ours, theirs = nlu.load(exported), nlu.load(tiny_classifier, device="cpu", engine="torch")
    context = [Message("user", "turn the light on"), Message("assistant", "in the kitchen ?")]
    for text in TEXTS:
        for said in ((), context):
            one, other = ours.understand(text, said), theirs.understand(text, said)
            assert [(c.intent, c.decision, c.slots) for c in one.commands] == [
                (c.intent, c.decision, c.slots) for c in other.commands
            ]
            assert one.intent_confidence == pytest.approx(other.intent_confidence, abs=1e-4)


def test_a_damaged_file_is_named(exported: Path, tmp_path: Path) -> None:
    for file in exported.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / ONNX).write_bytes(b"no graph")
    with pytest.raises(CheckpointError, match="cannot be run"):
        nlu.load(tmp_path)
