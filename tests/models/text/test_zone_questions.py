"""Questions about time zones, as what is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.text.parse import Context
from models.text.place_mentions import mentions
from models.text.zone_questions import ZoneQuestion, read_zones

NOW = Context(datetime(2026, 11, 22, 14, 45, tzinfo=UTC), UTC)


def read(text: str) -> ZoneQuestion | None:
    return read_zones(text, mentions(text), (), 0, NOW)


def names(question: ZoneQuestion | None) -> tuple[str, str]:
    assert question is not None
    source, target = question.source, question.target
    return source.name if source else "here", target.name if target else "here"


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("if it's 5 pm in berlin what time is it in tokyo", "Berlin", "Tokyo"),
        ("what time is it in tokyo when it's 5 pm in berlin", "Berlin", "Tokyo"),
        ("if it's 5 pm here what time is it in tokyo", "here", "Tokyo"),
        ("what is 5 pm in tokyo my time", "Tokyo", "here"),
        ("at 5 pm what time is it in tokyo", "here", "Tokyo"),
        ("difference between berlin and tokyo", "Berlin", "Tokyo"),
    ],
)
def test_direction(text: str, source: str, target: str) -> None:
    assert names(read(text)) == (source, target)


def test_what_is_asked() -> None:
    difference, setting, swapped = (
        read(text)
        for text in ("how many hours behind is new york", "change the clock to tokyo", "the other way round")
    )

    assert difference is not None
    assert difference.asked == "difference"
    assert setting is not None
    assert setting.asked == "setting"
    assert swapped is not None
    assert swapped.swaps


def test_a_day_belongs_to_the_source() -> None:
    found = read("what's 3 pm tomorrow in london in tokyo")

    assert found is not None
    assert found.day == date(2026, 11, 23)


def test_no_number_is_dropped() -> None:
    assert read("if it's 5 pm or 6 pm in berlin what time is it in tokyo") is None
    assert read("what's 3 pm plus 12 eggs in tokyo") is None
