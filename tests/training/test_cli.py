"""The commands of `assistant-train`: help without heavy imports, mistakes in one sentence, the table."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata

import pytest
from rich.console import Console

from training import cli
from training.evaluation.types import Metric, Metrics


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    heavy = "{'torch', 'transformers', 'sklearn', 'matplotlib', 'jiwer'} & set(sys.modules)"
    code = (
        "import sys; sys.argv = ['assistant-train', '--help']\n"
        "from training import cli\n"
        f"try: cli.main()\nfinally: print({heavy} or 'light')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("light")
    for command in ("recognizer", "classifier", "generator", "prepare", "evaluate", "all", "personal"):
        assert command in done.stdout


def test_a_missing_corpus_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["prepare", "no-such-corpus"])
    assert ended.value.code == 2 and "no-such-corpus" in capsys.readouterr().err


def test_the_table_shows_the_baseline_beside_the_model() -> None:
    model = Metrics(2, {"wer": Metric(0.1, 0.05, 0.2, 1200), "empty": Metric(0)})
    shown = Console(width=120, record=True)
    shown.print(cli.table(model, Metrics(2, {"wer": Metric(0.5)})))
    text = shown.export_text()
    assert (
        "word error rate" in text and "0.500" in text and "0.100 [0.050, 0.200]" in text and "1,200" in text
    )
    shown.print(cli.table(model, None))
    assert "–" in shown.export_text()


def test_the_version_and_the_short_help_of_every_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["assistant-train"])
    for arguments in (["--version"], ["-h"], ["classifier", "-h"], ["domain", "new", "-h"]):
        with pytest.raises(SystemExit) as left:
            cli.main(arguments)
        assert left.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(metadata.version("trainable-assistant"))
