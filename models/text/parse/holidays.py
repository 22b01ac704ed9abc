"""Holidays, by their names."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from dateutil.easter import easter

from models.text.parse.dates import STEPS, day_of
from models.text.parse.reader import Context, rule_in_context

_HOLIDAYS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "new year": (1, 1), "new years": (1, 1), "new year day": (1, 1), "new years day": (1, 1),
    "new year eve": (12, 31), "new years eve": (12, 31), "valentine": (2, 14), "valentines": (2, 14),
    "valentine day": (2, 14), "valentines day": (2, 14), "halloween": (10, 31), "st patricks day": (3, 17),
    "saint patricks day": (3, 17), "st patrick day": (3, 17), "saint patrick day": (3, 17),
    "independence day": (7, 4),
}  # fmt: skip
_FROM_EASTER = {"easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2}
_THURSDAY = 3


@rule_in_context
def holiday(context: Context, *said: str | Fraction) -> date:
    """ "next Christmas", "Easter Monday 2027"."""
    which = said[0] if said[0] in STEPS else None
    name = str(said[which is not None]).replace("'", "").replace(".", "")
    if isinstance(said[-1], Fraction):
        return _feast(name, int(said[-1]))
    found = _feast(name, context.today.year)
    if which is not None and STEPS[str(which)] < 0:
        return found if found < context.today else _feast(name, context.today.year - 1)
    return found if found >= context.today else _feast(name, context.today.year + 1)


def _feast(name: str, year: int) -> date:
    if name in _HOLIDAYS:
        return day_of(year, *_HOLIDAYS[name])
    if name in _FROM_EASTER:
        sunday: date = easter(year)
        return sunday + timedelta(days=_FROM_EASTER[name])
    # Thanksgiving: the fourth Thursday of November
    first = date(year, 11, 1)
    return first + timedelta(days=(_THURSDAY - first.weekday()) % 7, weeks=3)
