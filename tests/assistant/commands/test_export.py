"""`assistant export`: its options, and its end after a loss."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models import manifest
from models.manifest import Example


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments], capture_output=True, text=True, check=False,
        env={**os.environ, "ASSISTANT_HOME": str(home)},
    )  # fmt: skip


def test_a_bundle_is_exported_and_talks(tiny_bundle: Path, tmp_path: Path) -> None:
    """From the command line, with the measurements in processes of their own."""
    data, home = tmp_path / "lights.jsonl", tmp_path / "home"
    manifest.write(data, [Example(text="turn the light on", intent="lights_on", split="test")])
    out = tmp_path / "out"
    given = ("--bundle", str(tiny_bundle), "--device", "cpu", "export", "--output", str(out), "--json")
    done = run(*given, "--data", str(data), "--margin", "100", home=home)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    names = {figure["name"] for figure in told["figures"]}
    assert {"size, MB", "intent accuracy", "understood as before", "peak memory, MB"} <= names
    assert f"assistant --bundle {out} talk" in done.stderr
    asking = ["--bundle", str(out), "text", "--json", "--until", "understanding"]
    asked = subprocess.run(
        [sys.executable, "-m", "assistant", *asking],
        input="turn the light on\n", capture_output=True, text=True, check=False,
        env={**os.environ, "ASSISTANT_HOME": str(home)},
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["transcript"] == "turn the light on"


@pytest.mark.parametrize("margin", ["-1", "101", "half"])
def test_a_margin_is_a_number_of_points(margin: str, tmp_path: Path) -> None:
    assert run("export", "--margin", margin, home=tmp_path).returncode == 2
