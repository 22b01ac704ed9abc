"""Another bundle in use is noticed once, and a broken one leaves the models as they are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.serving.bundle_watch import BundleWatch
from models import paths
from models.bundles import active, bundle, promotion
from models.errors import CheckpointError

NEVER_S = 600.0


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str], str]:
    """Write a bundle of the store's bases and return its folder."""

    def write(name: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        models = {"recognizer": "whisper-base", "classifier": "minilm-l6-v2", "generator": "whisper-base"}
        (folder / bundle.FILE).write_text(bundle.toml(name, "1", models), "utf-8")
        return str(folder)

    return write


def test_a_change_is_noticed_once(make: Callable[[str], str]) -> None:
    loaded: list[str] = []
    with closing(BundleWatch(None, lambda: loaded.append(bundle.resolve().name), NEVER_S)) as watch:
        watch.check()
        assert loaded == []
        promotion.use(make("mine"))
        watch.check()
        watch.check()
        promotion.rollback()
        watch.check()
    assert loaded[0] == "mine" and len(loaded) == 2


def test_it_looks_by_itself(make: Callable[[str], str]) -> None:
    noticed = threading.Event()
    with closing(BundleWatch(None, noticed.set, 0.05)):
        promotion.use(make("mine"))
        assert noticed.wait(30)


def test_a_bundle_that_is_named_stays(make: Callable[[str], str]) -> None:
    loaded: list[bool] = []
    with closing(BundleWatch(make("named"), lambda: loaded.append(True), NEVER_S)) as watch:
        promotion.use(make("mine"))
        watch.check()
    assert loaded == []


def test_what_cannot_be_loaded_is_tried_once(make: Callable[[str], str]) -> None:
    tries: list[bool] = []

    def fail() -> None:
        tries.append(True)
        raise CheckpointError("is damaged")

    with closing(BundleWatch(None, fail, NEVER_S)) as watch:
        promotion.use(make("mine"))
        watch.check()
        watch.check()
        (paths.bundles() / active.FILE).write_text("{")
        watch.check()
    assert tries == [True]
