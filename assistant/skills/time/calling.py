"""Whether words mean the name of a timer, an alarm or a reminder."""

from __future__ import annotations

from rapidfuzz import fuzz

from models.text.normalise import normalise

NEARLY = 88
"""Least likeness, of 100, of two words that a recognizer may confuse."""
_MINOR = frozenset(
    {
        "a", "an", "the", "my", "our", "your", "to", "about", "for", "of", "on", "at", "in", "that", "is",
        "timer", "timers", "alarm", "alarms", "reminder", "reminders", "one", "ones",
        "please", "some", "i", "you",
    }
)  # fmt: skip
_SHORTEST = 3


def is_called(name: str, said: str) -> bool:
    """Whether words mean a name: the same, or some of its words, in another number or nearly heard."""
    own, other = words_of(name), words_of(said)
    if not own or not other:
        return False
    return all(any(alike(a, b) for b in own) for a in other) or all(
        any(alike(a, b) for b in other) for a in own
    )


def words_of(text: str) -> list[str]:
    """The words that tell one name from another."""
    return [word for word in normalise(text).split() if word not in _MINOR]


def alike(one: str, other: str) -> bool:
    """Whether two words are one, in another number or nearly heard."""
    if one == other or one.rstrip("s") == other.rstrip("s") or f"{one}es" == other or f"{other}es" == one:
        return True
    return min(len(one), len(other)) > _SHORTEST and fuzz.ratio(one, other) >= NEARLY
