"""Undoing."""

from __future__ import annotations

import json
from datetime import timedelta

from assistant.skills.time import restoring
from tests.fixtures.skills import Chat


def test_what_was_made_is_dropped_and_what_was_is_kept_again(chat: Chat) -> None:
    schedule = chat.context.schedule
    old = schedule.add("timer", chat.now + timedelta(minutes=5), chat.now, "bun")
    new = schedule.add("timer", chat.now + timedelta(minutes=9), chat.now, "rolls")
    schedule.remove([old])

    kept = json.loads(json.dumps(restoring.data("As before.", made=[new], before=[old])))
    result = restoring.undo(schedule, kept)

    assert (result.sentence, result.changes) == ("As before.", True)
    assert schedule.entries("timer", chat.now) == [old]
