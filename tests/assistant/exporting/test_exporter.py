"""The export of a bundle of tiny models: usable again, measured, and refused beyond the margin."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from rich.console import Console

from assistant.config import Config
from assistant.exporting import exporter
from assistant.exporting.exporter import Export
from assistant.exporting.probe import Probed, ProbeRequest, measure
from models import asr, lm, manifest, nlu
from models.bundles import bundle
from models.bundles.bundle import PARTS, Parts
from models.errors import CheckpointError, DataError, InputError
from models.types import Message
from tests.fixtures.lights import sentences

Scores = Mapping[str, float]


def score_of(values: Callable[[Parts], Scores]) -> exporter.Score:
    def score(data: Path, models: Parts, *, device: str, engine: str) -> dict[str, float]:
        return dict(values(models))

    return score


def export(
    source: Path, output: Path, score: exporter.Score, data: tuple[Path, ...] = (),
    ask: Callable[[ProbeRequest], Probed] = lambda request: Probed(),
) -> Export:  # fmt: skip
    config = Config(bundle=str(source), device="cpu")
    quiet = Console(file=io.StringIO())
    return exporter.write(config, output, data, 0.005, quiet, score=score, ask=ask)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("data") / "lights.jsonl"
    manifest.write(file, (e for e in sentences() if e.split == "test"))
    return file


@pytest.fixture(scope="module")
def exported(tiny_bundle: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The tiny bundle, exported with the measurements made in this process."""
    folder = tmp_path_factory.mktemp("exports")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSISTANT_HOME", str(folder / "home"))
        same = score_of(lambda models: {"intent_accuracy": 0.9} if models.classifier else {})
        return export(tiny_bundle, folder / "out", same, (data,), measure)


def test_the_folder_is_a_bundle_and_its_gpu_folder_another(exported: Export) -> None:
    assert exported.losses == () and not exported.personal
    for folder, part in ((exported.folder, "cpu/recognizer"), (exported.folder / "gpu", "recognizer")):
        found = bundle.resolve(str(folder))
        assert (found.name, found.version) == ("tiny", "1")
        assert Path(found.recognizer) == folder / part


def test_the_exported_models_answer_as_those_before(exported: Export, tiny_bundle: Path) -> None:
    before = bundle.resolve(str(tiny_bundle))
    for folder in (exported.folder / "cpu" / "classifier", exported.folder / "onnx"):
        ours, theirs = nlu.load(folder), nlu.load(before.classifier, device="cpu")
        for sentence in ("turn the light on in the kitchen", "what a day"):
            one, other = ours.understand(sentence), theirs.understand(sentence)
            assert [c.intent for c in one.candidates][:1] == [c.intent for c in other.candidates][:1]
    assert asr.load(str(exported.folder / "cpu" / "recognizer"))
    prompt = [Message("user", "hello there")]
    assert isinstance("".join(lm.load(str(exported.folder / "cpu" / "generator")).stream(prompt)), str)


def test_torch_runs_the_gpu_folder_and_refuses_the_cpu_s(exported: Export) -> None:
    text = "turn the light on in the kitchen"
    half = nlu.load(exported.folder / "gpu" / "classifier", device="cpu", engine="torch")
    whole = nlu.load(exported.folder / "gpu" / "classifier", device="cpu")
    assert half.understand(text).intent == whole.understand(text).intent
    assert asr.load(str(exported.folder / "gpu" / "recognizer"), device="cpu", engine="torch")
    assert lm.load(str(exported.folder / "gpu" / "generator"), device="cpu", engine="torch")
    with pytest.raises(CheckpointError, match="exported for the CPU"):
        nlu.load(exported.folder / "cpu" / "classifier", engine="torch")
    with pytest.raises(CheckpointError, match="exported for the CPU"):
        asr.load(str(exported.folder / "cpu" / "recognizer"), engine="torch")
    with pytest.raises(CheckpointError, match="exported for the CPU"):
        lm.load(str(exported.folder / "cpu" / "generator"), engine="torch")


def test_the_table_is_written_and_told(exported: Export, data: Path) -> None:
    card = (exported.folder / exporter.CARD).read_text("utf-8")
    assert "| intent accuracy | lights.jsonl | 0.9000 | 0.9000 | 0.9000 | 0.9000 |" in card
    told = json.loads((exported.folder / exporter.RESULT).read_text("utf-8"))
    assert told["refused"] == [] and told["folder"] == str(exported.folder)
    figures = {figure.name: figure for figure in exported.figures}
    assert {"size, MB", "transcripts as before", "understood as before", "classifier, ms"} <= figures.keys()
    assert figures["understood as before"].values["before"] == 1
    assert figures["understood as before"].values["onnx"] == 1
    assert figures["size, MB"].values["cpu"] > 0


def test_an_export_is_not_exported_again(exported: Export, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="is exported already"):
        export(exported.folder, tmp_path / "exports" / "again", score_of(lambda models: {}))
    assert list((tmp_path / "exports").iterdir()) == []


def test_a_loss_beyond_the_margin_is_refused_and_leaves_all_as_it_was(
    tiny_bundle: Path, data: Path, tmp_path: Path
) -> None:
    """An earlier export stays after a refusal, and is replaced by the next one."""

    def worse(models: Parts) -> Scores:
        return {"intent_accuracy": 0.8 if "cpu" in Path(models.classifier).parts else 0.9}

    output = tmp_path / "exports" / "out"
    output.mkdir(parents=True)
    (output / exporter.RESULT).write_text("{}")
    (output / "stale").touch()
    refused = export(tiny_bundle, output, score_of(worse), (data,))
    (loss,) = refused.losses
    assert loss.startswith("intent accuracy on lights.jsonl (CPU: int8) is worse by 10.0 points")
    assert list(output.parent.iterdir()) == [output] and (output / "stale").exists()
    assert export(tiny_bundle, output, score_of(lambda models: {})).losses == ()
    assert not (output / "stale").exists()
    assert tomllib.loads((output / bundle.FILE).read_text())["classifier"] == "cpu/classifier"


def test_another_folder_is_not_overwritten(tiny_bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="is no export"):
        export(tiny_bundle, tmp_path / "own", score_of(lambda models: {}))


def test_data_without_labels_is_refused_before_anything_is_written(tiny_bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "bare.jsonl").write_text('{"text": "stop"}\n')
    with pytest.raises(DataError, match="holds nothing to score"):
        export(tiny_bundle, tmp_path / "out", score_of(lambda models: {}), (tmp_path / "bare.jsonl",))
    assert not (tmp_path / "out").exists()


def test_parts_are_those_of_a_bundle() -> None:
    assert tuple(exporter.KINDS) == PARTS
