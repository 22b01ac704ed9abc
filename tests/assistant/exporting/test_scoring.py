"""Scores by `assistant-train evaluate` in another process."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from assistant.exporting import scoring
from models import manifest
from models.bundles.bundle import Parts
from models.errors import DataError, InputError, TrainingError
from models.manifest import Example
from tests.fixtures.lights import sentences

MODELS = Parts("a-recognizer", "a-classifier", "a-generator")


def program(*lines: str) -> tuple[str, ...]:
    return (sys.executable, "-c", "\n".join(("import json, sys", *lines)))


def write(folder: Path, *examples: Example) -> Path:
    manifest.write(folder / "some.jsonl", examples)
    return folder / "some.jsonl"


def test_a_manifest_is_scored_on_the_models_that_it_has_labels_for(tmp_path: Path) -> None:
    assert scoring.scored_parts(write(tmp_path, Example(text="stop", intent="stop"))) == {"classifier"}
    assert scoring.scored_parts(write(tmp_path, Example(text="hm", out_of_scope=True))) == {"classifier"}
    assert scoring.scored_parts(write(tmp_path, Example(text="hi", reply="Hello."))) == {"generator"}
    spoken = Example(text="stop", audio=tmp_path / "a.wav")
    assert scoring.scored_parts(write(tmp_path, spoken)) == {"recognizer"}
    with pytest.raises(DataError, match="holds nothing to score"):
        scoring.scored_parts(write(tmp_path, Example(text="stop")))


def test_the_models_and_the_engine_are_passed_on(tmp_path: Path) -> None:
    data = write(tmp_path, Example(text="stop", intent="stop"))
    told = program(
        "open('given.json', 'w').write(json.dumps(sys.argv[1:]))",
        "print(json.dumps({'intent_accuracy': 0.5, 'slot_f1': None, 'ece': 0.1}))",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        found = scoring.score(data, MODELS, device="cpu", engine="torch", command=told)
    assert found == {"intent_accuracy": 0.5}
    given = json.loads((tmp_path / "given.json").read_text())
    assert given == [
        "--data", str(data), "--classifier", "a-classifier", "--device", "cpu", "--engine", "torch",
    ]  # fmt: skip
    assert scoring.score(data, Parts(recognizer="alone"), device="cpu", engine="auto") == {}


@pytest.mark.parametrize(("code", "kind"), [(1, TrainingError), (2, InputError)])
def test_what_the_evaluation_says_is_told(tmp_path: Path, code: int, kind: type[Exception]) -> None:
    data = write(tmp_path, Example(text="stop", intent="stop"))
    failing = program("print('sklearn is not installed.', file=sys.stderr)", f"sys.exit({code})")
    with pytest.raises(kind, match=r"the evaluation failed \(sklearn is not installed\)"):
        scoring.score(data, MODELS, device="cpu", engine="auto", command=failing)


def test_a_classifier_is_scored(tiny_classifier: Path, tmp_path: Path) -> None:
    data = write(tmp_path, *(e for e in sentences() if e.split == "test"))
    models = Parts(classifier=str(tiny_classifier))
    found = scoring.score(data, models, device="cpu", engine="torch")
    assert found.keys() == {"intent_accuracy", "slot_f1"} and 0 <= found["intent_accuracy"] <= 1
