"""Where a text says when something is done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.conversation.delays import delays, only_time
from models.text.parse import Context

NOW = Context(datetime(2026, 6, 10, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("in two hours' time turn off the lights", "in two hours' time"),
        ("half an hour from now pause it", "half an hour from now"),
        ("start a timer for five minutes ten minutes from now", "ten minutes from now"),
        ("start a six minute timer in a quarter of an hour", "in a quarter of an hour"),
        ("turn the fan off after ten minutes please", "after ten minutes"),
        ("tomorrow morning at eight open the blinds", "tomorrow morning at eight"),
        ("can you at six turn on the hall", "at six"),
        ("at five put on the kettle", "at five"),
        ("open the blinds at 7 am tomorrow, thanks", "at 7 am tomorrow"),
        ("on friday at nine water the lawn", "on friday at nine"),
    ],
)
def test_a_time_of_a_text(text: str, said: str) -> None:
    found = next(delays(text, NOW))

    assert text[found.start : found.end] == said


@pytest.mark.parametrize(
    "text",
    [
        "set a timer for ten minutes",
        "cancel my 7 am alarm",
        "move the meeting at 5 to Friday at 6 and tell Bo",
        "add five minutes to the timer",
        "turn on the light in the hall",
    ],
)
def test_other_values_are_no_times_to_wait_for(text: str) -> None:
    assert list(delays(text, NOW)) == []


def test_a_distance_counts_before_a_time_of_day() -> None:
    found = list(delays("at 6 pm turn on the hall in ten minutes", NOW))

    assert (found[0].distant, found[0].leading) == (True, False)
    assert (False, True) in [(one.distant, one.leading) for one in found]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("could you in five minutes", "in five minutes"),
        ("in two minutes' time,", "in two minutes' time"),
        ("and at six", "at six"),
        ("in five minutes pause it", None),
        ("pause it", None),
    ],
)
def test_a_text_that_is_but_a_time(text: str, time: str | None) -> None:
    assert only_time(text, NOW) == time
