"""The rules of `calendar_questions.lark`."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from models.text.parse import spans
from models.text.parse.asked import (
    ChangeAsked,
    CheckAsked,
    DayAsked,
    DistanceAsked,
    LeapAsked,
    LengthAsked,
    MomentAsked,
    MoreAsked,
    NowAsked,
    Point,
)
from models.text.parse.clock import TimeOfDay
from models.text.parse.dates import Month, month_end, month_start, weekday_number
from models.text.parse.moments import next_time
from models.text.parse.reader import Context, Nonsense, rule, rule_in_context
from models.text.parse.spans import Span

_UNIT = re.compile(r"(day|week|month|year|hour|minute|second)s?\b|(sleep|night)s?\b")


def _unit(words: str) -> str:
    found = _UNIT.search(words)
    return (found[1] or "day") if found else ""


@rule_in_context
def period_start(context: Context, period: Span) -> Point:
    return period.start  # type: ignore[return-value]


@rule_in_context
def named_weekend(context: Context, which: str) -> Point:
    return spans.weekend_span(context, which).start  # type: ignore[return-value]


@rule_in_context
def coming_weekend(context: Context) -> Point:
    """The next Saturday."""
    saturday = spans.weekend_span(context, "this").start
    return saturday if saturday > context.today else saturday + timedelta(weeks=1)  # type: ignore


@rule
def till(how_long: str, point: Point) -> DistanceAsked:
    return DistanceAsked(None, point, _unit(how_long))


@rule
def point_until(point: Point, how_long: str) -> DistanceAsked:
    """ "christmas is how many days away"."""
    return DistanceAsked(None, point, _unit(how_long))


@rule
def since(how_long: str, point: Point) -> DistanceAsked:
    return DistanceAsked(point, None, _unit(how_long))


@rule
def old(how_old: str, point: Point) -> DistanceAsked:
    """ "how old is somebody born on May 3rd 1990"."""
    return DistanceAsked(point, None, "year")


@rule
def between(how_long: str, first: Point, last: Point) -> DistanceAsked:
    return DistanceAsked(first, last, _unit(how_long))


@rule_in_context
def between_clocks(context: Context, how_long: str, first: TimeOfDay, last: TimeOfDay) -> DistanceAsked:
    """ "how many hours from 9 to 5": the last one comes after the first."""
    start = first if first.half else first.halves[0]
    period = spans.moments_span(context, context.today, spans.times_span(start, last))
    return DistanceAsked(period.start, period.end, _unit(how_long))  # type: ignore[arg-type]


@rule
def left_in(how_long: str, period: Span) -> DistanceAsked:
    """ "how many days are left in the year"."""
    return DistanceAsked(None, period.end, _unit(how_long))  # type: ignore[arg-type]


@rule_in_context
def left_in_week(context: Context, how_long: str) -> DistanceAsked:
    return left_in(how_long, spans.week_span(context, "this"))


@rule_in_context
def left_today(context: Context, how_long: str) -> DistanceAsked:
    midnight = datetime.combine(context.today + timedelta(days=1), time(), context.zone or context.now.tzinfo)
    return DistanceAsked(None, midnight, _unit(how_long))


@rule
def days_in(how_long: str, period: Span) -> LengthAsked:
    return LengthAsked(period, _unit(how_long) or "day")


@rule
def days_in_year(how_long: str, year: Fraction | str) -> LengthAsked:
    return days_in(how_long, spans.year_span(Fraction(year)))


@rule_in_context
def days_in_month(
    context: Context, how_long: str, month: Month, year: Fraction | str | None = None
) -> LengthAsked:
    """ "how many days does February have in 2028"; without a year, this or the next one."""
    start = month_start(month, None if year is None else Fraction(year), context.today)
    return LengthAsked(Span(start, month_end(start)), _unit(how_long) or "day")


@rule
def leap(year: Fraction | str) -> LeapAsked:
    number = Fraction(year)
    if not 1 <= number <= 9999:
        raise Nonsense
    return LeapAsked(int(number))


@rule_in_context
def leap_now(context: Context) -> LeapAsked:
    return LeapAsked(context.today.year)


@rule_in_context
def next_leap(context: Context, words: str) -> LeapAsked:
    return LeapAsked(context.today.year, 1 if "next" in words else -1)


@rule
def weekday_asked(day: date) -> DayAsked:
    return DayAsked(day, "weekday")


@rule
def date_asked(day: date) -> DayAsked:
    return DayAsked(day, "date")


@rule
def date_now() -> NowAsked:
    return NowAsked(("date",))


@rule
def quarter_now() -> NowAsked:
    return NowAsked(("quarter",))


@rule
def weekday_now() -> NowAsked:
    return NowAsked(("weekday",))


@rule
def when_asked(day: date) -> DayAsked:
    return DayAsked(day, "any")


@rule
def week_asked(day: date) -> DayAsked:
    return DayAsked(day, "week")


@rule_in_context
def week_now(context: Context) -> DayAsked:
    return DayAsked(context.today, "week")


@rule
def that_far(words: str) -> MoreAsked:
    """ "how many days ago was that", "how long is it till then"."""
    return MoreAsked(unit=_unit(words), far=True)


@rule
def year_more(year: Fraction | str) -> MoreAsked:
    """ "and next year"."""
    return MoreAsked(year=int(year))


@rule
def year_later_more() -> MoreAsked:
    return MoreAsked(later=relativedelta(years=1))


@rule_in_context
def year_after_next_more(context: Context) -> MoreAsked:
    return MoreAsked(year=context.today.year + 2)


@rule
def that_day() -> MoreAsked:
    return MoreAsked(part="weekday")


@rule
def that_week() -> MoreAsked:
    return MoreAsked(part="week")


@rule
def week_asked_span(week: Span) -> DayAsked:
    return DayAsked(week.start, "week")  # type: ignore[arg-type]


@rule_in_context
def moment_asked(context: Context, moment: datetime) -> MomentAsked:
    return MomentAsked(moment, context.now)


@rule_in_context
def after_clock(context: Context, seconds: Fraction, clock: TimeOfDay) -> MomentAsked:
    """ "20 minutes after 3 pm"."""
    start = next_time(context, clock)
    return MomentAsked(start + timedelta(seconds=float(seconds)), start)


@rule_in_context
def started_now(context: Context, seconds: Fraction) -> MomentAsked:
    """ "if I leave now and it takes two hours"."""
    return MomentAsked(context.now + timedelta(seconds=float(seconds)), context.now)


@rule
def is_it(*days: date) -> CheckAsked:
    return CheckAsked(days[0])


@rule
def is_it_weekday(name: str) -> CheckAsked:
    return CheckAsked((weekday_number(name),))


@rule
def is_it_weekend() -> CheckAsked:
    return CheckAsked((5, 6))


@rule
def is_it_part(part: str) -> CheckAsked:
    return CheckAsked(part)


@rule
def is_it_clock(clock: TimeOfDay) -> CheckAsked:
    return CheckAsked(clock)


@rule
def clocks_change(words: str) -> ChangeAsked:
    return ChangeAsked()


@rule
def until_more(point: Point) -> MoreAsked:
    """ "and until easter"."""
    return MoreAsked(point, until=True)


@rule
def date_more(day: date) -> MoreAsked:
    """ "and on friday"."""
    return MoreAsked(day)


@rule
def moment_more(moment: datetime) -> MoreAsked:
    """ "and in 45 minutes"."""
    return MoreAsked(moment)


@rule
def from_more(point: Point) -> MoreAsked:
    """ "and from monday"."""
    return MoreAsked(point, since=True)


@rule
def later_more(*stretches: relativedelta) -> MoreAsked:
    """ "ten days from then", "a week later"."""
    return MoreAsked(later=sum(stretches, relativedelta()))


@rule
def weekday_later_more(name: str) -> MoreAsked:
    """ "the monday after that"."""
    return MoreAsked(later=relativedelta(days=1, weekday=weekday_number(name)))


@rule
def day_later_more() -> MoreAsked:
    return MoreAsked(later=relativedelta(days=1))


@rule
def unit_more(words: str) -> MoreAsked:
    """ "and in weeks"."""
    return MoreAsked(unit=_unit(words))
