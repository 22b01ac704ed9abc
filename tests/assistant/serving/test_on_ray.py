"""Two replicas on Ray Serve behind one address; needs the extra `ray`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import yaml

from models.errors import ConfigError

pytest.importorskip("ray", reason="the extra ray is not installed")
ROOT = Path(__file__).parents[3]
FILE = ROOT / "examples/serve/ray.yaml"
TOKEN = "a-token-of-the-owner"
PROGRAM = """
import sys, time, yaml, ray
from pathlib import Path
from ray import serve
from assistant.serving import on_ray

told = yaml.safe_load(Path(sys.argv[1]).read_text())
(app,) = told["applications"]
module, _, name = app["import_path"].partition(":")
assert module == on_ray.__name__
ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
serve.start(http_options={"host": "127.0.0.1", "port": int(sys.argv[3])})
bound = getattr(on_ray, name)(app["args"] | {"config": sys.argv[2], "cpus": 0.5})
serve.run(bound, name=app["name"], route_prefix=app["route_prefix"])
print(serve.status().applications[app["name"]].deployments[on_ray.DEPLOYMENT].replica_states, flush=True)
sys.stdin.read()
serve.shutdown()
ray.shutdown()
"""


@pytest.fixture
def address(tiny_bundle: Path, tmp_path: Path) -> Iterator[str]:
    """The deployment file's application, with tiny models and a token, at a free port."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "token").write_text(TOKEN)
    settings = f'bundle = "{tiny_bundle}"\ndevice = "cpu"\n[serving]\ntoken_file = "{tmp_path / "token"}"\n'
    (tmp_path / "config.toml").write_text(settings)
    command = [sys.executable, "-c", PROGRAM, str(FILE), str(tmp_path / "config.toml"), str(port)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": str(ROOT)},
    ) as program:
        assert program.stdout is not None and program.stdin is not None
        lines = iter(program.stdout.readline, "")
        assert any("RUNNING" in line and "2" in line for line in lines), "two replicas run"
        yield f"http://127.0.0.1:{port}"
        program.stdin.close()
        assert program.wait(120) == 0


def test_two_replicas_answer_and_ask_for_the_token(address: str) -> None:
    known = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=address, timeout=120) as client:
        assert client.get("/api/status").status_code == 401
        client.headers.update(known)

        def ask(number: int) -> httpx.Response:
            return client.post("/api/text", json={"text": "turn on the kitchen light"})

        with ThreadPoolExecutor(8) as pool:
            answers = [*pool.map(ask, range(16))]
        assert {answer.status_code for answer in answers} == {200}
        assert {answer.json()["events"][0]["transcript"] for answer in answers} == {
            "turn on the kitchen light"
        }
        # what lives on conversations is left out
        described = client.get("/openapi.json").json()["paths"]
        assert "/v1/audio/transcriptions" in described and "/api/training" not in described
        assert [p["name"] for p in described["/api/text"]["post"].get("parameters", [])] == ["speech"]


def test_ray_must_not_report_its_use(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.serving import on_ray

    monkeypatch.delenv(on_ray.USAGE, raising=False)
    with pytest.raises(ConfigError, match="set RAY_USAGE_STATS_ENABLED=0"):
        on_ray.application({})


def test_wrong_arguments_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.serving import on_ray

    monkeypatch.setenv(on_ray.USAGE, "0")
    with pytest.raises(ConfigError, match="replicas"):
        on_ray.application({"replicas": 0})


def test_the_deployment_file_names_its_own_computer() -> None:
    from ray.serve.schema import ServeDeploySchema

    schema = ServeDeploySchema.model_validate(yaml.safe_load(FILE.read_text("utf-8")))
    assert schema.http_options.host == "127.0.0.1"
