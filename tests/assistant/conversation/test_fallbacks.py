"""Replies to intents without a skill."""

from __future__ import annotations

import pytest

from assistant.conversation import fallbacks


@pytest.mark.parametrize(
    ("intent", "name", "word"),
    [
        ("weather_query", "weather", "look up the weather"),
        ("qa_currency", "currency", "exchange rates"),
        ("qa_factoid", "knowledge", "look that up"),
        ("order", "order", "I can't do that"),
    ],
)
def test_each_domain_has_an_honest_reply(intent: str, name: str, word: str) -> None:
    skill, result = fallbacks.result(intent)
    assert skill == name
    assert word in result.sentence
    assert (result.status, result.fixed, dict(result.facts)) == ("unavailable", True, {})


def test_no_service_is_named_by_a_guess() -> None:
    _, result = fallbacks.result("email_querycontact", sure=False)

    assert result.sentence == "I can't do that."
