"""Figures before and after: what counts as a loss, and how they are shown."""

from assistant.exporting import figures
from assistant.exporting.figures import ExportFigure, losses

WER = ExportFigure("word error rate", {"before": 0.100, "cpu": 0.104, "gpu": 0.100}, "a.jsonl", "lower", True)
ACCURACY = ExportFigure(
    "intent accuracy", {"before": 0.92, "cpu": 0.90, "onnx": 0.92}, "a.jsonl", "higher", True
)


def test_a_loss_beyond_the_margin_names_figure_variant_and_size() -> None:
    assert losses([WER], 0.005) == ()
    assert losses([WER, ACCURACY], 0.005) == (
        "intent accuracy on a.jsonl (CPU: int8) is worse by 2.0 points (0.9200 before, 0.9000 now),"
        " beyond the margin of 0.5",
    )
    assert [loss.partition(" on ")[0] for loss in losses([WER, ACCURACY], 0.0)] == [
        "word error rate", "intent accuracy",
    ]  # fmt: skip


def test_a_loss_as_large_as_the_margin_is_none() -> None:
    assert losses([ExportFigure("wer", {"before": 0.3, "cpu": 0.305}, "a", "lower", True)], 0.005) == ()


def test_what_is_better_or_no_score_is_no_loss() -> None:
    better = ExportFigure("word error rate", {"before": 0.2, "cpu": 0.1}, "a", "lower", True)
    size = ExportFigure("size, MB", {"before": 10.0, "cpu": 90.0})
    alone = ExportFigure("intent accuracy", {"cpu": 0.1}, "a", "higher", True)
    assert losses([better, size, alone], 0.0) == ()


def test_every_variant_has_its_column_and_a_missing_figure_a_dash() -> None:
    lines = figures.markdown([WER, ExportFigure("size, MB", {"before": 522.7, "cpu": 12.34})]).splitlines()
    assert lines[2] == "| word error rate | a.jsonl | 0.1000 | 0.1040 | 0.1000 | – |"
    assert lines[3] == "| size, MB | – | 523 | 12.3 | – | – |"
    assert len(figures.table([WER]).columns) == 6
    assert figures.to_json([WER])[0]["values"]["cpu"] == 0.104
