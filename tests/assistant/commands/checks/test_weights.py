"""Weights, engines and bundles that are damaged, and mended."""

from __future__ import annotations

import pytest

from assistant.commands.checks import weights
from assistant.commands.checks.check import mended
from assistant.config import Config
from models import paths
from models.bundles import active, bundle
from models.weights import stamp, store
from tests.fixtures.package_index import TinyStore


def test_a_base_that_is_not_there_is_downloaded(tiny_store: TinyStore) -> None:
    (check,) = weights.weights()
    assert (check.status, check.do) == ("warning", "assistant models pull")
    assert mended(check).found == "mended: downloaded and verified"
    (check,) = weights.weights()
    assert check.status == "ok"


@pytest.mark.parametrize("harm", ["cut", "altered", "deleted"])
def test_damaged_weights_are_downloaded_again(tiny_store: TinyStore, harm: str) -> None:
    file = store.ensure("tiny") / "model.safetensors"
    content = file.read_bytes()
    match harm:
        case "cut":
            file.write_bytes(content[:-1])
        case "altered":
            file.write_bytes(content[:-1] + b"x")
        case "deleted":
            file.unlink()
    (check,) = weights.weights()
    assert check.status == "missing" and "altered" in check.found
    assert mended(check).status == "ok"
    assert file.read_bytes() == content
    assert [one.status for one in weights.weights()] == ["ok"]


def test_weights_that_cannot_be_downloaded_stay_a_finding(tiny_store: TinyStore) -> None:
    file = store.ensure("tiny") / "model.safetensors"
    file.write_bytes(b"x")
    tiny_store.index.files.clear()
    (check,) = weights.weights()
    assert mended(check).status == "missing" and "could not be mended" in mended(check).found


def test_a_damaged_engine_is_deleted_to_be_made_again() -> None:
    for name in ("bert-1", "gpt-2"):
        folder = paths.engines() / name
        folder.mkdir(parents=True)
        (folder / "model.bin").write_bytes(b"weights")
        stamp.write(folder, "key")
    assert list(weights.engines()) == []
    (paths.engines() / "gpt-2" / "model.bin").write_bytes(b"weightX")
    (check,) = weights.engines()
    assert check.status == "missing" and check.found.startswith("gpt-2: ")
    assert "made again" in mended(check).found
    assert [folder.name for folder in paths.engines().iterdir()] == ["bert-1"]


def test_a_broken_bundle_is_rolled_back() -> None:
    (check,) = weights.bundle_in_use(Config())
    assert check.status == "ok" and check.found.startswith("home@")
    folder = paths.bundles() / "mine" / "1"
    folder.mkdir(parents=True)
    (folder / bundle.FILE).write_text("= broken")
    active.change(lambda before: (*before, active.place(folder)))
    (check,) = weights.bundle_in_use(Config())
    assert check.status == "missing" and "broken" in check.found
    assert "home@" in mended(check).found
    (check,) = weights.bundle_in_use(Config())
    assert check.status == "ok"


def test_a_bundle_that_the_configuration_names_is_its_owners_choice() -> None:
    (check,) = weights.bundle_in_use(Config(bundle="nowhere"))
    assert check.status == "missing" and check.fix is None
