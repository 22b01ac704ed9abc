"""Replies to intents without a skill: one fixed sentence per domain."""

from __future__ import annotations

from assistant.skills.api import Result

_NOT_SET_UP = {
    "alarm": "The alarm clock isn't set up on this assistant.",
    "audio": "The volume can't be changed on this assistant.",
    "calendar": "No calendar is set up on this assistant.",
    "cooking": "Recipes aren't set up on this assistant.",
    "datetime": "The clock isn't set up on this assistant.",
    "email": "Email isn't set up on this assistant.",
    "iot": "Home Assistant isn't set up on this assistant.",
    "lists": "Lists aren't set up on this assistant.",
    "music": "Music isn't set up on this assistant.",
    "news": "No news source is set up on this assistant.",
    "play": "No player is set up on this assistant.",
    "profile": "I can't remember things about you on this assistant.",
    "recommendation": "Recommendations aren't set up on this assistant.",
    "social": "Social media isn't set up on this assistant.",
    "takeaway": "Ordering food isn't set up on this assistant.",
    "timer": "Timers aren't set up on this assistant.",
    "transport": "Travel information isn't set up on this assistant.",
    "unit": "Unit conversion isn't set up on this assistant.",
    "weather": "No weather service is set up on this assistant.",
}
_QUESTIONS = {
    "qa_currency": ("currency", "Exchange rates aren't set up on this assistant."),
    "qa_maths": ("arithmetic", "Arithmetic isn't set up on this assistant."),
    "qa_stock": ("stocks", "Stock prices aren't set up on this assistant."),
}


def result(intent: str) -> tuple[str, Result]:
    """The name to report as the skill (the domain) and the result."""
    if intent in _QUESTIONS:
        name, sentence = _QUESTIONS[intent]
        return name, Result({}, sentence, "unavailable", fixed=True)
    domain = intent.partition("_")[0]
    if domain == "qa":
        return "knowledge", Result(
            {}, "I don't know; I have nothing to look that up in.", "unavailable", fixed=True
        )
    sentence = _NOT_SET_UP.get(domain, "I understood that, but nothing is set up for it on this assistant.")
    return domain, Result({}, sentence, "unavailable", fixed=True)
