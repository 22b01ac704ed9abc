"""Talk as such: farewells, and whose words a question is about. Knows no skill."""

from __future__ import annotations

import re

from models.text.normalise import fold

_FAREWELL = re.compile(
    r"\b(good ?bye|bye|good ?night|see you|farewell|take care|sleep well"
    r"|(talk|speak) (to|with) you (later|soon|tomorrow)|shut (yourself )?down"
    r"|have a (nice|good|great|lovely) (day|evening|night|weekend))\b"
)
_OWN_WORDS = re.compile(
    r"\b((did|have|was) i|i('ve)? (just |last |already )?(say|said|ask(ed)?|told|tell|want(ed)?|order(ed)?)"
    r"|my (own |last |latest |previous )?(question|words|request|command|sentence|order))\b"
)

_SOUND_ON = re.compile(r"\bun-?muted?\b|\b(sound|audio|volume|voice) (back )?on\b|\bback on\b")


def is_farewell(text: str) -> bool:
    """Whether somebody takes their leave."""
    return _FAREWELL.search(fold(text)) is not None


def asks_for_own_words(text: str) -> bool:
    """Whether a request for a repetition is about the speaker's own words: "what did I just ask"."""
    return _OWN_WORDS.search(fold(text)) is not None


def asks_for_sound(text: str) -> bool:
    """Whether a muted sound is to come back: "unmute", "sound back on"."""
    return _SOUND_ON.search(fold(text)) is not None
