"""Manifests by name: prepared from corpora, and found for the released configuration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from models import manifest
from models.bundles.bundle import PARTS
from models.errors import ConfigError
from models.manifest import Example
from training.bundle import recipe
from training.bundle.config import BundleConfig
from training.bundle.data import Manifests
from training.config import CONFIGS, read

SMOKE = CONFIGS / "smoke"


@pytest.fixture
def config() -> BundleConfig:
    return read(SMOKE / "all.toml", BundleConfig)


def test_corpora_are_prepared_from_folders_of_their_names(
    config: BundleConfig, tmp_path: Path, shared_data: Callable[[str], Path]
) -> None:
    made = Manifests(config, SMOKE, shared_data("clips").parent, tmp_path / "work")
    made.prepare(["clips", "clips-rooms", "small_talk"])
    assert {e.split for e in manifest.read(made.path("clips"))} == {"test"}
    assert all(e.text is None for e in manifest.read(made.path("clips-rooms")))
    assert manifest.read(made.path("small_talk"))


def test_the_released_configuration_finds_its_data(
    shared_data: Callable[[str], Path], tmp_path: Path
) -> None:
    released = read(CONFIGS / "released.toml", BundleConfig)
    made = Manifests(released, CONFIGS, shared_data("hwu64").parent, tmp_path)
    named = [n for p in PARTS for n in recipe.part_of(released, p).data] + [s.data for s in released.scored]
    assert [name for name in named if not made.knows(name)] == []
    # the synthetic speech is of sentences that no recognizer is scored on
    texts = {e.text for e in manifest.read(made.path("general-texts"))}
    assert not texts & {e.text for e in manifest.read(made.path("coffee"))}


def test_finished_manifests_are_taken_as_they_are_and_unknown_names_are_refused(
    config: BundleConfig, tmp_path: Path
) -> None:
    manifest.write(tmp_path / "tones.jsonl", [Example(text="light", split="train")])
    manifests = Manifests(config, SMOKE, tmp_path, tmp_path / "work")
    manifests.prepare(["tones"])
    assert manifests.path("tones") == tmp_path / "tones.jsonl" and not (tmp_path / "work").exists()
    assert manifests.knows("tones") and not manifests.knows("music")
    with pytest.raises(ConfigError, match=r"neither a corpus .* nor a manifest: music"):
        manifests.prepare(["tones", "music"])


def test_re_recognized_text_needs_its_texts_and_its_noise(config: BundleConfig, tmp_path: Path) -> None:
    table = {"more": {"data": ["lights"], "noise": "hum"}}
    wider = BundleConfig.model_validate({**config.model_dump(), "heard": table})
    manifest.write(tmp_path / "lights.jsonl", [Example(text="light", split="train")])
    manifests = Manifests(wider, SMOKE, tmp_path, tmp_path / "work")
    assert not manifests.knows("more")
    manifest.write(tmp_path / "hum.jsonl", [Example(text="hum", split="train")])
    assert manifests.knows("more")
    assert manifests.beside([Path("home.toml")]) == [SMOKE / "home.toml"]
