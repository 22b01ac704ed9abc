"""The values that the words about time in a command hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.text.parse.chart import IMPOSSIBLE, SEVERAL, ParseChart
from models.text.parse.clock import TimeOfDay
from models.text.parse.folding import fold
from models.text.parse.likeness import is_likely
from models.text.parse.reader import Context, Nonsense, chart
from models.text.parse.scan import one_value, value_ends

_RULES = ("repeat", "span", "this_time", "part", "clock", "date", "from_now", "duration")
"""What is looked for; of equally long stretches the first counts."""
_JOINING_WORDS = """
    a about and around at beginning by for from in of on please sharp starting the till until now then again
    instead to
"""
_JOINING = frozenset(_JOINING_WORDS.split())
_POSSESSIVE = re.compile(r"'s?(?=\s|$)|(?<=today|night)s\b|(?<=tomorrow)s\b")
_GROUP = re.compile(r"(?:on )?(?:weekday|workday|working day)")


@dataclass(slots=True)
class Held:
    """The values of a command's words, by rule; each with the words before it and its own."""

    found: dict[str, list[tuple[Any, str, str]]] = field(default_factory=dict)

    def values(self, rule: str) -> list[Any]:
        return [value for value, _, _ in self.found.get(rule, [])]

    def only(self, *rules: str) -> bool:
        """Whether there are values of these rules, one of each at most, and of no other."""
        return bool(self.found) and all(
            rule in rules and len(values) == 1 for rule, values in self.found.items()
        )


def hold(parts: Sequence[str], context: Context) -> Held:
    """The values of several texts, such as the words of slots.

    Raises:
        Nonsense: a text holds something else, or an impossible value.
    """
    held = Held()
    for part in parts:
        # "tomorrow's", "Tuesday's"
        text = _POSSESSIVE.sub("", fold(part).text)
        for rule, value, before, words in _read(text, context):
            held.found.setdefault(rule, []).append((value, before, words))
    return held


def _read(text: str, context: Context) -> Iterator[tuple[str, Any, str, str]]:
    """The values in a text with nothing but joining words between them.

    Raises:
        Nonsense: there is something else.
    """
    found = chart(text, context)
    place, before = 0, ""
    while place < len(text):
        longest: tuple[int, str, Any] = (place, "", None)
        for rule in _RULES:
            readings = found.readings(rule, place)
            for end in value_ends(text, readings):
                value = one_value(readings[end])
                if rule == "span" and _is_clock(found, place, end):
                    continue
                if end > longest[0] and _fits(rule, text, place, end):
                    longest = end, rule, value
        end, rule, value = longest
        if value is IMPOSSIBLE or value is SEVERAL:
            raise Nonsense
        if rule:
            yield rule, value, before.strip(), text[place:end]
            place, before = end, ""
        else:
            word = re.compile(r"[\s,]*[^\s,]*").match(text, place)
            assert word
            if word[0].strip(" ,") not in _JOINING | {""}:
                raise Nonsense
            place, before = word.end(), before + word[0]
        place += len(text[place:]) - len(text[place:].lstrip(" ,"))


def _is_clock(found: ParseChart, start: int, end: int) -> bool:
    """Whether a stretch is a time of day as it is said: "ten to six", and not "nine to five"."""
    readings = found.readings("clock", start).get(end)
    value = one_value(readings) if readings else None
    return isinstance(value, TimeOfDay) and value.minute % 5 == 0


def _fits(rule: str, text: str, start: int, end: int) -> bool:
    return rule != "repeat" or is_likely(rule, text, start, end) or bool(_GROUP.fullmatch(text[start:end]))
