"""Tables of groups for a page, a terminal and a card."""

from __future__ import annotations

from training.evaluation.types import Difference, Metric, Metrics, Scores
from training.report import group_tables

CHILD, ADULT = Metric(0.3, 0.2, 0.4, 90), Metric(0.1, 0.05, 0.2, 80)
APART = Difference("wer", "age", "under 18", 7, 5, CHILD, ADULT, Metric(0.2, 0.1, 0.3), 0.004)
ANNA = Difference("wer", "speaker", "anna", 5, 55, CHILD, ADULT, Metric(0.2, -0.1, 0.3), 0.7)
FOUND = Metrics(
    12,
    groups={"age": {"under 18": Metrics(7, {"wer": CHILD, "empty": Metric(1)}), "18 to 64": Metrics(5)}},
    differences=(APART, ANNA),
)


def test_figures_and_differences() -> None:
    figures, apart = group_tables.group_sections(FOUND, ", spoken")
    assert figures.title == "Figures by age, spoken"
    assert figures.columns == ("figure", "under 18 (n = 7)", "18 to 64 (n = 5)")
    assert figures.rows == (("word error rate", "0.300 [0.200, 0.400]", "–"),)
    # a speaker who may differ by chance is not named
    assert [row[1] for row in apart.rows] == ["age under 18 (7)"]
    assert apart.rows[0][-2:] == ("+0.200 [+0.100, +0.300]", "0.004, beyond chance")
    assert not [*group_tables.group_sections(Metrics(3))]


def test_a_card_has_them_by_test_data() -> None:
    lines = group_tables.markdown(Scores(Metrics(), None, {"spoken": Scores(FOUND)})).splitlines()
    assert len(lines) == 5 and lines[2].startswith("| spoken | word error rate | age under 18 (7) | 5 |")
    assert lines[0].count("|") == lines[1].count("|") == lines[2].count("|")
    assert group_tables.markdown(Scores(Metrics(), None, {"spoken": Scores(Metrics(3))})) == ""
