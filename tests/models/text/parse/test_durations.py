"""The table's rows of duration."""

from __future__ import annotations

from typing import Any

import pytest

from models.text.parse import ANY_TIME, value
from tests.models.text.value_rows import check, rows


@pytest.mark.parametrize("row", rows("duration"))
def test_the_whole_text_is_read(row: dict[str, Any]) -> None:
    check(row)


def test_a_time_beyond_every_calendar_is_no_duration() -> None:
    assert value("duration", "1000000 days", ANY_TIME) == 86_400_000_000
    assert value("duration", "1000001 days", ANY_TIME) is None


def test_the_one_of_a_length_is_a_thing() -> None:
    assert value("duration", "22 minute one", ANY_TIME) is None
    assert value("duration", "two hours forty", ANY_TIME) == 9600
