"""Bundles: found by name, version or folder; their models by folder or name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models import paths
from models.bundles import bundle
from models.errors import CheckpointError


def write(
    folder: Path, *, name: str = "mine", version: str = "1", classifier: str = "classifier", more: str = ""
) -> None:
    (folder / "classifier").mkdir(parents=True)
    (folder / "bundle.toml").write_text(
        f'name = "{name}"\nversion = "{version}"\nrecognizer = "whisper-base"\n'
        f'classifier = "{classifier}"\ngenerator = "someone/some-gpt"\n{more}'
    )


def test_models_are_folders_beside_the_file_store_names_or_hub_ids(tmp_path: Path) -> None:
    write(tmp_path / "b")
    found = bundle.resolve(str(tmp_path / "b"))
    assert (found.name, found.version) == ("mine", "1")
    assert found.recognizer == "whisper-base"
    assert found.classifier == str(tmp_path / "b" / "classifier")
    assert found.generator == "someone/some-gpt"


def test_models_that_are_not_the_bundles_own_have_a_mark(tmp_path: Path) -> None:
    write(tmp_path / "b")
    found = bundle.resolve(str(tmp_path / "b"))
    own = bundle.Parts(found.recognizer, found.classifier, found.generator)
    assert bundle.mark(found, own) == "mine@1"
    other = tmp_path / "other"
    other.mkdir()
    marks = {bundle.mark(found, replace(own, classifier=str(other)))}
    (other / "classifier.json").write_text("{}")
    marks.add(bundle.mark(found, replace(own, classifier=str(other))))
    assert len(marks) == 2 and all(one.startswith("mine@1+") for one in marks)


def test_an_adapter_needs_its_base(tmp_path: Path) -> None:
    write(tmp_path / "b")
    adapter = tmp_path / "b" / "classifier"
    (adapter / "adapter_config.json").write_text('{"base_model_name_or_path": "minilm-l6-v2"}')
    (adapter / "adapter_model.safetensors").write_bytes(b"")
    needed = list(bundle.bases(bundle.resolve(str(tmp_path / "b"))))
    assert needed == ["whisper-base", "minilm-l6-v2", "someone/some-gpt"]


def test_a_name_is_its_highest_version() -> None:
    for version in ("1.9", "1.10", "1.2"):
        write(paths.bundles() / "mine" / version, version=version)
    write(paths.bundles() / "other" / "7", name="other", version="7")
    assert bundle.resolve("mine").version == "1.10"
    assert bundle.resolve("mine/1.2").version == "1.2"
    assert [each.version for each in bundle.available()[1:]] == ["1.2", "1.9", "1.10", "7"]


def test_the_released_bundle_has_a_name_too() -> None:
    released = bundle.read(paths.released())
    for part, model in bundle.parts(released):
        assert model == str(paths.released() / part)
    assert bundle.available() == (released,)
    assert bundle.resolve(f"{released.name}@{released.version}") == released


@pytest.mark.parametrize("name", ["nothing", "nothing/1", "", "*", "../.."])
def test_a_name_that_is_no_bundle(name: str) -> None:
    write(paths.bundles() / "mine" / "1")
    with pytest.raises(CheckpointError, match=r"no bundle has this name|there is no such bundle"):
        bundle.resolve(name)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ({"classifier": "gone"}, "its classifier is not there"),
        ({"more": "colour = 1"}, "colour: extra inputs are not permitted"),
        ({"more": "colour = "}, "not TOML"),
    ],
)
def test_a_broken_bundle_says_what_is_wrong(tmp_path: Path, harm: dict[str, str], said: str) -> None:
    write(tmp_path / "b", **harm)
    with pytest.raises(CheckpointError, match=said):
        bundle.resolve(str(tmp_path / "b"))
