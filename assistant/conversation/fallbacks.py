"""Replies to what no skill does: what is lacking, by its name or in the words of the request."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.conversation.outcome import Outcome
from assistant.skills.api import Refuses, Result, Skill
from models.text.about_itself import is_question
from models.text.deeds import deed
from models.types import Action, Command

_LACKING = {
    "alarm": "set alarms",
    "audio": "change the volume",
    "calendar": "keep a calendar",
    "cooking": "look up recipes",
    "datetime": "tell the time",
    "email": "read or send email",
    "email_addcontact": "keep contacts",
    "email_query": "read email",
    "email_querycontact": "call anyone or look up contacts",
    "email_sendemail": "send email or messages",
    "iot": "reach your devices, since Home Assistant isn't set up",
    "lists": "keep lists",
    "music": "play or look up music",
    "news": "look up the news",
    "play": "play anything",
    "play_audiobook": "play audiobooks",
    "play_game": "play games",
    "play_music": "play music",
    "play_podcasts": "play podcasts",
    "play_radio": "play the radio",
    "profile": "remember things about you",
    "qa_currency": "look up exchange rates",
    "qa_maths": "do sums",
    "qa_stock": "look up stock prices",
    "recommendation": "recommend anything",
    "recommendation_events": "look up events",
    "recommendation_locations": "look up restaurants, shops or other places",
    "recommendation_movies": "look up films or cinemas",
    "social": "use social media",
    "takeaway": "order food",
    "takeaway_query": "look up restaurants or orders",
    "timer": "set timers",
    "transport": "look up travel",
    "transport_taxi": "order a taxi",
    "transport_ticket": "book tickets",
    "transport_traffic": "look up the traffic",
    "unit": "convert units",
    "weather": "look up the weather",
}
"""What no skill does, as an infinitive clause, by intent or by its beginning."""


_QUESTIONS = {"qa_currency": "currency", "qa_maths": "arithmetic", "qa_stock": "stocks"}
"""Names of the questions that are no general knowledge."""
SPOKEN_INTENTS = ("general_", "qa_")
"""Beginnings of the intents that change nothing whatever their act."""
MOST_WORDS_REPEATED = 12
"""Words of a question that its refusal repeats."""


def refused(command: Command, skills: Iterable[Skill]) -> Outcome | None:
    """The refusal of a command that no skill carries out; None where it is only talk."""
    for skill in skills:
        if isinstance(skill, Refuses) and (lacking := skill.lacks.get(command.intent or "")):
            return Outcome(f"I can't {lacking}.", Action(skill.name, "unavailable"))
    if command.intent is None or (is_talk(command) and not command.intent.startswith("qa_")):
        return None
    return _outcome(*result(command))


def is_talk(command: Command) -> bool:
    """Whether a command's intent changes nothing whatever its act."""
    return command.intent is not None and command.intent.startswith(SPOKEN_INTENTS)


def result(command: Command) -> tuple[str, Result]:
    """The name to report as the skill (the intent's beginning) and the result.

    A request is refused in its own words, which name it best; anything else by its intent, if that is sure.
    """
    intent = command.intent or ""
    name = _QUESTIONS.get(intent, intent.partition("_")[0])
    lacking = _LACKING.get(intent, _LACKING.get(name))
    if (wanted := deed(command.text)) is not None and (name != "qa" or command.dialogue_act == "request"):
        return name, _unavailable(f"I can't {wanted}.")
    sure = command.decision == "act"
    if (name == "qa" and lacking is None) or (not sure and is_question(command.text)):
        return "knowledge", _unavailable("I don't know; I have nothing to look that up in.")
    # no service is named by a guess
    return name, _unavailable(f"I can't {lacking}." if lacking and sure else "I can't do that.")


def unknown(command: Command) -> Outcome | None:
    """The refusal of what is no intent at all; None where not even its words tell what was wanted."""
    if command.dialogue_act in ("request", "question") and (wanted := deed(command.text)) is not None:
        return _outcome("unknown", _unavailable(f"I can't {wanted}."))
    if command.dialogue_act != "question" or not is_question(command.text):
        return None
    asked = command.text.strip(" .?!")
    if len(asked.split()) > MOST_WORDS_REPEATED:
        return _outcome("knowledge", _unavailable("I don't know that."))
    return _outcome("knowledge", _unavailable(f"I have no answer to “{asked}”."))


def by_own_words(command: Command) -> str | None:
    """The refusal of a request whose intent was only a guess; None where its words name nothing."""
    # a sum or a fact that is none was no question
    unsure = command.decision == "confirm" or (command.intent or "").startswith("qa_")
    unsure = unsure and command.dialogue_act in ("request", "question")
    wanted = deed(command.text) if unsure and command.relation == "new" else None
    return f"I can't {wanted}." if wanted else None


def _unavailable(sentence: str) -> Result:
    return Result({}, sentence, "unavailable", fixed=True)


def _outcome(name: str, refusal: Result) -> Outcome:
    return Outcome(refusal.sentence, Action(name, refusal.status, {}, refusal.sentence))
