"""What falls due: rings, and plans that are carried out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import pytest

from assistant.conversation import agenda
from assistant.conversation.agenda import Agenda
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.memory.database import Database
from assistant.memory.plans import Plan, Plans
from assistant.memory.profile import Profile
from assistant.memory.ringing import RingingLock
from assistant.memory.undo import UndoLog
from assistant.skills.api import Call
from assistant.skills.time.schedule import Schedule
from models.errors import StateError
from models.text.parse import Recurrence, TimeOfDay
from tests.fixtures import house
from tests.fixtures.commands import command
from tests.fixtures.house import HouseTalk
from tests.fixtures.lamps import Lamps
from tests.fixtures.skills import Chat

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
ON = command("turn on the hall", "lamp_on", ("house_place", "hall"))


class Evening:
    """An agenda with lamps; the owner lives in another zone than the clock's."""

    def __init__(self, folder: Path) -> None:
        database = Database(folder / "memory.sqlite3")
        self.schedule, self.plans = Schedule(database), Plans(database)
        self.lamps, profile = Lamps(), Profile(database)
        self.now, self.undo_log = NOW, UndoLog(database)
        self.gate = Gate([self.lamps], self.undo_log, self.plans)

        def call(dialogue: Dialogue) -> Call:
            return Call(self.now.astimezone(ZoneInfo("Europe/Berlin")), profile, dialogue)

        self.agenda = Agenda(self.schedule, self.plans, self.gate, call, RingingLock(database))

    def due(self) -> list[str]:
        rings = self.agenda.due(self.now)
        for ring in rings:
            self.agenda.rang(ring)
        return [ring.sentence for ring in rings]


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    return Evening(tmp_path)


def test_nothing_waits(evening: Evening) -> None:
    assert evening.agenda.next_due() is None
    assert evening.due() == []


def test_a_plan_is_carried_out_once(evening: Evening) -> None:
    evening.plans.add(LATER, "turn on the hall lamp", ON)

    assert evening.agenda.next_due() == LATER
    assert evening.due() == []
    evening.now = LATER
    assert evening.due() == ["The hall lamp is on."]
    assert evening.lamps.on == {"hall"}
    assert evening.due() == []


def test_a_repeated_plan_is_set_for_its_next_time(evening: Evening) -> None:
    at = TimeOfDay(15, 55, "pm")
    evening.plans.add(LATER, "turn on the hall lamp", ON, recurrence=Recurrence(tuple(range(7)), times=(at,)))

    evening.now = LATER
    assert evening.due() == ["The hall lamp is on."]
    assert evening.agenda.next_due() == LATER + timedelta(days=1)


def test_an_undoing_restores_what_was(evening: Evening) -> None:
    evening.lamps.on.add("hall")
    entry = evening.undo_log.add("lamps", {"room": "hall"}, "The hall lamp is on.", NOW)
    evening.plans.add(LATER, "undo that", None, undo=entry)

    evening.now = LATER
    assert evening.due() == ["The hall lamp is off again."]
    assert evening.lamps.on == set()


def test_a_plan_that_is_long_overdue_is_told_and_not_carried_out(evening: Evening) -> None:
    evening.plans.add(LATER, "turn on the hall lamp", ON)

    evening.now = LATER + timedelta(hours=2)
    assert evening.due() == ["While I was off, I could not turn on the hall lamp."]
    assert evening.lamps.on == set()


def test_times_of_day_are_the_owners(evening: Evening) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    four = datetime(2026, 11, 22, 16, 0, tzinfo=berlin)
    evening.schedule.add("alarm", four, NOW.astimezone(berlin), elapsed=False)

    assert evening.agenda.next_due() == four
    evening.now = four.astimezone(UTC)
    assert evening.due() == ["It's 4 PM. Your alarm is ringing."]


def test_a_plan_waits_for_no_yes(house_talk: HouseTalk) -> None:
    house_talk.say("all the lights off in an hour", "hue_lightoff", all=True, at="in an hour")

    assert house_talk.later(house.NOW + timedelta(hours=1)) == [
        "5 lights are off. The reading lamp is unavailable."
    ]


def test_what_lasts_is_taken_back(house_talk: HouseTalk) -> None:
    house_talk.say(
        "desk lamp off for an hour", "hue_lightoff", ("house_place", "desk"), lasting="for an hour"
    )

    assert house_talk.later(house.NOW + timedelta(hours=1)) == ["The desk lamp is on at 80 percent again."]


def test_a_plan_keeps_what_it_pointed_at(chat: Chat) -> None:
    chat.say("wake me at seven am", "alarm_set", time="seven am")
    assert chat.say(
        "at nine tonight cancel that alarm", "alarm_remove", time="nine", timeofday="tonight"
    ) == ("I'll remove the alarm today at 9 PM.")
    chat.say("wake me at eight am", "alarm_set", time="eight am")

    chat.wait(hours=6, minutes=15)

    assert chat.due() == ["The alarm for 7 AM tomorrow is removed."]
    assert chat.say("what alarms are set", "alarm_query", act="question") == (
        "Your alarm is set for 8 AM tomorrow."
    )


def test_a_delayed_timer_runs_from_then_on(chat: Chat) -> None:
    assert chat.say(
        "start a six minute timer in two minutes",
        "timer_set",
        timer_name="six minute",
        duration="two minutes",
    ) == ("I'll set a timer for 6 minutes today at 2:47 PM.")

    chat.wait(minutes=2)

    assert chat.due() == ["Your timer is set for 6 minutes."]
    chat.wait(minutes=1)
    assert chat.say("how long", "timer_query", act="question") == "Your timer is running: 5 minutes left."


def restarted(evening: Evening, folder: Path) -> Evening:
    """The same house after the program was killed and started again."""
    again = Evening(folder)
    again.now = evening.now
    return again


def test_a_plan_that_was_interrupted_is_told_and_not_done_again(evening: Evening, tmp_path: Path) -> None:
    plan = evening.plans.add(LATER, "turn on the hall lamp", ON)
    evening.now = LATER
    evening.plans.begin(plan)

    again = restarted(evening, tmp_path)
    assert again.due() == [
        "I was interrupted when I was about to turn on the hall lamp; please check whether it is done."
    ]
    assert again.lamps.on == set() and again.due() == [] and again.plans.entries(LATER) == []


def test_a_question_that_was_interrupted_is_answered(evening: Evening, tmp_path: Path) -> None:
    asked = command("which lamps are on", "lamp_query")
    plan = evening.plans.add(LATER, "tell which lamps are on", asked)
    evening.now = LATER
    evening.plans.begin(plan)

    assert restarted(evening, tmp_path).due() == ["On: none."]


def test_an_outcome_that_was_not_told_is_told_after_a_restart(evening: Evening, tmp_path: Path) -> None:
    evening.plans.add(LATER, "turn on the hall lamp", ON)
    evening.now = LATER
    (ring,) = evening.agenda.due(LATER)
    assert evening.agenda.due(LATER) == () and evening.agenda.next_due() is None

    # another assistant does not tell it meanwhile
    again = restarted(evening, tmp_path)
    assert again.due() == []
    evening.agenda._lock.release()  # as the system does when the first one dies
    assert again.due() == [ring.sentence] == ["The hall lamp is on."]
    assert again.lamps.on == set() and again.due() == []


def test_an_outcome_whose_end_is_not_told_ends_after_a_minute(evening: Evening) -> None:
    evening.plans.add(LATER, "turn on the hall lamp", ON)
    assert len(evening.agenda.due(LATER)) == 1

    evening.agenda.due(LATER + timedelta(minutes=2))
    assert evening.plans.entries(LATER) == []


def test_a_plan_whose_beginning_cannot_be_marked_waits(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(plan: Plan) -> None:
        raise StateError("my memory could not be written")

    evening.plans.add(LATER, "turn on the hall lamp", ON)
    evening.now = LATER
    with monkeypatch.context() as patched:
        patched.setattr(evening.plans, "begin", full)
        assert evening.due() == [] and evening.lamps.on == set()
    assert evening.due() == ["The hall lamp is on."]


def test_a_plan_whose_end_cannot_be_marked_is_told_once(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise StateError("my memory could not be written")

    evening.plans.add(LATER, "turn on the hall lamp", ON)
    evening.now = LATER
    with monkeypatch.context() as patched:
        patched.setattr(evening.plans, "finish", full)
        patched.setattr(evening.plans, "remove", full)
        assert evening.due() == ["The hall lamp is on."] and evening.due() == []
    assert evening.due() == [] and evening.plans.entries(LATER) == []


def test_a_plan_that_raises_is_told(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise ZeroDivisionError

    evening.plans.add(LATER, "turn on the hall lamp", ON)
    evening.now = LATER
    monkeypatch.setattr(evening.gate, "decide", fail)
    assert evening.due() == [
        "Something went wrong when I was about to turn on the hall lamp; please check whether it is done."
    ]
    assert evening.due() == []


def test_a_plan_that_hangs_is_told(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = Event()
    evening.plans.add(LATER, "turn on the hall lamp", ON)
    evening.now = LATER
    monkeypatch.setattr(agenda, "PATIENCE_S", 0.05)
    monkeypatch.setattr(evening.gate, "decide", lambda *given: ended.wait(10))
    assert evening.due() == [
        "Something went wrong when I was about to turn on the hall lamp; please check whether it is done."
    ]
    ended.set()
    assert evening.due() == []
