"""Replies to intents without a skill."""

from __future__ import annotations

import pytest

from assistant.conversation import fallbacks


@pytest.mark.parametrize(
    ("intent", "name", "word"),
    [
        ("weather_query", "weather", "weather"),
        ("qa_currency", "currency", "Exchange rates"),
        ("qa_factoid", "knowledge", "look that up"),
        ("order", "order", "nothing is set up"),
    ],
)
def test_each_domain_has_an_honest_reply(intent: str, name: str, word: str) -> None:
    skill, result = fallbacks.result(intent)
    assert skill == name
    assert word in result.sentence
    assert (result.status, result.fixed, dict(result.facts)) == ("unavailable", True, {})
