"""Answers of the clock and the calendar, as sentences."""

from __future__ import annotations

import calendar
from datetime import date, datetime

from assistant.skills.api import Result
from assistant.skills.time import almanac
from models.text import say, say_dates
from models.text.parse.asked import (
    CalendarQuestion,
    ChangeAsked,
    CheckAsked,
    DayAsked,
    DistanceAsked,
    LeapAsked,
    LengthAsked,
    MomentAsked,
    NowAsked,
    Point,
)
from models.text.parse.clock import TimeOfDay
from models.text.places import Place
from models.text.say_lists import capital, count

_CLOCK_UNITS = ("hour", "minute", "second")
_HOURS = {
    "morning": range(5, 12), "afternoon": range(12, 18), "evening": range(17, 23),
    "night": (*range(20, 24), *range(6)),
}  # fmt: skip
_NAMED_LIKE_THIS = ("today", "tomorrow", "yesterday")


def told(asked: CalendarQuestion, now: datetime, place: Place | None, *, hours24: bool) -> Result:
    """The answer to a question about the time or the calendar.

    Arguments:
        now: in the zone of the place.
        place: None for here.
    """
    where = f" {place.where}" if place else ""
    match asked:
        case NowAsked():
            return _now(asked, now, where, hours24)
        case DayAsked():
            return _day(asked, now, where)
        case MomentAsked():
            return _moment(asked, now, where, hours24)
        case DistanceAsked():
            return _distance(asked, now, hours24)
        case LengthAsked():
            return _length(asked)
        case LeapAsked():
            return _leap(asked, now.date())
        case CheckAsked():
            return _check(asked, now, where, hours24)
        case ChangeAsked():
            return _change(now, where)
    raise TypeError(asked)


def _now(asked: NowAsked, now: datetime, where: str, hours24: bool) -> Result:
    today, parts = now.date(), asked.parts or ("time",)
    time_said, date_said = say.clock(now, hours24=hours24), say_dates.full(today, year=True)
    match parts:
        case ("time",):
            return Result({"time": time_said}, f"It's {time_said}{where}.")
        case ("date",):
            return Result({"date": date_said}, f"It's {date_said}{where}.")
        case ("weekday",):
            said = say_dates.full(today)
            return Result({"date": said}, f"It's {said}{where}.")
        case ("week",):
            return _day(DayAsked(today, "week"), now, where)
        case ("day_of_year",):
            number = say.ordinal(today.timetuple().tm_yday)
            return Result({"day": number}, f"It's the {number} day of the year{where}.")
        case ("quarter",):
            number = say.ordinal((today.month + 2) // 3)
            return Result({"quarter": number}, f"It's the {number} quarter{where}.")
        case ("month",):
            month = f"{now:%B}"
            return Result({"month": month}, f"It's {month}{where}.")
        case ("year",):
            return Result({"year": today.year}, f"It's {today.year}{where}.")
    if "time" not in parts:
        return Result({"date": date_said}, f"It's {date_said}{where}.")
    said = say_dates.full(today)
    return Result({"time": time_said, "date": said}, f"It's {time_said}{where} on {said}.")


def _day(asked: DayAsked, now: datetime, where: str) -> Result:
    day = asked.day.astimezone(now.tzinfo).date() if isinstance(asked.day, datetime) else asked.day
    today = now.date()
    verb = "was" if day < today else "is"
    said = say_dates.full(day, year=day.year != today.year)
    if asked.part == "week":
        week = day.isocalendar().week
        if day == today:
            return Result({"week": week}, f"It's week {week}{where}.")
        return Result({"week": week, "date": said}, f"{said} {verb} in week {week}.")
    if asked.words:
        name = capital(asked.words) if asked.words.startswith("the ") else _title(asked.words)
        return Result({"day": name, "date": said}, f"{name} {verb} on {said}.")
    if (near := say_dates.near(day, today)) in _NAMED_LIKE_THIS:
        said = say_dates.full(day, year=asked.part == "date")
        return Result({"date": said}, f"{capital(near)} {verb} {said}{where}.")
    return Result({"date": said}, f"That {verb} {said}.")


def _title(name: str) -> str:
    return " ".join(capital(word) for word in name.split())


def _moment(asked: MomentAsked, now: datetime, where: str, hours24: bool) -> Result:
    moment, start = asked.moment.astimezone(now.tzinfo), asked.start.astimezone(now.tzinfo)
    length = say.duration(abs(almanac.elapsed(start, moment)))
    said = say.clock(moment, hours24=hours24)
    day = "" if moment.date() == now.date() else f" {say_dates.on(moment.date(), now.date())}"
    facts = {"distance": length, "time": said}
    if start != now:
        order = "after" if start <= moment else "before"
        return Result(
            facts, f"{capital(length)} {order} {say.clock(start, hours24=hours24)} is {said}{where}."
        )
    if moment < now:
        return Result(facts, f"{capital(length)} ago it was {said}{day}{where}.")
    return Result(facts, f"In {length} it's {said}{day}{where}.")


def _distance(asked: DistanceAsked, now: datetime, hours24: bool) -> Result:
    clock = asked.unit in _CLOCK_UNITS
    timed = [point for point in (asked.first, asked.last) if isinstance(point, datetime)]
    if clock or (timed and not asked.unit):
        first, last = (_as_moment(point, now) for point in (asked.first, asked.last))
        said, names = almanac.between(first, last, asked.unit), []
        for point, moment in ((asked.first, first), (asked.last, last)):
            timed_name = _moment_name(moment, now, hours24) if isinstance(point, datetime) else ""
            names.append(timed_name or say_dates.near(moment.date(), now.date()))
    else:
        days = [_as_moment(point, now).date() for point in (asked.first, asked.last)]
        said = almanac.apart(days[0], days[1], asked.unit)
        names = [say_dates.full(day, year=day.year != now.year) for day in days]
    is_, are = ("is", "It's") if said.startswith("1 ") else ("are", "There are")
    facts = {"distance": said}
    if asked.first is None and asked.last is not None:
        if _as_moment(asked.last, now) < now and not timed:
            return Result(facts | {"until": names[1]}, f"{capital(names[1])} was {said} ago.")
        if clock or timed:
            return Result(facts | {"until": names[1]}, f"It's {said} until {names[1]}.")
        return Result(facts | {"until": names[1]}, f"There {is_} {said} left until {names[1]}.")
    if asked.last is None:
        return Result(facts | {"since": names[0]}, f"It's been {said} since {names[0]}.")
    facts |= {"from": names[0], "to": names[1]}
    return (
        Result(facts, f"There {is_} {said} between {names[0]} and {names[1]}.") if are else Result(facts, "")
    )


def _as_moment(point: Point | None, now: datetime) -> datetime:
    if point is None:
        return now
    return point if isinstance(point, datetime) else almanac.midnight(point, now.tzinfo)


def _moment_name(moment: datetime, now: datetime, hours24: bool) -> str:
    local = moment.astimezone(now.tzinfo)
    if almanac.elapsed(now, moment).days == 0 and moment >= now:
        return say.clock(local, hours24=hours24)
    return say_dates.time_first(moment, now, hours24=hours24)


def _length(asked: LengthAsked) -> Result:
    first, last = asked.span.start, asked.span.end
    assert isinstance(first, date)
    assert isinstance(last, date)
    days = (last - first).days + 1
    name = str(first.year) if days > 31 else f"{calendar.month_name[first.month]} {first.year}"
    said = almanac.apart(first, date.fromordinal(last.toordinal() + 1), asked.unit)
    if asked.unit in _CLOCK_UNITS:
        said = count(days * 24 * {"hour": 1, "minute": 60, "second": 3600}[asked.unit], asked.unit)
    return Result({"period": name, "length": said}, f"{name} has {said}.")


def _leap(asked: LeapAsked, today: date) -> Result:
    if asked.step:
        year = asked.year + asked.step
        while not calendar.isleap(year):
            year += asked.step
        which, verb = ("next", "is") if asked.step > 0 else ("last", "was")
        return Result({"year": year}, f"The {which} leap year {verb} {year}.")
    leap = calendar.isleap(asked.year)
    verb = ("was" if leap else "wasn't") if asked.year < today.year else ("is" if leap else "isn't")
    return Result({"year": asked.year}, f"{'Yes' if leap else 'No'}, {asked.year} {verb} a leap year.")


def _check(asked: CheckAsked, now: datetime, where: str, hours24: bool) -> Result:
    claimed = asked.claimed
    if isinstance(claimed, str):
        said = say.clock(now, hours24=hours24)
        right = now.hour in _HOURS["night" if claimed == "tonight" else claimed]
        return Result({"time": said}, f"{'Yes' if right else 'No'}, it's {said}{where}.")
    if isinstance(claimed, TimeOfDay):
        said = say.clock(now, hours24=hours24)
        right = any((choice.hour, choice.minute) == (now.hour, now.minute) for choice in claimed.choices)
        return Result({"time": said}, f"{'Yes' if right else 'No'}, it's {said}{where}.")
    right = now.weekday() in claimed if isinstance(claimed, tuple) else claimed == now.date()
    said = say_dates.full(now.date())
    return Result({"date": said}, f"{'Yes' if right else 'No'}, it's {said}{where}.")


def _change(now: datetime, where: str) -> Result:
    found = almanac.clock_change(now)
    if found is None:
        return Result({}, f"The clocks don't change{where or ' here'}.")
    day, ahead = found
    said, length = say_dates.full(day, year=day.year != now.year), say.duration(abs(ahead))
    direction = "forward" if ahead.total_seconds() > 0 else "back"
    return Result({"date": said, "length": length}, f"The clocks go {direction} {length} on {said}{where}.")
