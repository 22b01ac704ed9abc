"""The files of `examples/serve`: the unit is valid, the container builds and answers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.config import Config, own_only

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "examples/serve/assistant.service"
CONTAINER = ROOT / "examples/serve/Containerfile"
SETTINGS = ROOT / "examples/serve/container.toml"
PROGRAM = ".local/share/assistant-venv/bin/assistant"
TOKEN = "a-token-of-the-owner"
LONGEST_BUILD_S, LONGEST_START_S = 1800, 600


@pytest.fixture
def verify(tmp_path: Path) -> list[str]:
    """systemd's own check, in a home of its own that has the program."""
    if (analyze := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd-analyze is not installed")
    program = tmp_path / PROGRAM
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    (tmp_path / "run").mkdir()
    return ["env", f"HOME={tmp_path}", f"XDG_RUNTIME_DIR={tmp_path / 'run'}", analyze, "--user", "verify"]


def test_the_unit_is_one_that_systemd_knows(verify: list[str]) -> None:
    done = subprocess.run([*verify, str(UNIT)], capture_output=True, text=True, check=False)
    # of a misspelt key it only warns
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_misspelt_unit_would_be_noticed(verify: list[str], tmp_path: Path) -> None:
    wrong = tmp_path / "assistant.service"
    wrong.write_text(UNIT.read_text("utf-8").replace("UMask", "UMusk"), "utf-8")
    done = subprocess.run([*verify, str(wrong)], capture_output=True, text=True, check=False)
    assert "UMusk" in done.stderr


def test_the_unit_may_write_where_the_program_does() -> None:
    text = UNIT.read_text("utf-8")
    assert "ReadWritePaths=%h/.local/share/trainable-assistant" in text
    assert re.search(r"^ExecStart=%h/(\S+) serve$", text, re.M)[1] == PROGRAM  # type: ignore[index]


def test_the_container_copies_what_is_there_and_asks_for_a_token() -> None:
    sources = re.findall(r"^COPY (.+) \S+$", CONTAINER.read_text("utf-8"), re.M)
    assert sources and all((ROOT / name).exists() for line in sources for name in line.split())
    config = Config.model_validate(tomllib.loads(SETTINGS.read_text("utf-8")))
    assert not own_only(config.serving.host) and config.serving.token_file
    # what it gives beyond its own address is named in the file
    assert re.findall(r"^EXPOSE (\d+)", CONTAINER.read_text("utf-8"), re.M) == [str(config.serving.port)]


@pytest.fixture
def engine() -> str:
    """A container engine that answers."""
    for name in ("docker", "podman"):
        if (found := shutil.which(name)) is None:
            continue
        told = subprocess.run([found, "info"], capture_output=True, text=True, check=False)
        if told.returncode == 0:
            return found
    pytest.skip("no container engine answers: docker or podman with its daemon")


@pytest.fixture
def container(engine: str, weights: Path, tmp_path: Path) -> Iterator[str]:
    """The container's address, with the base models of this computer."""
    tag = "assistant-of-the-tests"
    build = [engine, "build", "-f", str(CONTAINER), "-t", tag, str(ROOT)]
    subprocess.run(build, check=True, timeout=LONGEST_BUILD_S)
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "token").chmod(0o644)
    bases = (weights / "bases").resolve()
    begin = [
        engine, "run", "--rm", "-d", "-p", "127.0.0.1::8765", "-v", f"{bases}:/data/bases:ro",
        "-v", f"{tmp_path / 'token'}:/run/secrets/assistant-token:ro", tag,
    ]  # fmt: skip
    started = subprocess.run(begin, capture_output=True, text=True, check=True)
    name = started.stdout.strip()
    try:
        told = subprocess.run([engine, "port", name, "8765"], capture_output=True, text=True, check=True)
        yield f"http://{told.stdout.splitlines()[0]}"
    finally:
        subprocess.run([engine, "stop", name], check=False, capture_output=True)


@pytest.mark.weights
@pytest.mark.skipif("CI" in os.environ, reason="builds an image of gigabytes")
def test_the_container_answers(container: str) -> None:
    known = {"Authorization": f"Bearer {TOKEN}"}
    deadline = time.monotonic() + LONGEST_START_S
    while time.monotonic() < deadline:
        try:
            status = httpx.get(f"{container}/api/status", headers=known)
            break
        except httpx.TransportError:
            time.sleep(1)
    assert status.json()["language"] == "en"
    asked = httpx.post(
        f"{container}/api/text", json={"text": "what is two plus two"}, headers=known, timeout=120
    )
    assert "4" in json.dumps(asked.json()["events"])
    assert httpx.get(f"{container}/api/status").status_code == 401
