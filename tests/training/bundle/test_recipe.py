"""A whole bundle from tiny bases: made, read back, resumed; errors are raised before training."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from models import manifest
from models.bundles import bundle
from models.bundles.bundle import PARTS
from models.errors import ConfigError
from models.manifest import Example
from tests.fixtures.lights import sentences
from training.bundle import recipe
from training.bundle.config import BundleConfig, ScoredConfig
from training.config import CONFIGS, read
from training.report import page

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")
SMOKE = CONFIGS / "smoke"


@pytest.fixture
def config(tiny_whisper: Path, tiny_bert: Path, tiny_gpt: Path) -> BundleConfig:
    """The smoke configuration on tiny bases."""
    smoke = read(SMOKE / "all.toml", BundleConfig)
    bases = {"recognizer": tiny_whisper, "classifier": tiny_bert, "generator": tiny_gpt}
    parts = {p: recipe.part_of(smoke, p).model_copy(update={"base": str(bases[p])}) for p in PARTS}
    return smoke.model_copy(update=parts)


@pytest.fixture
def data(tones: Callable[..., Path], tmp_path: Path) -> Path:
    """A folder with the manifests that the smoke configuration names."""
    tones()
    manifest.write(tmp_path / "lights.jsonl", sentences())
    replies = [("hello there", "hello how are you"), ("are you fine", "I am fine thank you")]
    said = [Example(text=t, reply=r, split=s) for s in manifest.SPLITS for t, r in replies]
    facts = [
        Example(text="lights", facts={"place": "kitchen"}, reply="the kitchen lights are on", split=s)
        for s in manifest.SPLITS
    ]
    manifest.write(tmp_path / "chat.jsonl", [*said, *facts])
    return tmp_path


def test_a_bundle_is_made_read_back_and_not_made_again(
    config: BundleConfig, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "bundle"
    made = recipe.main(config, data, output, beside=SMOKE, on="cpu", command="assistant-train all").to_json()
    found = bundle.parts(bundle.read(output))
    assert [Path(folder) for _, folder in found] == [output / part for part in PARTS]
    assert json.loads((output / "metrics.json").read_text("utf-8")) == made
    for part in PARTS:
        assert made[part] == json.loads((output / part / "metrics.json").read_text("utf-8"))
        assert made["megabytes"][part] > 0 and made["seconds"][part] > 0
    for key in ("wer", "intent_accuracy"):
        assert key in made[{"wer": "recognizer"}.get(key, "classifier")]
    assert made["scored"]["tones"]["wer"] == pytest.approx(made["recognizer"]["manifests"]["tones"]["wer"])
    assert "baseline" in made["scored"]["tones"]
    text = (output / "README.md").read_text("utf-8")
    assert "# smoke 0" in text and "| recognizer, tones | word error rate |" in text
    report = (recipe.run_folder(output) / page.FILE).read_text("utf-8")
    assert "Training the recognizer" in report and "Training the generator" in report

    weights = [output / part / "metrics.json" for part in PARTS]
    before = [file.stat().st_mtime_ns for file in weights]
    (output / "generator" / "metrics.json").unlink()
    capsys.readouterr()
    again = recipe.main(config, data, output, beside=SMOKE, resume=True, on="cpu").to_json()
    # two stay, the third goes on from its last checkpoint to the same end
    assert capsys.readouterr().err.count("is finished.") == 2
    assert [file.stat().st_mtime_ns for file in weights][:2] == before[:2]
    assert again["generator"]["perplexity"] == made["generator"]["perplexity"]
    assert again["seconds"]["generator"] > made["seconds"]["generator"]


def test_what_is_missing_is_named_before_anything_is_trained(config: BundleConfig, data: Path) -> None:
    (data / "chat.jsonl").unlink()
    wrong = config.model_copy(update={"scored": [ScoredConfig(data="hwu64", models=["classifier"])]})
    output = data / "bundle"
    with pytest.raises(ConfigError, match=r"neither a corpus .* nor a manifest: chat, hwu64") as told:
        recipe.main(wrong, data, output, beside=SMOKE, on="cpu")
    assert told.value.exit_code == 2 and not output.exists()


def test_a_part_without_its_configuration_is_named(config: BundleConfig, data: Path) -> None:
    part = config.recognizer.model_copy(update={"config": Path("missing.toml")})
    with pytest.raises(ConfigError, match=r"missing\.toml"):
        recipe.main(config.model_copy(update={"recognizer": part}), data, data / "bundle", beside=SMOKE)


def test_the_released_configuration_names_what_there_is() -> None:
    released = read(CONFIGS / "released.toml", BundleConfig)
    for part in PARTS:
        recipe.recipe_settings(part, recipe.part_of(released, part), CONFIGS)
    for path in released.classifier.domains:
        assert (CONFIGS / path).is_file()
