"""The server's addresses, and its end."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from assistant import factory
from assistant.config import Config, ServingConfig
from assistant.serving.server import Running, serve
from assistant.serving.service import Service
from models.bundles import bundle, promotion
from models.errors import ConfigError, DeviceError
from models.nlu import labels
from models.weights import store
from tests.fixtures.serving import Served, ToneSynthesizer

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


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of this computer and its key."""
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("openssl is not installed")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    made = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *made, "-keyout", str(key),
         "-out", str(certificate)], check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


def test_with_a_certificate_it_is_served_over_tls_alone(
    serve_with: Callable[..., AbstractContextManager[Served]], pair: tuple[Path, Path]
) -> None:
    certificate, key = pair
    trusted = ssl.create_default_context(cafile=str(certificate))
    with serve_with(TOKEN, certificate=str(certificate), key=str(key)) as served:
        assert served.http.startswith("https://127.0.0.1:")
        with httpx.Client(verify=trusted, headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            assert client.get(f"{served.http}/api/status").json()["language"] == "en"
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{served.http}/api/status")
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{served.http.replace('https', 'http')}/api/status")


def test_a_promotion_brings_the_new_models_to_clients(
    tiny_bundle: Path, tiny_classifier: Path, tmp_path: Path
) -> None:
    """A running server answers with the promoted classifier, and with the old one after the rollback."""
    described = labels.read(tiny_classifier)
    shutil.copytree(tiny_classifier, tmp_path / "classifier")
    thresholds = described.thresholds.model_copy(update={"reject": 1.0})
    labels.write(tmp_path / "classifier", described.model_copy(update={"thresholds": thresholds}))
    first = bundle.read(tiny_bundle)
    for number, classifier in (("1", first.classifier), ("2", str(tmp_path / "classifier"))):
        made = dict(bundle.parts(first)) | {"classifier": classifier}
        draft = promotion.draft("mine")
        (draft / bundle.FILE).write_text(bundle.toml("mine", number, made), "utf-8")
        promotion.keep(draft)
    # as a training leaves it
    store.engine(tmp_path / "classifier", "bert")
    promotion.use("mine@1")
    config = Config.model_validate({"device": "cpu", "serving": {"port": 0, "wyoming_port": None}})
    loaded = factory.load(config, hears=True, shared=True)
    service = Service(config, loaded, ToneSynthesizer())
    running: list[Running] = []
    server = threading.Thread(
        target=serve, args=(service, config.serving, None, running.append), kwargs={"poll_s": 0.1}
    )
    server.start()

    def thresholds_in_use(wanted: float) -> bool:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if service.classifier.description.thresholds.reject == wanted:  # type: ignore[attr-defined]
                return True
            time.sleep(0.05)
        return False

    try:
        while not running:
            assert server.is_alive()
            time.sleep(0.05)
        before = described.thresholds.reject
        assert before < 1.0 and thresholds_in_use(before)
        asked = {"text": "turn on the kitchen light"}
        assert httpx.post(f"{running[0].addresses[0]}api/text", json=asked, timeout=60).status_code == 200
        promotion.use("mine@2")
        assert thresholds_in_use(1.0)
        told = httpx.post(f"{running[0].addresses[0]}api/text", json=asked, timeout=60).json()
        assert told["events"][0]["decision"] == "reject"
        promotion.rollback()
        assert thresholds_in_use(before)
    finally:
        if running:
            running[0].stop()
        server.join()
        service.close()
