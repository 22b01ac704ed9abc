"""Pinned files of a hub on the loopback: one attempt, bounded in time and remembered for the run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from huggingface_hub import constants

from models.weights import catalogue, hub
from models.weights.catalogue import Base
from models.weights.transfer import Refused, Unreachable
from tests.fixtures.hub import COMMIT
from tests.fixtures.package_index import TinyStore


@pytest.fixture
def base(tiny_store: TinyStore) -> Base:
    tiny_store.hub.closes = False
    return catalogue.catalogue()[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


def fetch(base: Base, folder: Path) -> list[int]:
    done: list[int] = []
    hub.fetch(base, folder, done.append)
    return done


def test_the_pinned_revision_is_fetched_once(tiny_store: TinyStore, base: Base, folder: Path) -> None:
    done = fetch(base, folder)
    assert (folder / "model.safetensors").read_bytes() == tiny_store.weights
    assert (folder / "config.json").read_bytes() == b"{}"
    assert done == sorted(done) and done[-1] == base.download_bytes
    path = f"/nobody/tiny/resolve/{COMMIT}"
    assert tiny_store.hub.requests == [
        (f"{path}/model.safetensors", "bytes=0-0"),
        (f"{path}/model.safetensors", None),
        (f"{path}/config.json", None),
    ]
    fetch(base, folder)
    assert len(tiny_store.hub.served) == 2


def test_an_interrupted_download_continues(tiny_store: TinyStore, base: Base, folder: Path) -> None:
    tiny_store.hub.cuts = [1000]
    fetch(base, folder)
    assert (folder / "model.safetensors").read_bytes() == tiny_store.weights
    assert tiny_store.hub.requests[2][1] == "bytes=1000-"


def test_a_download_that_brings_no_more_bytes_is_given_up(
    tiny_store: TinyStore, base: Base, folder: Path
) -> None:
    tiny_store.hub.cuts = [1000, 0]
    with pytest.raises(Unreachable, match="could not be reached"):
        fetch(base, folder)


def test_other_bytes_are_refused(tiny_store: TinyStore, base: Base, folder: Path) -> None:
    tiny_store.hub.models["nobody/tiny"]["config.json"] = b"[]"
    with pytest.raises(Refused, match=r"config.json: the file of 127.0.0.1 .* expected sha256"):
        fetch(base, folder)


def test_a_slow_hub_is_given_up(
    tiny_store: TinyStore, base: Base, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "FIRST_BYTE_SECONDS", 0.2)
    tiny_store.hub.delay_seconds = 1.0
    # a busy computer may not even connect within the limit
    late = r"127.0.0.1: (did not answer within 0.2 s|could not be reached: timed out)"
    with pytest.raises(Unreachable, match=late):
        fetch(base, folder)


@pytest.mark.parametrize("failure", ["closes", "server error", "no server"])
def test_a_failure_is_remembered_for_the_run(
    tiny_store: TinyStore, base: Base, folder: Path, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    match failure:
        case "closes":
            tiny_store.hub.closes = True
        case "server error":
            tiny_store.hub.status = 503
        case "no server":
            monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(Unreachable, match=r"127.0.0.1: (could not be reached: |answered 503)"):
        fetch(base, folder)
    tries = len(tiny_store.hub.requests)
    with pytest.raises(Unreachable, match="could not be reached earlier in this run"):
        fetch(base, folder)
    assert len(tiny_store.hub.requests) == tries <= 1
    # child processes inherit it
    assert os.environ[hub.UNREACHABLE] == hub.endpoint()


def test_another_endpoint_is_tried(
    tiny_store: TinyStore, base: Base, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(hub.UNREACHABLE, "http://127.0.0.1:9")
    fetch(base, folder)
    assert tiny_store.hub.served == ["model.safetensors", "config.json"]


def test_a_missing_model_is_not_an_unreachable_hub(tiny_store: TinyStore, base: Base, folder: Path) -> None:
    files = tiny_store.hub.models.pop("nobody/tiny")
    with pytest.raises(Unreachable, match=r"answered 404 for model\.safetensors"):
        fetch(base, folder)
    tiny_store.hub.models["nobody/tiny"] = files
    fetch(base, folder)


def test_the_librarys_offline_setting_applies(
    tiny_store: TinyStore, base: Base, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(Unreachable, match="HF_HUB_OFFLINE"):
        fetch(base, folder)
    assert not tiny_store.hub.requests


def test_the_endpoint_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://hub.example/")
    assert hub.endpoint() == "https://hub.example"
    monkeypatch.setenv("HF_ENDPOINT", "")
    assert hub.endpoint() == "https://huggingface.co"
