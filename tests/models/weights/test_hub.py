"""Hub models against a small hub of our own on the loopback."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from models.errors import CheckpointError, StoreError
from models.weights import store

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """Models by id, each its files; and who asked for what."""

    models: dict[str, dict[str, bytes]] = field(default_factory=dict)
    gated: set[str] = field(default_factory=set)
    served: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, hub: Hub, *arguments: object) -> None:
        self.hub = hub
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        parts = self.path.split("?")[0].strip("/").split("/")
        api = parts[:2] == ["api", "models"]
        name = "/".join(parts[2:4] if api else parts[:2])
        if name in self.hub.gated:
            self._answer(403, b"", {"X-Error-Code": "GatedRepo"})
        elif name not in self.hub.models:
            self._answer(404, b"", {"X-Error-Code": "RepoNotFound"})
        elif api and "tree" in parts:
            tree = [
                {"type": "file", "path": path, "size": len(content), "oid": hashlib.sha1(content).hexdigest()}
                for path, content in self.hub.models[name].items()
            ]
            self._answer(200, json.dumps(tree).encode(), {"Content-Type": "application/json"})
        elif api:
            siblings = [{"rfilename": path} for path in self.hub.models[name]]
            about = {"id": name, "modelId": name, "sha": COMMIT, "siblings": siblings}
            self._answer(200, json.dumps(about).encode(), {"Content-Type": "application/json"})
        else:
            path = "/".join(parts[4:])
            content = self.hub.models[name][path]
            if self.command == "GET":
                self.hub.served.append(path)
            etag = hashlib.sha256(content).hexdigest()
            self._answer(200, content, {"ETag": f'"{etag}"', "X-Repo-Commit": COMMIT})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    models = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, models))
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield models
    server.shutdown()
    thread.join()
    server.server_close()


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
