"""What is done, asked about and refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.conversation.outcome import Outcome
from assistant.conversation.resolving import Resolved, resolve
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog
from assistant.skills.api import Call, HeldThing
from models.errors import StateError
from models.types import Command, Modifiers
from tests.fixtures.commands import command
from tests.fixtures.lamps import Lamps

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)


class House:
    """A gate with lamps, and the call of this moment."""

    def __init__(self, folder: Path) -> None:
        database = Database(folder / "memory.sqlite3")
        self.lamps, self.undo_log, self.plans = Lamps(), UndoLog(database), Plans(database)
        self.gate = Gate([self.lamps], self.undo_log, self.plans)
        self.dialogue = Dialogue()
        self.moment = Call(NOW, Profile(database), self.dialogue)

    def decide(self, given: Command) -> Outcome:
        outcome = self.gate.decide(resolve(given, self.dialogue.done, self.gate.carried), self.moment)
        assert outcome is not None
        if outcome.done:
            self.dialogue.done.append(outcome.done)
        return outcome

    def answer(self, asked: Outcome, text: str, yes: bool | None = None) -> Outcome | None:
        assert asked.pending is not None
        return self.gate.answer(asked.pending, text, command(text, None), yes, self.moment)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_request_acts_and_can_be_undone(house: House) -> None:
    outcome = house.decide(command("turn on the hall", "lamp_on", ("house_place", "hall")))

    assert outcome.sentence == "The hall lamp is on."
    assert outcome.action is not None
    assert outcome.action.changes
    assert house.lamps.on == {"hall"}
    entry = house.undo_log.latest()
    assert entry is not None
    undone = house.gate.undo(entry.id, house.moment)
    assert undone is not None
    assert undone.sentence == "The hall lamp is off again."
    assert house.lamps.on == set()
    assert house.gate.undo(entry.id, house.moment) is None


@pytest.mark.parametrize("act", ["prohibition", "statement", "question"])
def test_nothing_but_a_request_changes_anything(house: House, act: str) -> None:
    given = command("turn on the hall", "lamp_on", ("house_place", "hall"), act=act)  # type: ignore[arg-type]

    outcome = house.decide(given)

    assert house.lamps.on == set()
    assert outcome.action is None or not outcome.action.changes
    assert (outcome.sentence == "On: none.") == (act == "question")


def test_a_prohibition_is_said_back(house: House) -> None:
    given = command("don't sell the lamp", "lamp_blink", act="prohibition")

    assert house.decide(given).sentence == "Okay, I won't blink."


def test_what_is_missing_is_asked_for_and_answered(house: House) -> None:
    asked = house.decide(command("turn it on", "lamp_on"))

    assert asked.sentence == "Which room?"
    assert asked.action is not None
    assert asked.action.status == "asked"
    answered = house.answer(asked, "the hall")
    assert answered is not None
    assert answered.sentence == "The the hall lamp is on."


def test_a_bare_number_is_an_answer_in_minutes(house: House) -> None:
    asked = house.decide(command("blink", "lamp_blink"))

    house.answer(asked, "ten")

    assert house.lamps.blinked == timedelta(minutes=10)


def test_what_is_no_answer_is_none(house: House) -> None:
    asked = house.decide(command("blink", "lamp_blink"))

    assert house.answer(asked, "what time is it") is None
    assert house.lamps.blinked is None


def test_what_cannot_be_undone_asks_first(house: House) -> None:
    asked = house.decide(command("sell the hall", "lamp_sell", ("house_place", "hall")))

    assert asked.sentence == "Do you want me to sell the hall lamp?"
    assert house.lamps.sold == []
    refused = house.answer(asked, "no", yes=False)
    assert refused is not None
    assert house.lamps.sold == []
    house.answer(asked, "yes", yes=True)
    assert house.lamps.sold == ["hall"]


def test_what_was_heard_badly_asks_first(house: House) -> None:
    heard = replace(command("turn on the hall", "lamp_on", ("house_place", "hall")), unsure=True)

    asked = house.decide(heard)

    assert asked.sentence == "Do you want me to turn on the hall lamp?"
    assert house.lamps.on == set()
    house.answer(asked, "yes", yes=True)
    assert house.lamps.on == {"hall"}


def test_a_skill_may_ask_for_a_yes(house: House) -> None:
    asked = house.decide(command("blink for two hours", "lamp_blink", ("duration", "two hours")))

    assert asked.sentence == "That is long. Really?"
    house.answer(asked, "yes", yes=True)
    assert house.lamps.blinked == timedelta(hours=2)


def test_several_candidates_are_named(house: House) -> None:
    house.lamps.on = {"hall", "den"}

    asked = house.decide(command("turn the lamp off", "lamp_off"))

    assert asked.sentence == "Which one, the den lamp or the hall lamp?"
    answered = house.answer(asked, "the hall one")
    assert answered is not None
    assert answered.sentence == "The hall lamp is off."
    assert house.lamps.on == {"den"}


def test_an_operation_that_is_lacking_is_refused_by_name(house: House) -> None:
    assert house.decide(command("paint it", "lamp_paint")).sentence == "I can't paint lamps."


def test_a_slot_without_use_is_asked_about(house: House) -> None:
    given = command("turn on the hall in blue", "lamp_on", ("house_place", "hall"), ("color_type", "blue"))

    outcome = house.decide(given)

    assert "blue" in outcome.sentence
    assert house.lamps.on == set()


def test_a_number_without_use_is_asked_about(house: House) -> None:
    given = command("turn on the hall 7 times", "lamp_on", ("house_place", "hall"))

    outcome = house.decide(given)

    assert "7" in outcome.sentence
    assert house.lamps.on == set()


def test_a_pronoun_and_a_count_of_the_things_are_no_values(house: House) -> None:
    house.decide(command("turn on the hall one", "lamp_on", ("house_place", "hall")))
    house.decide(command("turn on two lamps den", "lamp_on", ("house_place", "den")))

    assert house.lamps.on == {"hall", "den"}


def test_a_value_that_no_slot_marks_is_found(house: House) -> None:
    house.decide(command("blink for 20 seconds", "lamp_blink"))

    assert house.lamps.blinked == timedelta(seconds=20)


def test_an_exception_is_never_dropped(house: House) -> None:
    house.lamps.on = {"hall", "den"}
    but = Modifiers(all=True, excluded=("hall",))

    house.decide(command("all lamps off but the hall", "lamp_off", modifiers=but))

    assert house.lamps.on == {"hall"}
    refused = house.decide(
        command("turn on the den but not the hall", "lamp_on", ("house_place", "den"), modifiers=but)
    )
    assert "hall" in refused.sentence
    assert "den" not in house.lamps.on


def test_a_correction_takes_back_what_it_corrects(house: House) -> None:
    house.decide(command("turn on the hall", "lamp_on", ("house_place", "hall")))

    house.decide(command("no, the den", "lamp_on", ("house_place", "den"), relation="correction"))

    assert house.lamps.on == {"den"}


def test_it_means_what_was_touched(house: House) -> None:
    house.decide(command("turn on the hall", "lamp_on", ("house_place", "hall")))
    house.lamps.on.add("den")

    house.decide(command("turn it off again", "lamp_off", relation="follow_up"))

    assert house.lamps.on == {"den"}


def test_a_failure_is_said(house: House) -> None:
    outcome = house.decide(command("turn on the cellar", "lamp_on", ("house_place", "cellar")))

    assert outcome.sentence == "Sorry, the cellar is flooded."
    assert outcome.action is not None
    assert outcome.action.status == "failed"


def test_talk_is_none_of_its_business(house: House) -> None:
    given = command("how are you", "general_quirky", act="social")

    assert house.gate.decide(Resolved(given), house.moment) is None


def test_a_delayed_command_is_planned_and_carried_out(house: House) -> None:
    given = command(
        "in ten minutes turn on the hall",
        "lamp_on",
        ("time", "ten minutes"),
        ("house_place", "hall"),
        modifiers=Modifiers(at="in ten minutes"),
    )

    outcome = house.decide(given)

    assert outcome.sentence == "I'll turn on the hall lamp today at 2:55 PM."
    assert house.lamps.on == set()
    (plan,) = house.plans.due(NOW + timedelta(minutes=10))
    assert plan.command is not None
    assert house.decide(plan.command).sentence == "The hall lamp is on."


def test_a_value_that_is_denied_is_no_request(house: House) -> None:
    given = command(
        "not the hall", "lamp_on", ("house_place", "hall"), modifiers=Modifiers(excluded=("hall",))
    )

    outcome = house.decide(given)

    assert outcome.sentence.startswith("Okay, I won't")
    assert house.lamps.on == set()


def test_a_distance_from_now_waits(house: House) -> None:
    outcome = house.decide(command("in ten minutes hall on", "lamp_on", ("house_place", "hall")))

    assert outcome.action is not None
    assert outcome.action.skill == "plans"
    assert house.lamps.on == set()
    (plan,) = house.plans.entries(NOW)
    assert plan.due == NOW + timedelta(minutes=10)


def test_a_state_for_an_unknown_time_is_never_begun(house: House) -> None:
    given = command(
        "hall on for a blue moon", "lamp_on", ("house_place", "hall"),
        modifiers=Modifiers(lasting="for a blue moon"),
    )  # fmt: skip

    outcome = house.decide(given)

    assert "blue moon" in outcome.sentence
    assert house.lamps.on == set()


class Shelf(Lamps):
    """Lamps that are asked about by their rooms, from a memory that may fail."""

    name = "shelf"
    fails = False

    def things(self, now: datetime) -> list[HeldThing]:
        if self.fails:
            raise StateError("my memory could not be read")
        return [HeldThing(room, "lamp", "lamp_query", "house_place") for room in sorted(self.on)]


def test_what_skills_hold_may_be_asked_about(house: House) -> None:
    shelf = Shelf()
    gate = Gate([house.lamps, shelf], house.undo_log, house.plans)
    shelf.on |= {"den", "attic"}
    assert [thing.name for thing in gate.things(NOW)] == ["attic", "den"]
    shelf.fails = True
    assert gate.things(NOW) == []
