"""`assistant explain`: text, page, JSON, and mistakes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.commands.explain import explain
from assistant.config import Config
from assistant.explaining import explainer
from models.command_line import PlainConsole
from models.errors import InputError

SOUND = Path(__file__).parents[3] / "examples" / "set-a-timer.wav"


@pytest.mark.weights
def test_a_text_and_a_recording_as_json_and_as_a_page(
    weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explainer, "find_spec", lambda name: None)
    page, console = tmp_path / "page.html", PlainConsole()
    missing = str(tmp_path / "none.wav")
    sounds = [str(SOUND), missing]
    assert not explain(Config(), "stop", sounds, console, json_lines=True, html=page)
    typed, heard, unread = map(json.loads, capsys.readouterr().out.splitlines())
    assert typed["text"] == "stop" and typed["hearing"] is None
    assert (
        heard["hearing"]["source"] == str(SOUND) and heard["commands"][0]["command"]["intent"] == "timer_set"
    )
    assert unread["source"] == missing and "error" in unread
    assert page.read_text("utf-8").count("<article>") == 2
    assert explain(Config(), "stop", [], console)
    assert "general_commandstop" in capsys.readouterr().out


def test_nothing_to_explain_is_named() -> None:
    with pytest.raises(InputError, match="nothing to explain"):
        explain(Config(), " ", [], PlainConsole())


def test_a_missing_classifier_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "--classifier", str(tmp_path / "none"), "explain", "a tea"],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 2 and "no such classifier" in done.stderr.replace("\n", " ")
    assert done.stdout == ""
