"""The server's addresses, and its end."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from assistant.config import ServingConfig
from assistant.serving.server import serve
from models.errors import ConfigError, DeviceError
from tests.fixtures.serving import Served

TOKEN = "a-token-of-the-owner"


def test_the_root_of_an_address_is_told_and_a_token_asked_for(
    serve_with: Callable[..., AbstractContextManager[Served]],
) -> None:
    with serve_with(TOKEN) as served:
        assert served.addresses[0].startswith("http://127.0.0.1:")
        assert served.client.get("/api/status").status_code == 401
        known = served.client.get("/api/status", headers={"Authorization": f"Bearer {TOKEN}"})
        assert known.json()["language"] == "en"


def test_an_address_in_use_is_named(served: Served) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(DeviceError, match=f"127.0.0.1:{taken.getsockname()[1]}.*--port"):
            serve(served.service, ServingConfig(port=taken.getsockname()[1]), None, lambda running: None)


def test_a_certificate_that_cannot_be_read_is_named(served: Served, tmp_path: Path) -> None:
    config = ServingConfig(port=0, certificate=str(tmp_path / "none.pem"), key=str(tmp_path / "none.key"))
    with pytest.raises(ConfigError, match="certificate or key cannot be used"):
        serve(served.service, config, None, lambda running: None)
