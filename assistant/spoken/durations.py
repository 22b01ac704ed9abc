"""Spoken durations → timedelta."""

from __future__ import annotations

import re
from datetime import timedelta

from assistant.spoken.numbers import digits

_SECONDS = {
    "second": 1,
    "sec": 1,
    "minute": 60,
    "min": 60,
    "hour": 3600,
    "hr": 3600,
    "day": 86400,
    "week": 604800,
}
_UNIT = r"(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)\b"
_AMOUNT = re.compile(
    rf"(?:(?P<n>\d+(?:\.\d+)?)|(?P<a>an?)|(?P<couple>a couple(?: of)?))"
    rf"(?P<half> and (?:a|1) half)? (?P<unit>{_UNIT})(?P<after> and (?:a|1) (?P<part>half|quarter))?"
)
_NEGATIVE = re.compile(r"\bminus \d|(?<!\w)-\d")
_PARTS = {
    r"(?:3|three) quarters? of an hour": 2700,
    r"(?:a )?quarter (?:of )?an hour": 900,
    r"half (?:an|a|1) hour": 1800,
    r"half (?:an|a|1) minute": 30,
    r"half hour": 1800,
}


def find(text: str) -> timedelta | None:
    """The duration named in `text`, its parts added up ("an hour and twenty minutes"); None where there is
    none, or where it is less than nothing."""
    text = digits(text)
    if _NEGATIVE.search(text):
        return None
    seconds = 0.0
    for pattern, value in _PARTS.items():
        text, count = re.subn(rf"\b{pattern}\b", " ", text)
        seconds += count * value
    for match in _AMOUNT.finditer(text):
        unit = _SECONDS[match["unit"].rstrip("s")]
        amount = float(match["n"]) if match["n"] else 2.0 if match["couple"] else 1.0
        if match["half"]:
            amount += 0.5
        if match["part"]:
            amount += 0.5 if match["part"] == "half" else 0.25
        seconds += amount * unit
    return timedelta(seconds=seconds) if 0 < seconds < 10 * 365 * 86400 else None
