"""The figures of README and of the figures page are what the command writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models import paths
from models.errors import CheckpointError, ConfigError
from training import cli
from training.report import figures_page

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("page", [figures_page.README, figures_page.PAGE], ids=str)
def test_the_pages_show_the_released_models_figures(page: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert text == figures_page.replaced(text, paths.released(), str(page)), "run `assistant-train figures`"


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A bundle of a recognizer's metrics alone."""
    metrics = {
        "manifests": {
            "an4": {"wer": 0.05, "wer_ci": [0.04, 0.06], "wer_n": 1200, "cer_no_spaces": 0.2},
            "coffee": {"wer": 0.05, "wer_ci": [0.03, 0.07], "wer_n": 90},
        },
        "baseline": {"manifests": {"an4": {"wer": 0.5, "wer_ci": [0.4, 0.6]}}},
    }
    (tmp_path / "recognizer").mkdir()
    (tmp_path / "recognizer" / "metrics.json").write_text(json.dumps(metrics), "utf-8")
    return tmp_path


def test_the_tables_by_hand(released: Path) -> None:
    assert figures_page.table(released).splitlines()[2:] == [
        "| [recognizer](../../models/released/recognizer/README.md) | an4 | word error rate "
        "| 0.500 | **0.050** | 1,200 |",
        "|  | an4 | character error rate without spaces | – | 0.200 |  |",
        "|  | coffee | word error rate | – | 0.050 | 90 |",
    ]
    assert figures_page.summary(released).splitlines()[2:] == [
        "| spelled names and numbers, word error rate | 0.500 | **0.050** "
        "| `assistant-train evaluate --data an4.jsonl --recognizer models/released/recognizer` |"
    ]


def test_each_block_of_a_page_is_replaced(tmp_path: Path, released: Path) -> None:
    page = tmp_path / "page.md"
    (first, first_end), (second, second_end) = map(figures_page.markers, figures_page.BLOCKS)
    page.write_text(f"before\n{second}\nold\n{second_end}\n{first}\n{first_end}\nafter\n", "utf-8")
    assert figures_page.write(page, released) and not figures_page.write(page, released)
    assert page.read_text("utf-8") == (
        f"before\n{second}\n{figures_page.summary(released)}\n{second_end}\n"
        f"{first}\n{figures_page.table(released)}\n{first_end}\nafter\n"
    )


def test_unreadable_metrics_are_an_error(released: Path) -> None:
    (released / "recognizer" / "metrics.json").write_text("{", "utf-8")
    with pytest.raises(CheckpointError, match="no table of metrics"):
        figures_page.table(released)


def test_without_markers_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "README.md"
    page.write_text("# No place for figures\n", "utf-8")
    with pytest.raises(ConfigError, match="lacks the markers"):
        figures_page.write(page, paths.released())
    with pytest.raises(SystemExit) as ended:
        cli.main(["figures", "--page", str(page)])
    assert ended.value.code == 2 and "lacks the markers" in " ".join(capsys.readouterr().err.split())
    assert page.read_text("utf-8") == "# No place for figures\n"
