"""Refusals of what no skill does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.conversation import fallbacks
from models.types import Command
from tests.fixtures.commands import command
from tests.fixtures.lamps import Lamps


def unsure(given: Command) -> Command:
    return replace(given, decision="confirm")


@pytest.mark.parametrize(
    ("intent", "name", "word"),
    [
        ("weather_query", "weather", "look up the weather"),
        ("recommendation_movies", "recommendation", "films"),
        ("qa_currency", "currency", "exchange rates"),
        ("qa_factoid", "knowledge", "look that up"),
        ("order", "order", "I can't do that"),
    ],
)
def test_each_domain_has_an_honest_reply(intent: str, name: str, word: str) -> None:
    skill, result = fallbacks.result(command("what about it", intent, act="question"))
    assert skill == name
    assert word in result.sentence
    assert (result.status, result.fixed, dict(result.facts)) == ("unavailable", True, {})


def test_no_service_is_named_by_a_guess() -> None:
    _, request = fallbacks.result(unsure(command("that of Anna", "email_querycontact")))
    skill, question = fallbacks.result(unsure(command("who won the cup", "news_query", act="question")))

    assert request.sentence == "I can't do that."
    assert (skill, question.sentence) == ("knowledge", "I don't know; I have nothing to look that up in.")


@pytest.mark.parametrize(
    ("text", "intent", "said"),
    [
        ("text Noor that the train is late", "email_sendemail", "I can't text Noor."),
        ("could you hail me a cab, please", "transport_taxi", "I can't hail you a cab."),
        ("put on some soul music", "play_music", "I can't put on some soul music."),
    ],
)
def test_a_request_is_refused_in_its_own_words(text: str, intent: str, said: str) -> None:
    assert fallbacks.result(command(text, intent))[1].sentence == said


def test_what_is_no_intent_is_named_by_its_words() -> None:
    rent = fallbacks.unknown(command("rent a van for Saturday", None))
    assert rent is not None
    assert rent.sentence == "I can't rent a van for Saturday."
    assert rent.action is not None
    assert rent.action.status == "unavailable"
    asked = fallbacks.unknown(command("why do cats purr?", None, act="question"))
    assert asked is not None
    assert asked.sentence == "I have no answer to “why do cats purr”."
    assert fallbacks.unknown(command("the blue thing", None)) is None


def test_only_a_guess_is_refused_in_its_own_words() -> None:
    given = command("paint the alarm blue", "iot_hue_lightchange")
    assert fallbacks.by_own_words(unsure(given)) == "I can't paint the alarm blue."
    assert fallbacks.by_own_words(given) is None
    assert fallbacks.by_own_words(command("dial 0171 555", "qa_maths")) == "I can't dial 0171 555."
    assert fallbacks.by_own_words(unsure(replace(given, relation="follow_up"))) is None


def test_what_a_skill_lacks_has_its_name(tmp_path: Path) -> None:
    refused = fallbacks.refused(command("paint the lamp", "lamp_paint"), [Lamps()])
    assert refused is not None
    assert refused.sentence == "I can't paint lamps."
    assert fallbacks.refused(command("cats are fun", "general_quirky", act="social"), [Lamps()]) is None
