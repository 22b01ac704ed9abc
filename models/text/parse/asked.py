"""What a question about dates and times asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dateutil.relativedelta import relativedelta

from models.text.parse.clock import TimeOfDay
from models.text.parse.spans import Span

Point = date | datetime


@dataclass(frozen=True, slots=True)
class NowAsked:
    """What the clock and the calendar show."""

    parts: tuple[str, ...]
    """Of time, date, weekday, month, year, week, quarter, day_of_year; empty where none was named."""


@dataclass(frozen=True, slots=True)
class DayAsked:
    """What a day is."""

    day: Point
    part: Literal["date", "weekday", "week", "any"]
    words: str = ""
    """The name of a holiday that it was named by."""


@dataclass(frozen=True, slots=True)
class MomentAsked:
    """The time at a distance from now or from a time of day."""

    moment: datetime
    start: datetime


@dataclass(frozen=True, slots=True)
class DistanceAsked:
    """How long it is from one point to another; None is now."""

    first: Point | None
    last: Point | None
    unit: str = ""
    """day, week, month, year, hour, minute or second; empty where any is right."""


@dataclass(frozen=True, slots=True)
class LengthAsked:
    """How long a month or year is."""

    span: Span
    unit: str = "day"


@dataclass(frozen=True, slots=True)
class LeapAsked:
    """Whether a year is a leap year, or which is the next one."""

    year: int
    step: int = 0
    """1 for the next, -1 for the last."""


@dataclass(frozen=True, slots=True)
class CheckAsked:
    """Whether it is a day or time."""

    claimed: date | TimeOfDay | tuple[int, ...] | str
    """A date, a time of day, days of the week (0 for Monday), or a part of the day ("morning")."""


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """When the clocks change."""


@dataclass(frozen=True, slots=True)
class MoreAsked:
    """A follow-up that has only a part of a question."""

    day: Point | None = None
    unit: str = ""
    until: bool = False
    since: bool = False
    later: relativedelta | None = None
    """How much later than the day of the question before."""
    part: Literal["", "weekday", "week"] = ""
    """What is asked about the day of the question before."""
    far: bool = False
    """Whether it is asked how far away that day is."""
    year: int | None = None
    """The year in which that day is meant now."""

    @property
    def leans(self) -> bool:
        """Whether it means the day that was told before, and names no other."""
        return self.far or bool(self.part) or self.later is not None


CalendarQuestion = (
    NowAsked | DayAsked | MomentAsked | DistanceAsked | LengthAsked | LeapAsked | CheckAsked | ChangeAsked
    | MoreAsked
)  # fmt: skip
