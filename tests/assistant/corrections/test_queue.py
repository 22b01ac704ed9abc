"""The order of the queue and its descriptions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from assistant.corrections.queue import describe, format_time, review_order
from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance
from models.manifest import SlotLabel


def test_flagged_then_uncertain_then_newest(log: Callable[..., LoggedUtterance]) -> None:
    log("sure", decision="act")
    log("newer and sure", 1, decision="act")
    log("asked back", 2, decision="confirm")
    log("not understood", decision="reject", minutes=-5)
    log("complained about", minutes=-9, decision="act", flagged=True)
    assert [one.text for one in review_order(conversation_log.read())] == [
        "complained about", "not understood", "asked back", "newer and sure", "sure",
    ]  # fmt: skip


def test_recent_days_have_names() -> None:
    evening = datetime.now().replace(hour=19, minute=5)
    assert format_time(evening) == "today 19:05"
    assert format_time(evening - timedelta(days=1)) == "yesterday 19:05"
    assert format_time(datetime(2026, 1, 2, 8, 30)) == "2026-01-02 8:30"


def test_descriptions() -> None:
    kitchen = SlotLabel("house_place", "kitchen", 12, 19)
    assert describe("iot_hue_lighton", False, (kitchen,)) == "iot_hue_lighton  house_place: kitchen"
    assert describe(None, True, ()) == "nothing for the assistant"
    assert describe(None, False, None) == "no known intent"
