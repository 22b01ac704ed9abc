"""The assistant's own loudness."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.skills.talk.undo import Undo
from assistant.skills.talk.volume import Volume
from models.types import Modifiers
from tests.fixtures.commands import command
from tests.fixtures.talk import Table


class Box:
    """A loudspeaker's controls."""

    def __init__(self) -> None:
        self.volume, self.muted = 40, False


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def table(tmp_path: Path, box: Box) -> Table:
    return Table(tmp_path, Volume, Undo, speaker=box)


@pytest.mark.parametrize(
    ("text", "intent", "amount", "expected"),
    [
        ("set the volume to 70 percent", "audio_volume_up", "to 70 percent", 70),
        ("volume 30", "audio_volume_up", "30", 30),
        ("turn it up 10 percent", "audio_volume_up", "10 percent", 50),
        ("turn it down by 25", "audio_volume_down", "by 25", 15),
        ("turn it up a bit", "audio_volume_up", "a bit", 45),
        ("turn it down two notches", "audio_volume_down", "two notches", 30),
        ("turn it up", "audio_volume_up", "", 50),
        ("turn it down", "audio_volume_down", "", 30),
        ("turn it up to the max", "audio_volume_up", "to the max", 100),
        ("the loudest please", "audio_volume_up", "loudest", 100),
        ("turn it down to half", "audio_volume_down", "to half", 50),
        ("turn it up by half", "audio_volume_up", "by half", 60),
        ("turn it down by 90 percent", "audio_volume_down", "by 90 percent", 5),
        ("turn it up to 400 percent", "audio_volume_up", "to 400 percent", 100),
    ],
)
def test_levels(table: Table, box: Box, text: str, intent: str, amount: str, expected: int) -> None:
    said = table.say(text, intent, *((("change_amount", amount),) if amount else ()))
    assert (box.volume, said) == (expected, f"The volume is at {expected} percent.")


def test_an_amount_without_a_slot_is_found(table: Table, box: Box) -> None:
    table.say("set the volume to 80 percent", "audio_volume_up")
    assert box.volume == 80


def test_words_that_are_no_level_are_asked_about(table: Table, box: Box) -> None:
    asked = table.decide(
        command("turn it up to eleventy", "audio_volume_up", ("change_amount", "to eleventy"))
    )
    assert asked.sentence == "I didn't get how loud “to eleventy” is. To what percent?"
    assert table.answer(asked, "60 percent") == "The volume is at 60 percent."
    assert box.volume == 60


def test_mute_and_back(table: Table, box: Box) -> None:
    assert table.say("mute", "audio_volume_mute") == "The sound is muted."
    assert box.muted
    assert table.ask("what's the volume", "audio_query") == "The sound is muted; the volume is at 40 percent."
    assert table.say("mute", "audio_volume_mute") == "The sound is muted already."
    assert table.say("unmute", "audio_volume_up") == "The sound is on, at 40 percent."
    assert (box.volume, box.muted) == (40, False)
    table.say("volume to zero", "audio_volume_down", ("change_amount", "to zero"))
    assert (box.volume, box.muted) == (40, True)
    assert table.say("sound back on", "audio_volume_mute") == "The sound is on, at 40 percent."


def test_the_volume_is_told_and_restored(table: Table, box: Box) -> None:
    assert table.ask("how loud are you", "audio_query") == "The volume is at 40 percent."
    assert table.ask("did you turn it up", "audio_volume_up") == "The volume is at 40 percent."
    table.say("turn it up", "audio_volume_up")
    assert table.say("undo that", "general_undo") == "The volume is at 40 percent."
    table.say("mute", "audio_volume_mute")
    assert table.say("undo that", "general_undo") == "The sound is on, at 40 percent."


def test_a_volume_that_is_so_already_changes_nothing(table: Table, box: Box) -> None:
    outcome = table.decide(command("volume to 40", "audio_volume_up", ("change_amount", "to 40")))
    assert outcome.sentence == "The volume is at 40 percent already."
    assert outcome.action is not None
    assert not outcome.action.changes
    assert table.undo_log.latest() is None


def test_muted_for_a_while(table: Table, box: Box) -> None:
    given = command("mute for an hour", "audio_volume_mute", modifiers=Modifiers(lasting="for an hour"))
    table.decide(given)
    assert box.muted
    (plan,) = table.plans.entries(table.moment.now)
    assert plan.undo is not None


def test_another_device_and_no_loudspeaker_are_refused(table: Table, box: Box, tmp_path: Path) -> None:
    said = table.say("turn the telly up", "audio_volume_up", ("device_type", "telly"))
    assert said == "I can change only my own volume, not the telly's."
    assert table.say("turn the speakers up", "audio_volume_up", ("device_type", "speakers")) == (
        "The volume is at 50 percent."
    )
    silent = Table(tmp_path / "other", Volume)
    outcome = silent.decide(command("louder", "audio_volume_up"))
    assert outcome.action is not None
    assert outcome.action.status == "unavailable"
