"""Plans that fall due."""

from __future__ import annotations

from datetime import timedelta

from tests.fixtures.house import NOW, HouseTalk


def test_a_plan_is_carried_out_once(house_talk: HouseTalk) -> None:
    house_talk.say("desk lamp off in an hour", "hue_lightoff", ("house_place", "desk"), at="in an hour")
    assert house_talk.agenda.next_due() == NOW + timedelta(hours=1)

    assert house_talk.later(NOW + timedelta(minutes=59)) == []
    assert house_talk.later(NOW + timedelta(minutes=60)) == ["The desk lamp is off."]
    assert house_talk.later(NOW + timedelta(minutes=61)) == []
    assert house_talk.agenda.next_due() is None


def test_a_plan_waits_for_no_yes(house_talk: HouseTalk) -> None:
    house_talk.say("all the lights off in an hour", "hue_lightoff", all=True, at="in an hour")

    assert house_talk.later(NOW + timedelta(hours=1)) == [
        "5 lights are off. The reading lamp is unavailable."
    ]


def test_a_plan_that_is_long_past_is_told(house_talk: HouseTalk) -> None:
    house_talk.say("desk lamp off in an hour", "hue_lightoff", ("house_place", "desk"), at="in an hour")

    assert house_talk.later(NOW + timedelta(hours=3)) == [
        "While I was off, I could not turn off the desk lamp."
    ]
    assert house_talk.state("light.desk") == "on"


def test_what_lasts_is_taken_back(house_talk: HouseTalk) -> None:
    house_talk.say(
        "desk lamp off for an hour", "hue_lightoff", ("house_place", "desk"), lasting="for an hour"
    )

    assert house_talk.later(NOW + timedelta(hours=1)) == ["The desk lamp is on at 80 percent again."]
