"""Follow-ups of questions about dates: whether they lean on the day that was told before."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta

from models.text.parse.asked import MoreAsked


@pytest.mark.parametrize(
    ("more", "leans"),
    [
        (MoreAsked(far=True), True),
        (MoreAsked(part="weekday"), True),
        (MoreAsked(later=relativedelta(days=1)), True),
        (MoreAsked(day=date(2026, 7, 15)), False),
        (MoreAsked(unit="week"), False),
        (MoreAsked(year=2027), False),
    ],
)
def test_what_names_no_day_leans_on_the_one_before(more: MoreAsked, leans: bool) -> None:
    assert more.leans is leans
