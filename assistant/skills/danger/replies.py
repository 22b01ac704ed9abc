"""What is said to a person in danger: fixed sentences with the numbers of the owner's country.

Nothing here is generated or paraphrased. The assistant cannot call anyone, and says so.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from assistant.skills.danger.detection import Kind, detect, goes_on
from models.types import Understanding

NUMBERS = Path(__file__).with_name("numbers.toml")
DEFAULT = "Call your local emergency number: 112 in Europe, 911 in North America."
CANNOT_CALL = "I can't call anyone for you."

_ADVICE: dict[Kind, str] = {
    "medical": "This sounds like a medical emergency.",
    "fire": "Leave the building now and warn the others.",
    "police": "Get to a safe place if you can.",
    "crisis": "I'm sorry that it is so hard. Please talk to someone now; you are not alone with this.",
    "abuse": "I'm sorry that this is happening. It is not your fault.",
    "poison": "Don't wait for signs of poisoning.",
    "child": "Get help at once.",
    "unknown": "Please get help now.",
}
_SERVICE: dict[Kind, str] = {
    "medical": "medical", "fire": "fire", "police": "police", "crisis": "general", "abuse": "police",
    "poison": "medical", "child": "general", "unknown": "general",
}  # fmt: skip
_LINES: dict[Kind, str] = {
    "crisis": "You can talk to someone at any hour on {number}.",
    "abuse": "For help with violence at home, call {number}.",
    "poison": "For advice on poisoning, call {number}.",
}


def reply(
    understanding: Understanding, country: str | None, before: tuple[str, ...] = ()
) -> tuple[str, ...] | None:
    """The sentences for an utterance that tells of danger; None for any other.

    Arguments:
        country: ISO 3166-1 alpha-2; the default sentence is said for None and for a country without numbers.
        before: the sentences for the utterance before, if it told of danger; they are said again to who goes
            on, unless it is a request, thanks or a greeting.
    """
    danger = detect(understanding.text, understanding.danger)
    if danger is not None:
        return sentences(danger.kind, country)
    understood = any(
        one.dialogue_act == "social" or (one.dialogue_act == "request" and one.decision != "reject")
        for one in understanding.commands
    )
    goes = before and not understood and goes_on(understanding.text, understanding.danger)
    return before if goes else None


def sentences(kind: Kind, country: str | None) -> tuple[str, ...]:
    """What is said for a kind of danger, at most 45 words."""
    numbers = countries().get(country or "", {})
    call = DEFAULT
    if numbers:
        number = numbers.get(_SERVICE[kind], numbers["general"])
        call = f"In immediate danger, call {number}." if kind in _LINES else f"Call {number} now."
    said = [_ADVICE[kind], call]
    if kind in _LINES and kind in numbers:
        said.append(_LINES[kind].format(number=numbers[kind]))
    return (*said, CANNOT_CALL)


@cache
def countries() -> dict[str, dict[str, str]]:
    """Numbers by country and kind."""
    table = tomllib.loads(NUMBERS.read_text("utf-8"))
    return {
        country: {kind: number for kind, number in row.items() if isinstance(number, str)}
        for country, row in table.items()
        if isinstance(row, dict)
    }
