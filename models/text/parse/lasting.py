"""When what takes some time is over or must begin, and how long it is from one time to another.

"I put the potatoes on at half past five for forty minutes, when will they be done", "I go to bed at ten and
get up at six, how much sleep do I get": the times are told beside the question.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from models.text.parse.asked import DistanceAsked, MomentAsked
from models.text.parse.clock import TimeOfDay
from models.text.parse.moments import next_time
from models.text.parse.reader import Context
from models.text.parse.scan import Found, find

_WHEN = re.compile(
    r"\b(?:when|what time)(?:['’]?(?:s|ll|d|re))?\s+(?:(?:is|are|am|was|were|will|would|do|does|did|should"
    r"|must|shall|can|could|have)\s+)?(?:i|we|you|he|she|it|they|that|this|the|my|our|your)\b(?P<rest>[^,;.?!]*)",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(r"\bhow (?:long|much|many (?:hours|minutes))\b", re.IGNORECASE)
_MUST_BEGIN = re.compile(
    r"\b(?:leave|start|begin|set (?:off|out)|go|put|get (?:up|going)|head|turn|switch|wake)\b", re.IGNORECASE
)
_IS_OVER = re.compile(
    r"\b(?:done|ready|over|through|up|out|there|home|back|cooked|baked|complete|end|finish(?:ed)?|arrive|land)\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\bnow\b", re.IGNORECASE)
_PAST = re.compile(r"\bi (?:put|set|left|began|went|got|\w+ed)\b", re.IGNORECASE)
_IF = re.compile(r"\bif\b", re.IGNORECASE)
_HALF_A_DAY = timedelta(hours=12)
_DAY = timedelta(days=1)


def read_lasting(text: str, context: Context) -> MomentAsked | DistanceAsked | None:
    """What a text asks of the times that it tells; None for any other text."""
    asks, asks_how_long = _WHEN.search(text), _HOW_LONG.search(text)
    if asks is None and asks_how_long is None:
        return None
    lengths, clocks = find("duration", text, context), find("clock", text, context)
    if asks is not None and len(lengths) == 1 and len(clocks) < 2:
        start = _moment(text, context)
        rest = _without(asks["rest"], text, [*lengths, *clocks], asks.start("rest"))
        sign = -1 if _MUST_BEGIN.search(rest) else 1 if _IS_OVER.search(rest) else 0
        if start is not None and sign:
            return MomentAsked(start + sign * timedelta(seconds=float(lengths[0].value)), start)
    if asks_how_long and not lengths and (times := _two_times(text, context)) is not None:
        begins = next_time(context, times[0])
        return DistanceAsked(begins, next_time(replace(context, now=begins), times[1]))
    return None


def _two_times(text: str, context: Context) -> tuple[TimeOfDay, TimeOfDay] | None:
    """The two times of a text, the one from which the other is nearer first."""
    spans = [one.value for one in find("span", text, context)]
    if len(spans) == 1 and isinstance(spans[0].start, TimeOfDay):
        return spans[0].start, spans[0].end
    times = [one.value for one in find("clock", text, context)]
    if len(times) != 2:
        return None
    first, last = times
    return (last, first) if _is_sooner(last, first) else (first, last)


def _moment(text: str, context: Context) -> datetime | None:
    """The one moment of a text, or now where it names that."""
    moments = find("moment", text, context)
    if len(moments) == 1:
        (start,) = (one.value for one in moments)
        if not isinstance(start, datetime):
            return None
        # "I put the bread in at ten past four", said at five
        told = _PAST.search(text) and not _IF.search(text) and not find("clock", text, context)[0].value.half
        return start - _HALF_A_DAY if told and start - context.now > _HALF_A_DAY / 2 else start
    return context.now if not moments and _NOW.search(text) else None


def _without(rest: str, text: str, values: list[Found], begins: int) -> str:
    """The words of a question but its values."""
    for one in values:
        rest = rest.replace(text[one.start : one.end], " ") if one.start >= begins else rest
    return rest


def _is_sooner(last: TimeOfDay, first: TimeOfDay) -> bool:
    """Whether it is less from the second time to the first than the other way; halves of the day are told."""
    if not (last.half and first.half):
        return False
    apart = timedelta(hours=last.hour - first.hour, minutes=last.minute - first.minute) % _DAY
    return _DAY - apart < apart
