"""Times of day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from models.text.parse.numbers import whole
from models.text.parse.reader import Nonsense, Unknown, rule

Half = Literal["am", "pm"]
WAKING_FROM, AFTER_NIGHT = 4, 5
"""The hours in the morning from which somebody is woken, and from which anything else is done."""


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day."""

    hour: int
    """0 to 23, or 1 to 12 where the half of the day is open."""
    minute: int
    half: Half | None = None
    """None where either half of the day may be meant."""

    @property
    def minutes(self) -> int:
        """Since midnight."""
        return 60 * self.hour + self.minute

    @property
    def choices(self) -> tuple[TimeOfDay, ...]:
        """The times of day that may be meant."""
        if self.half:
            return (self,)
        return tuple(in_minutes(60 * (self.hour % 12 + more) + self.minute) for more in (0, 12))

    @property
    def halves(self) -> tuple[TimeOfDay, TimeOfDay]:
        """The times of day that an open hour may mean, the earlier of a day first; twelve is noon first."""
        first, second = self.choices
        return (second, first) if self.hour == 12 else (first, second)


def in_minutes(minutes: int) -> TimeOfDay:
    """The time of day so many minutes after midnight, taken round the clock."""
    hour, minute = divmod(minutes % (24 * 60), 60)
    return TimeOfDay(hour, minute, "am" if hour < 12 else "pm")


def _face(hour: Fraction, minute: int | Fraction = 0, *, military: bool = False) -> TimeOfDay:
    """The time that a clock shows; an hour from 1 to 12 leaves the half of the day open."""
    h, m = whole(hour, 0, 24), whole(Fraction(minute), 0, 59)
    if h == 24 and m:
        raise Nonsense
    return TimeOfDay(h, m) if 1 <= h <= 12 and not military else in_minutes(60 * h + m)


def _at(hour: Fraction | TimeOfDay, minute: int) -> TimeOfDay:
    """The hour of a twelve-hour clock, or noon or midnight, and so many minutes."""
    if isinstance(hour, TimeOfDay):
        return in_minutes(hour.minutes + minute)
    return TimeOfDay((whole(hour, 1, 12) - 1 + minute // 60) % 12 + 1, minute % 60)


@rule
def o_clock(hour: Fraction) -> TimeOfDay:
    return _at(hour, 0)


@rule
def bare_hour(hour: Fraction) -> TimeOfDay:
    return _face(hour)


@rule
def hour_minute(hour: Fraction, minute: Fraction) -> TimeOfDay:
    """ "seven thirty", "nine oh five"."""
    return _face(Fraction(whole(hour, 1, 24)), minute)


@rule
def hundred_clock(hour: Fraction, minute: Fraction) -> TimeOfDay:
    """ "seven hundred and thirty", as recognizers write 7:30."""
    return hour_minute(hour, minute)


@rule
def colon_time(text: str) -> TimeOfDay:
    """ "7:30", "06.40", "14h30"; a leading zero means 24 hours."""
    hour, minute = re.split("[:.h]", text)
    return _face(Fraction(hour), Fraction(minute), military=text[0] == "0")


@rule
def four_figures(text: str) -> TimeOfDay:
    """ "0615", "730"."""
    return _face(Fraction(text[:-2]), Fraction(text[-2:]), military=text[0] == "0")


@rule
def military(hour: Fraction) -> TimeOfDay:
    """ "eighteen hundred hours"."""
    return _face(hour, military=True)


@rule
def military_figures(text: str) -> TimeOfDay:
    return _face(Fraction(text[:-2]), Fraction(text[-2:]), military=True)


@rule
def led_by_oh(hour: Fraction, minute: Fraction) -> TimeOfDay:
    """ "oh five thirty", as the 24-hour clock is read out."""
    return _face(hour, minute, military=True)


@rule
def military_words(time: TimeOfDay) -> TimeOfDay:
    """ "five thirty hours"."""
    return in_minutes(time.minutes)


@rule
def named_time(word: str) -> TimeOfDay:
    return in_minutes(0 if word.endswith("midnight") else 12 * 60)


@rule
def half_hour(hour: Fraction | TimeOfDay) -> TimeOfDay:
    """ "half seven" is 7:30, as in British English."""
    return _at(hour, 30)


@rule
def quarter() -> Fraction:
    return Fraction(15)


@rule
def half_of_hour() -> Fraction:
    return Fraction(30)


@rule
def five_and_twenty() -> Fraction:
    return Fraction(25)


@rule
def past(minutes: Fraction, hour: Fraction | TimeOfDay) -> TimeOfDay:
    return _at(hour, whole(minutes, 1, 59))


@rule
def to(minutes: Fraction, hour: Fraction | TimeOfDay) -> TimeOfDay:
    before = whole(minutes, 1, 59)
    if before == 30:
        raise Unknown
    return _at(hour, -before)


@rule
def in_half(time: TimeOfDay, half: str) -> TimeOfDay:
    """ "7 am", "half past seven p.m.", "07:15 pm"; what contradicts itself makes no sense."""
    late = half.startswith("p")
    if not time.half:
        return time.choices[late]
    if late and 1 <= time.hour < 12:
        return in_minutes(time.minutes + 12 * 60)
    if late != (time.half == "pm"):
        raise Nonsense
    return time


@rule
def clock_in_part(time: TimeOfDay, part: str) -> TimeOfDay:
    """ "quarter to six in the evening"; a time that lies outside the part of the day makes no sense."""
    fitting = [choice for choice in time.choices if _within(choice, part)]
    if not fitting:
        raise Nonsense
    return fitting[0]


@rule
def part_clock(part: str, time: TimeOfDay) -> TimeOfDay:
    return clock_in_part(time, part)


def _within(time: TimeOfDay, part: str) -> bool:
    match part:
        case "morning":
            return time.hour < 12 and time.hour != 0
        case "afternoon":
            return 12 <= time.hour < 19
        case "evening" | "tonight":
            return time.hour >= 16 or time.hour == 0
        case _:
            return time.hour >= 17 or time.hour < 6
