"""A repetition put together from several words of a command: "every weekday", "6:30", all but "Fridays"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from models.text.parse.clock import AFTER_NIGHT, WAKING_FROM, TimeOfDay, clock_in_part
from models.text.parse.held import Held
from models.text.parse.reader import Context, Nonsense
from models.text.parse.repeats import EVERY_DAY, Exceptions, Recurrence, without
from models.text.parse.scan import read_rule
from models.text.parse.spans import Span

_THROUGH = re.compile(
    r"(?:all|(?:the |this )?(?:whole|entire|full|rest|remainder)|(?:the |this |next |at the )?weekend)\b"
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?$")


def lasts(held: Held) -> bool:
    """Whether times of day are meant for each day of a while: "all week" and "6 am"."""
    spans = held.found.get("span", [])
    return "clock" in held.found and any(_THROUGH.match(words) for _, _, words in spans)


def repeated(held: Held, context: Context, waking: bool, excepted: Sequence[str]) -> Recurrence | None:
    """The repetition that values stand for together, its times certain; None where they do not fit together.

    Raises:
        Nonsense: they contradict each other, or an exception is not understood.
    """
    if not held.found.keys() <= {"repeat", "clock", "part", "date", "span"}:
        return None
    first, *others = held.values("repeat") or [Recurrence(EVERY_DAY)]
    for other in others:
        first = _together(first, other)
    for period in held.values("span"):
        if type(period.start) is not date or type(period.end) is not date:
            return None
        begins = period.start if period.start > context.today else first.start
        first = replace(first, start=begins, until=period.end)
    for day, before, words in held.found.get("date", []):
        first = _dated(first, day, before, words)
    parts = set(held.values("part"))
    if len(parts) > 1:
        return None
    part = next(iter(parts), first.part)
    times = tuple(_certain(clock, part, waking) for clock in held.values("clock"))
    first = replace(first, part=part, times=first.times + times)
    return _without(first, excepted, context)


def _together(one: Recurrence, other: Recurrence) -> Recurrence:
    """ "every week" and "on Mondays"; "every Monday" and "every Friday"."""
    if not one.unit == other.unit == "week" or (one.days and other.days and one.interval != other.interval):
        raise Nonsense
    if EVERY_DAY in (one.days, other.days):
        # "every day" and "weekdays"
        days = next((days for days in (one.days, other.days) if days != EVERY_DAY), EVERY_DAY) or EVERY_DAY
    else:
        days = tuple(dict.fromkeys(one.days + other.days))
    interval, times, part = max(one.interval, other.interval), one.times + other.times, one.part or other.part
    return replace(one, days=days, interval=interval, times=times, part=part)


def _dated(repeat: Recurrence, day: date, before: str, words: str) -> Recurrence:
    """ "every week" and "Monday"; "every day" and "until Friday"."""
    if re.search(r"\b(?:until|till)$", before):
        return replace(repeat, until=day)
    if re.search(r"\b(?:from|starting|beginning)(?: on)?$", before):
        return replace(repeat, start=day)
    if repeat.unit == "week" and not repeat.days and _WEEKDAY.search(words):
        return replace(repeat, days=(day.weekday(),))
    if repeat.unit == "month" and repeat.day is None and repeat.nth is None:
        return replace(repeat, day=day.day)
    if repeat.unit == "year" and repeat.day_of_year is None:
        return replace(repeat, day_of_year=(day.month, day.day))
    return replace(repeat, start=day)


def _certain(clock: TimeOfDay, part: str, waking: bool) -> TimeOfDay:
    """The time of day that is meant for every day: the first after the night."""
    if clock.half:
        return clock_in_part(clock, part) if part else clock
    if part:
        small = part == "night" and clock.hour % 12 < AFTER_NIGHT
        return clock.choices[0] if small else clock_in_part(clock, part)
    morning, evening = clock.halves
    return morning if morning.hour >= (WAKING_FROM if waking else AFTER_NIGHT) else evening


def _without(repeat: Recurrence, excepted: Sequence[str], context: Context) -> Recurrence:
    """The repetition with its exceptions.

    Raises:
        Nonsense: one of them is not understood, or no day is left.
    """
    for text in excepted:
        for left_out in _exceptions(text, context):
            repeat = without(repeat, left_out.days, left_out.dates)
    return repeat


def _exceptions(text: str, context: Context) -> list[Exceptions]:
    bare = re.sub(
        r"^\W*(?:but not|except(?:ing)?(?: for)?|excluding|apart from|other than|but|not)\b", "", text
    )
    whole = _exception(bare, context)
    if whole is not None:
        return [whole]
    pieces = [_exception(piece, context) for piece in re.split(r",|\band\b|\bor\b", bare) if piece.strip()]
    if not pieces or None in pieces:
        raise Nonsense
    return [piece for piece in pieces if piece is not None]


def _exception(text: str, context: Context) -> Exceptions | None:
    found = read_rule("exception", text, context)
    if isinstance(found, Exceptions):
        return found
    span = read_rule("span", text, context)
    if isinstance(span, Span) and type(span.start) is date and type(span.end) is date:
        days = (span.end - span.start).days + 1
        return Exceptions(dates=tuple(span.start + timedelta(days=ahead) for ahead in range(days)))
    return None
