"""Times of day and dates among words and numbers: "half past seven in the evening", "the 22nd of May"."""

from __future__ import annotations

from collections.abc import Sequence

from models.lm.checks.values import HALF_DAY, Value, numbered

ORDINALS = (
    numbered("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth", 1)
    | numbered("thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth", 13)
    | {"thirtieth": 30}
)
MONTHS = numbered(
    "january february march april may june july august september october november december", 1
) | numbered("jan feb mar apr may jun jul aug sep oct nov dec", 1)
NAMED_TIMES = {"noon": 720, "midday": 720, "midnight": 0}


def times(values: Sequence[Value]) -> list[Value]:
    """Spoken times: "seven thirty pm", "half past seven", "quarter to six in the evening", "noon"."""
    out: list[Value] = []
    i = 0
    while i < len(values):
        found = _time_at(values, i)
        if found is None:
            out.append(values[i])
            i += 1
            continue
        minutes, sure, end = found
        half, after = _part_of_day(values, end)
        if not sure and half is not None:
            minutes, sure, end = int(minutes) % HALF_DAY + half, True, after
        text = " ".join(v.text for v in values[i:end])
        out.append(Value("time", text, number=minutes, sure=sure, at=values[i].at))
        i = end
    return out


def _time_at(values: Sequence[Value], i: int) -> tuple[float, bool, int] | None:
    """Minutes, whether morning or evening is known, and the end index of the time at `i`; None for none."""
    here = values[i]
    if here.kind == "time":
        return here.number, here.sure, i + 1
    if here.word in NAMED_TIMES:
        return NAMED_TIMES[here.word], True, i + 1
    passed = {"half": 30, "quarter": 15}.get(here.word, int(here.number) if here.kind == "number" else None)
    j = i + 1
    if passed is not None and j < len(values) and values[j].word == "minute":
        j += 1
    if (
        passed is not None
        and j + 1 < len(values)
        and values[j].word in ("past", "to")
        and _hour(values[j + 1])
    ):
        hour = int(values[j + 1].number) * 60
        return (hour + passed if values[j].word == "past" else (hour - passed) % 1440), False, j + 2
    if not _hour(here):
        return None
    minutes = int(here.number) * 60
    following = values[i + 1] if i + 1 < len(values) else None
    if following and following.word in ("o'clock", "oclock"):
        return minutes, False, i + 2
    if following and following.kind == "number" and 10 <= following.number < 60:
        # "seven thirty" is a time only beside a part of the day
        return (
            (minutes + following.number, False, i + 2) if _part_of_day(values, i + 2)[0] is not None else None
        )
    return (minutes, False, i + 1) if _part_of_day(values, i + 1)[0] is not None else None


def _hour(value: Value) -> bool:
    return value.kind == "number" and not value.decimals and 1 <= value.number <= 12


def _part_of_day(values: Sequence[Value], i: int) -> tuple[int | None, int]:
    """The half of the day in minutes, 0 or 720, or None; and the end index of its words."""
    words = [v.word for v in values[i : i + 3]]
    match words:
        case ["am", *_]:
            return 0, i + 1
        case ["pm" | "tonight", *_]:
            return HALF_DAY, i + 1
        case ["in", "the", "morning"]:
            return 0, i + 3
        case ["in", "the", "afternoon" | "evening"]:
            return HALF_DAY, i + 3
        case ["at", "night", *_]:
            return HALF_DAY, i + 2
        # "tomorrow morning" gives the half of the day, and its words stay
        case [_, "morning", *_]:
            return 0, i
        case [_, "afternoon" | "evening" | "night", *_]:
            return HALF_DAY, i
    return None, i


def dates(values: Sequence[Value]) -> list[Value]:
    """A month beside a day → a date: "November 22", "the twenty-second of November"."""
    out: list[Value] = []
    i = 0
    while i < len(values):
        found = _date_at(values, i)
        if found is None:
            out.append(values[i])
            i += 1
            continue
        month, day, end = found
        text = " ".join(v.text for v in values[i:end])
        out.append(Value("date", text, number=month * 100 + day, at=values[i].at))
        i = end
    return out


def _date_at(values: Sequence[Value], i: int) -> tuple[int, int, int] | None:
    month = MONTHS.get(values[i].word)
    if month is not None:
        j = i + 2 if i + 1 < len(values) and values[i + 1].word == "the" else i + 1
        day, end = _day(values, j)
        return (month, day, end) if day else None
    day, end = _day(values, i)
    if day:
        j = end + 1 if end < len(values) and values[end].word == "of" else end
        month = MONTHS.get(values[j].word) if j < len(values) else None
        return (month, day, j + 1) if month is not None else None
    return None


def _day(values: Sequence[Value], i: int) -> tuple[int, int]:
    """The day of the month at `i`, a number or an ordinal, and its end index; 0 for none."""
    if i >= len(values):
        return 0, i
    here = values[i]
    if here.kind == "number":
        tens = here.number in (20, 30) and here.text.isalpha() and i + 1 < len(values)
        if tens and ORDINALS.get(values[i + 1].word, 10) < 10:
            return int(here.number) + ORDINALS[values[i + 1].word], i + 2
        return (int(here.number), i + 1) if 1 <= here.number <= 31 and not here.decimals else (0, i)
    return (ORDINALS[here.word], i + 1) if here.word in ORDINALS else (0, i)
