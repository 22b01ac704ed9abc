"""Models that a user names by hub id, against a small hub on the loopback."""

from __future__ import annotations

import pytest

from models.errors import CheckpointError, StoreError
from models.weights import store
from tests.fixtures.hub import Hub


def test_safetensors_and_settings_are_fetched_and_pickles_are_not(hub: Hub) -> None:
    hub.models["someone/some-model"] = {
        "config.json": b"{}",
        "model.safetensors": b"weights" * 1000,
        "tokenizer.json": b"{ }",
        "pytorch_model.bin": b"a pickle",
        "training_args.pt": b"a pickle",
        "onnx/model.safetensors": b"another format",
        "code.py": b"1/0",
    }
    told: list[tuple[str, int, int]] = []
    folder = store.ensure("someone/some-model", lambda *said: told.append(said))
    assert sorted(file.name for file in folder.iterdir()) == [
        "config.json",
        "model.safetensors",
        "tokenizer.json",
    ]
    assert (folder / "model.safetensors").read_bytes() == b"weights" * 1000
    assert sorted(hub.served) == ["config.json", "model.safetensors", "tokenizer.json"]
    assert told[0][0] == "fetching someone/some-model from the Hugging Face hub"


def test_a_fetched_model_needs_no_network(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.models["someone/some-model"] = {"config.json": b"{}", "model.safetensors": b"weights"}
    folder = store.ensure("someone/some-model")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert store.ensure("someone/some-model") == folder


def test_a_model_of_pickles_alone_is_refused(hub: Hub) -> None:
    hub.models["someone/old"] = {"config.json": b"{}", "pytorch_model.bin": b"a pickle"}
    with pytest.raises(CheckpointError, match="pickled weights are never loaded"):
        store.ensure("someone/old")


def test_no_such_model(hub: Hub) -> None:
    with pytest.raises(CheckpointError, match="someone/nothing: the Hugging Face hub has no such model"):
        store.ensure("someone/nothing")


def test_a_gated_model_says_what_to_do(hub: Hub) -> None:
    hub.gated.add("someone/gated")
    with pytest.raises(CheckpointError, match="hf auth login"):
        store.ensure("someone/gated")


def test_a_hub_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(
        StoreError, match=r"someone/some-model: not on this machine, and .* could not be reached"
    ):
        store.ensure("someone/some-model")
