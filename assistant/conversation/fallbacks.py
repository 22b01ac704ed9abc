"""Replies to intents without a skill: what is lacking, by its name."""

from __future__ import annotations

from assistant.skills.api import Result

_LACKING = {
    "alarm": "set alarms",
    "audio": "change the volume",
    "calendar": "keep a calendar",
    "cooking": "look up recipes",
    "datetime": "tell the time",
    "email": "read or send email",
    "email_addcontact": "keep contacts",
    "email_querycontact": "call anyone or look up contacts",
    "iot": "reach your devices, since Home Assistant isn't set up",
    "lists": "keep lists",
    "music": "play music",
    "news": "look up the news",
    "play": "play anything",
    "profile": "remember things about you",
    "qa_currency": "look up exchange rates",
    "qa_maths": "do sums",
    "qa_stock": "look up stock prices",
    "recommendation": "recommend anything",
    "social": "use social media",
    "takeaway": "order food",
    "timer": "set timers",
    "transport": "look up travel",
    "unit": "convert units",
    "weather": "look up the weather",
}
"""What no skill does, as an infinitive clause, by intent or by its beginning."""


_QUESTIONS = {"qa_currency": "currency", "qa_maths": "arithmetic", "qa_stock": "stocks"}
"""Names of the questions that are no general knowledge."""


def result(intent: str, *, sure: bool = True) -> tuple[str, Result]:
    """The name to report as the skill (the intent's beginning) and the result.

    Arguments:
        sure: whether the intent is sure enough to name what is lacking; no service is named by a guess.
    """
    name = _QUESTIONS.get(intent, intent.partition("_")[0])
    lacking = _LACKING.get(intent, _LACKING.get(name))
    if name == "qa" and lacking is None:
        return "knowledge", Result(
            {}, "I don't know; I have nothing to look that up in.", "unavailable", fixed=True
        )
    sentence = f"I can't {lacking}." if lacking and sure else "I can't do that."
    return name, Result({}, sentence, "unavailable", fixed=True)
