"""`assistant-train evaluate` on models of random weights: keys, baseline, mistakes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models import manifest
from models.bundles.bundle import Parts
from models.errors import ConfigError, DataError, SoundFileError
from models.manifest import Example
from tests.fixtures.lights import sentences
from training import cli, evaluate
from training.report import page

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


@pytest.fixture
def recognizer(tiny_whisper: Path, tmp_path: Path) -> Path:
    """A whole Whisper whose card names its base."""
    folder = tmp_path / "recognizer"
    shutil.copytree(tiny_whisper, folder)
    (folder / evaluate.CARD).write_text(f"---\nbase_model: {tiny_whisper}\n---\n# Recognizer\n", "utf-8")
    return folder


@pytest.fixture
def spoken(tmp_path: Path) -> Callable[..., Path]:
    """The test sentences as sounds of noise by two speakers."""

    def write(name: str = "spoken.jsonl") -> Path:
        noise = np.random.default_rng(0).normal(0, 0.2, 8000).astype(np.float32)
        examples = []
        for i, example in enumerate(e for e in sentences() if e.split == "test" and not e.sentiment):
            soundfile.write(tmp_path / f"{i}.wav", noise * (i + 1) / 10, 16_000)
            speaker, gender = ("anna", "f") if i % 2 else ("ben", "m")
            examples.append(
                replace(example, audio=tmp_path / f"{i}.wav", speaker=speaker, gender=gender, age=9)
            )
        manifest.write(tmp_path / name, examples)
        return tmp_path / name

    return write


def test_a_classifier_beside_linear_heads_on_its_base(tiny_classifier: Path, tmp_path: Path) -> None:
    data = tmp_path / "lights.jsonl"
    manifest.write(data, sentences())
    found = evaluate.score(data, Parts(classifier=str(tiny_classifier)), on="cpu").scores.to_json()
    stored = json.loads((tiny_classifier / "metrics.json").read_text("utf-8"))
    assert found["n"] == sum(e.split == "test" for e in sentences())
    for key in ("intent_accuracy", "slot_f1", "frame_accuracy", "sentiment_macro_f1", "oos_recall", "ece"):
        assert found[key] == pytest.approx(stored[key]), key
        assert len(found[f"{key}_ci"]) == 2
    for key in ("intent_accuracy", "slot_f1", "sentiment_macro_f1"):
        assert found["baseline"][key] == pytest.approx(stored["baseline"][key]) and found["baseline"][key] > 0
    alone = evaluate.score(
        data, Parts(classifier=str(tiny_classifier)), baseline=False, on="cpu"
    ).scores.to_json()
    assert "baseline" not in alone and alone["slot_f1"] == found["slot_f1"]


def test_without_training_lines_each_half_is_judged_by_the_other(
    tiny_classifier: Path, tmp_path: Path
) -> None:
    data = tmp_path / "outside.jsonl"
    unsplit = [replace(e, split=None) for e in sentences()]
    manifest.write(data, unsplit)
    found = evaluate.score(data, Parts(classifier=str(tiny_classifier)), on="cpu").scores.to_json()
    assert found["n"] == len(unsplit)
    assert found["baseline"]["intent_accuracy_n"] == found["intent_accuracy_n"]


def test_both_together_on_recognized_text(
    recognizer: Path, tiny_classifier: Path, spoken: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    data = spoken()
    arguments = ["evaluate", "--data", data, "--recognizer", recognizer, "--classifier", tiny_classifier]
    arguments += ["--report", data.parent / "page"]
    with pytest.raises(SystemExit) as ended:
        cli.main([*map(str, arguments), "--device", "cpu", "--json"])
    assert ended.value.code == 0
    written = capsys.readouterr().out
    assert written.count("\n") == 1
    found = json.loads(written)
    assert found["n"] == found["spoken"]["n"] == len(manifest.read(data))
    for part in (found, found["baseline"]):
        for key in ("wer", "cer", "cer_no_spaces", "intent_accuracy"):
            low, high = part[f"{key}_ci"]
            assert low <= part[key] <= high
        assert part["seconds_of_audio"] == pytest.approx(0.5 * found["n"])
        assert part["real_time_factor"] > 0
        assert set(part["speakers"]) == {"anna", "ben"} and set(part["groups"]["gender"]) == {"f", "m"}
        assert 0 <= part["spoken"]["command_accuracy"] <= 1
        assert "slot_value_f1" in part["spoken"]
    shown = (data.parent / "page" / page.FILE).read_text(encoding="utf-8")
    for title in (
        "On recognized text",
        "By gender",
        "Figures by gender",
        "Confused intents",
        "Worst recognized",
        "The command",
    ):
        assert f"<h2>{title}</h2>" in shown
    assert shown.count("<audio") == found["n"]


def test_a_generator_beside_its_base(tiny_gpt: Path, tmp_path: Path) -> None:
    data, folder = tmp_path / "facts.jsonl", tmp_path / "generator"
    shutil.copytree(tiny_gpt, folder)
    (folder / evaluate.CARD).write_text(f"---\nbase_model: {tiny_gpt}\n---\n", "utf-8")
    examples = [
        Example(text="hello there", reply="hello, how are you?"),
        Example(text="lights", facts={"place": "kitchen"}, reply="the kitchen lights are on"),
        Example(text="no reply to it"),
    ]
    manifest.write(data, examples)
    found = evaluate.score(data, Parts(generator=str(folder)), on="cpu").scores.to_json()
    assert found["n"] == 2
    for key in ("slot_error_rate", "bleu", "perplexity"):
        assert found[key] == found["baseline"][key] and len(found[f"{key}_ci"]) == 2


def test_a_base_has_no_baseline_and_that_is_said(
    tiny_whisper: Path,
    spoken: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = evaluate.score(spoken(), Parts(recognizer=str(tiny_whisper)), on="cpu").scores.to_json()
    assert "baseline" not in found and found["wer_n"] > 0
    assert "no baseline of the recognizer" in capsys.readouterr().err


def test_mistakes_are_named(tiny_classifier: Path, spoken: Callable[..., Path], tmp_path: Path) -> None:
    data, typed = spoken(), tmp_path / "typed.jsonl"
    manifest.write(typed, [Example(text="hello")])
    with pytest.raises(ConfigError, match="nothing to score was named"):
        evaluate.score(data, Parts())
    with pytest.raises(DataError, match="no recording with its text"):
        evaluate.score(typed, Parts(recognizer="whisper-base"))
    with pytest.raises(DataError, match="no text with a reply"):
        evaluate.score(typed, Parts(generator="smollm2-135m-instruct"))
    (tmp_path / "0.wav").unlink()
    # before anything is loaded: there is no such recognizer either
    with pytest.raises((DataError, SoundFileError), match=r"0\.wav is missing"):
        evaluate.score(data, Parts(recognizer="no-such-recognizer"))


def test_a_mistake_ends_with_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "missing.jsonl")
    with pytest.raises(SystemExit) as ended:
        cli.main(["evaluate", "--data", missing, "--classifier", "x", "--json"])
    written = capsys.readouterr()
    assert ended.value.code == 2 and written.out == ""
    assert " ".join(written.err.split()) == f"{missing}: there is no such manifest."
