"""README's figures are what the command makes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models import paths
from models.errors import ConfigError
from training import cli
from training.report import readme

README = Path(__file__).parents[3] / "README.md"


def test_the_readme_shows_the_released_models_figures() -> None:
    text = README.read_text(encoding="utf-8")
    made = readme.replaced(text, readme.table(paths.released()), str(README))
    assert text == made, "run `assistant-train figures`"


def test_the_table_by_hand(tmp_path: Path) -> None:
    metrics = {
        "manifests": {
            "an4": {"wer": 0.05, "wer_ci": [0.04, 0.06], "wer_n": 1200, "cer_no_spaces": 0.2},
            "coffee": {"wer": 0.05, "wer_ci": [0.03, 0.07], "wer_n": 90},
        },
        "baseline": {"manifests": {"an4": {"wer": 0.5, "wer_ci": [0.4, 0.6]}}},
    }
    (tmp_path / "recognizer").mkdir()
    (tmp_path / "recognizer" / "metrics.json").write_text(json.dumps(metrics), "utf-8")
    page = tmp_path / "README.md"
    page.write_text(f"# Before\n{readme.BEGIN}\nold\n{readme.END}\nafter\n", "utf-8")
    assert readme.write(page, tmp_path) and not readme.write(page, tmp_path)
    _, *rows, _, after = page.read_text("utf-8").splitlines()
    assert rows[3:] == [
        "| [recognizer](models/released/recognizer/README.md) | an4 | word error rate | 0.500 | **0.050** "
        "| 1,200 |",
        "|  | an4 | character error rate without spaces | – | 0.200 |  |",
        "|  | coffee | word error rate | – | 0.050 | 90 |",
    ]
    assert after == "after"


def test_without_markers_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "README.md"
    page.write_text("# No place for figures\n", "utf-8")
    with pytest.raises(ConfigError, match="lacks the markers"):
        readme.write(page, paths.released())
    with pytest.raises(SystemExit) as ended:
        cli.main(["figures", "--readme", str(page)])
    assert ended.value.code == 2 and "lacks the markers" in " ".join(capsys.readouterr().err.split())
    assert page.read_text("utf-8") == "# No place for figures\n"
