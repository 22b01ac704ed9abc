"""Spoken times of day, with or without a date, a day of the week or a distance from now → datetime, and
back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from assistant.spoken import dates, durations
from assistant.spoken.numbers import digits

_HALF = r"(?:\s*(?P<half>am|pm)\b)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?P<word>noon|midday|midnight)\b",
        rf"\bhalf past (?P<hour>\d{{1,2}})\b(?P<minute>){_HALF}",
        rf"\b(?P<minutes>quarter|\d{{1,2}})(?: minutes?)? (?P<side>past|after|to|before"
        rf"|till) (?P<hour>\d{{1,2}})\b(?! (?:minutes|hours|percent)){_HALF}",
        rf"\b(?P<hour>\d{{1,2}})[:.](?P<minute>[0-5]\d)\b{_HALF}",
        rf"\b(?P<hour>\d{{1,2}}) (?:oh |o |0 ?)(?P<minute>\d)\b{_HALF}",
        rf"\b(?P<hour>\d{{1,2}}) (?P<minute>[0-5]\d)\b(?! (?:minute|hour|second|sec|day|percent"
        rf"|degree)){_HALF}",
        r"\b(?P<hour>\d{1,2}?)(?P<minute>[0-5]\d) (?P<half>am|pm)\b",
        r"\b(?:at|for|by|to) (?P<hour>\d{1,2}?)(?P<minute>[0-5]\d)(?: hours)?\b(?! (?:minute|second|sec|day"
        r"|percent))",
        r"\b(?P<hour>\d{1,2})(?: o'?clock)? (?P<half>am|pm)\b",
        r"\b(?P<hour>\d{1,2}) o'?clock\b",
        r"\b(?:at|for|by|around|about|is|it's|up|alarm|when|to|until|till) (?P<hour>\d{1,2})\b"
        r"(?!(?:st|nd|rd|th)|\.\d| (?:minute|hour|second|sec|day|week|month|year|percent|degree|alarm|time)"
        r"|:)",
        r"\b(?P<hour>\d{1,2}) (?=in the (?:morning|afternoon|evening)|at night|tonight|today|tomorrow"
        r"|this (?:morning|afternoon|evening))",
        r"^(?P<hour>\d{1,2}?)(?P<minute>[0-5]\d)$",
        r"^(?P<hour>\d{1,2})$",
    )
)
_MORNING = re.compile(r"\bmorning\b|\bbreakfast\b|\bsunrise\b")
_LATER = re.compile(r"\bafternoon\b|\bevening\b|\btonight\b|\bat night\b|\bnight\b|\bdinner\b")


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day."""

    hour: int
    minute: int
    certain: bool
    """False where seven may be in the morning or in the evening."""
    start: int
    end: int
    """Where it stands in `digits(text)`."""

    def on(self, day: date, now: datetime) -> datetime:
        """This time on that day, in the time zone of `now`."""
        return datetime.combine(day, time(self.hour, self.minute), now.tzinfo)


def find(text: str) -> ClockTime | None:
    """The time of day named in `text`; None where there is none."""
    text = digits(text)
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if (clock := _read(match, text)) is not None:
                return clock
    return None


def _read(match: re.Match[str], text: str) -> ClockTime | None:
    named = match.groupdict()
    if word := named.get("word"):
        return ClockTime(0 if word == "midnight" else 12, 0, True, match.start(), match.end())
    hour, minute = int(named["hour"]), int(named.get("minute") or 0)
    if "half past" in match[0]:
        minute = 30
    if side := named.get("side"):
        minutes = 15 if named["minutes"] == "quarter" else int(named["minutes"])
        if minutes >= 60:
            return None
        minute = minutes if side in ("past", "after") else 60 - minutes
        hour = hour if side in ("past", "after") else hour - 1
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    half = named.get("half")
    if half is None and 1 <= hour <= 12:
        half = "am" if _MORNING.search(text) else "pm" if _LATER.search(text) and hour < 12 else None
        if half == "pm" and hour < 4 and re.search(r"\bnight\b", text):
            half = "am"
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    certain = half is not None or not 1 <= hour <= 12
    return ClockTime(hour % 24, minute, certain, match.start(), match.end())


def moment(text: str, now: datetime, *, waking: bool = False) -> datetime | None:
    """The moment named in `text`, later than `now`: "in ten minutes", "six tomorrow", "five pm on the 25th
    of May".

    Arguments:
        waking: an hour that may be either half of the day is in the morning.

    Returns None where no time is named (a date alone is none).
    """
    read = digits(text)
    if re.search(r"\b(in|after|within|from now|from this moment)\b", read) and (
        distance := durations.find(read)
    ):
        return now + distance
    clock = find(text)
    if clock is None:
        return None
    if (earlier := re.search(r"(.*)\bbefore (that|it)\b", read)) and (distance := durations.find(earlier[1])):
        # "I leave at eight, wake me thirty minutes before that"
        reference = moment(read[: clock.end], now, waking=waking)
        return reference - distance if reference else None
    day = dates.find(text, now.date())
    if day is not None:
        when = clock.on(day.date, now)
        # "at three today", asked at noon, is this afternoon; "at seven tomorrow" is in the morning
        if not clock.certain and (when <= now or (clock.hour < 5 and not waking)) and clock.hour < 12:
            when += timedelta(hours=12)
        if when <= now and day.weekday:
            when = clock.on(day.date + timedelta(days=7), now)
        return when
    when = clock.on(now.date(), now)
    if clock.certain or (waking and 4 <= clock.hour <= 11):
        return when if when > now else clock.on(now.date() + timedelta(days=1), now)
    while when <= now:
        when += timedelta(hours=12)
    return when
