"""Values → English as a reply says them: figures in digits, units in words."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import humanize

_GROUPED_FROM = 10_000
_LONGEST = 1e15
"""Numbers from here on are said with an exponent."""


def duration(length: timedelta) -> str:
    """Every part of a duration, to the second: "1 hour, 30 minutes and 5 seconds"."""
    whole = timedelta(seconds=max(0, round(length.total_seconds())))
    return humanize.precisedelta(whole, suppress=["years", "months"], format="%d")


def clock(when: datetime | time, *, hours24: bool = False) -> str:
    """A time of day: "7 AM", "7:30 PM", "noon", "midnight"; "19:30" for an owner who prefers 24 hours."""
    if hours24:
        return f"{when:%H:%M}"
    if when.hour in (0, 12) and not when.minute:
        return "noon" if when.hour else "midnight"
    minutes = f":{when:%M}" if when.minute else ""
    return f"{when.hour % 12 or 12}{minutes} {'AM' if when.hour < 12 else 'PM'}"


def number(value: float, decimals: int = 4) -> str:
    """A number without trailing zeros, thousands grouped from 10,000 on, "minus" in words."""
    if value < 0:
        return f"minus {number(-value, decimals)}"
    value = round(value, decimals) if abs(value) >= 10**-decimals or value == 0 else float(f"{value:.3g}")
    if value >= _LONGEST:
        return f"{value:.6g}"
    if value == int(value):
        return f"{int(value):,}" if value >= _GROUPED_FROM else str(int(value))
    text = f"{value:,.{decimals}f}" if value >= _GROUPED_FROM else f"{value:.10f}"
    return text.rstrip("0").rstrip(".")
