"""Moments: a date with a time of day, or a distance from now.

Elapsed time is counted in UTC; a time of day is the one on the wall, which may not exist on the day when the
clocks go forward.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from fractions import Fraction

from models.text.parse.clock import TimeOfDay, clock_in_part
from models.text.parse.reader import Context, Nonsense, rule_in_context


def on_the_wall(day: date, clock: TimeOfDay, zone: tzinfo | None) -> datetime:
    """A time of day on a day.

    Raises:
        Nonsense: the clocks skip it.
    """
    wanted = datetime.combine(day, time(clock.hour, clock.minute), zone)
    shown = wanted.astimezone(UTC).astimezone(zone)
    if shown.replace(tzinfo=None) != wanted.replace(tzinfo=None):
        raise Nonsense
    return wanted


def _zone(context: Context) -> tzinfo | None:
    return context.zone or context.now.tzinfo


@rule_in_context
def from_now(context: Context, seconds: Fraction) -> datetime:
    return (context.now.astimezone(UTC) + timedelta(seconds=float(seconds))).astimezone(_zone(context))


@rule_in_context
def time_ago(context: Context, seconds: Fraction) -> datetime:
    return from_now(context, -seconds)


@rule_in_context
def next_time(context: Context, clock: TimeOfDay) -> datetime:
    """The next moment at which a clock shows the time."""
    days = (context.today, context.today + timedelta(days=1))
    moments = [on_the_wall(day, choice, _zone(context)) for day in days for choice in clock.choices]
    return min(found for found in moments if found > context.now)


@rule_in_context
def time_on_day(context: Context, day: date, clock: TimeOfDay) -> datetime:
    """An open half of the day is the first to come in waking hours, from five on."""
    choices = [on_the_wall(day, choice, _zone(context)) for choice in clock.choices]
    waking = [choice for choice in choices if choice > context.now and choice.hour >= 5]
    return (waking or choices)[0] if len(choices) > 1 else choices[0]


@rule_in_context
def day_last(context: Context, clock: TimeOfDay, day: date) -> datetime:
    return time_on_day(context, day, clock)


@rule_in_context
def time_in_part(context: Context, day: date, part: str, clock: TimeOfDay) -> datetime:
    """ "tomorrow morning at six"."""
    return on_the_wall(day, clock_in_part(clock, part), _zone(context))


@rule_in_context
def part_first(context: Context, part: str, clock: TimeOfDay, day: date) -> datetime:
    return time_in_part(context, day, part, clock)


@rule_in_context
def part_last(context: Context, clock: TimeOfDay, day: date, part: str) -> datetime:
    return time_in_part(context, day, part, clock)


@rule_in_context
def this_time(context: Context, day: date) -> datetime:
    """ "this time tomorrow"."""
    return datetime.combine(day, context.now.time(), _zone(context))
