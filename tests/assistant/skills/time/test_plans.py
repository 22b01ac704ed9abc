"""Planned commands among the reminders."""

from __future__ import annotations

from datetime import timedelta

from assistant.skills.time import plans
from assistant.skills.time.choosing import Which
from models.text.parse import Recurrence, TimeOfDay
from tests.fixtures.skills import Chat


def test_plans_are_found_by_their_words_and_times(chat: Chat) -> None:
    kept, call = chat.context.plans, chat.responder.call(chat.dialogue)
    lights = kept.add(chat.now + timedelta(hours=1), "turn off the lights", None)
    fan = kept.add(chat.now + timedelta(days=1), "turn on the fan", None)
    both = [lights, fan]

    assert plans.matching(both, Which(names=("planned lights",)), call) == [lights]
    assert plans.matching(both, Which(names=("plans",)), call) == both
    assert plans.matching(both, Which(times=("tomorrow",)), call) == [fan]
    assert plans.matching(both, Which(excluded=("fan",)), call) == [lights]
    assert plans.matching(both, Which(names=("heater",)), call) == []


def test_plans_are_said(chat: Chat) -> None:
    kept, call = chat.context.plans, chat.responder.call(chat.dialogue)
    once = kept.add(chat.now + timedelta(hours=1), "turn off my lamp", None)
    daily = Recurrence(tuple(range(7)), times=(TimeOfDay(21, 0, "pm"),))
    again = kept.add(chat.now + timedelta(hours=1), "turn off the lamp", None, recurrence=daily)

    assert plans.said(once, call) == "turn off your lamp today at 3:45 PM"
    assert plans.said(again, call) == "turn off the lamp every day at 9 PM"
