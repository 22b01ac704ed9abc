"""Text → words, numbers, times of day and dates, so that two ways of saying a value compare as equal.

"8" and "eight", "1,000" and "a thousand", "7:30 PM" and "half past seven in the evening", "November 22" and
"the 22nd of November". English. Knows no facts and no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models.text import fold

Kind = Literal["word", "number", "time", "date"]

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    + [
        "seventeen",
        "eighteen",
        "nineteen",
    ]
)
TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)
SMALL = {word: value for value, word in enumerate(ONES)} | TENS
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
MONTHS = "january february march april may june july august september october november december".split()
MONTH_NUMBERS = (
    {m: i for i, m in enumerate(MONTHS, 1)} | {m[:3]: i for i, m in enumerate(MONTHS, 1)} | {"sept": 9}
)
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
} | {"thirtieth": 30}
SYMBOLS = {"%": "percent", "$": "dollar", "€": "euro", "£": "pound", "°": "degree"}
NAMED_TIMES = {"noon": 720, "midday": 720, "midnight": 0}
HALF_DAY = 720


@dataclass(frozen=True, slots=True)
class Value:
    """A word, a number, a time of day or a date as it stands in a text."""

    kind: Kind
    text: str
    """As written."""
    word: str = ""
    """Of a word: folded, its plural s dropped."""
    number: float = 0.0
    """A number; a time's minutes since midnight; a date's month · 100 + day."""
    sure: bool = True
    """False for a time that may be morning or evening."""
    decimals: int = 0
    """Digits after a number's point."""
    at: int = 0
    """Where in the text it begins."""


_SCAN = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})(?:T(?P<iso_time>\d{2}:\d{2})(?::\d{2})?)?"
    r"|(?P<clock>\d{1,2}(?:[:.]\d{2}(?::\d{2})?)?\s*(?P<half>[ap])\.?m\b\.?|\d{1,2}:\d{2}(?::\d{2})?)"
    r"|(?P<number>(?:(?<=\s)-|^-)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?:(?:st|nd|rd|th)\b)?"
    r"|(?P<word>[^\W\d_]+(?:['’.][^\W\d_]+)*)"
    r"|(?P<symbol>[%$€£°])",
    re.IGNORECASE,
)


def read(text: str) -> list[Value]:
    """The values of a text in their order."""
    return _dates(_times(_numbers(_scan(text))))


def same(a: Value, b: Value) -> bool:
    """Whether `a` says what `b` does; a time without morning or evening does not say one with it.

    A number may be rounded when said, to within half a percent and not to a whole one: 1.41421 as "1.414", not as "1".
    """
    if a.kind != b.kind:
        return False
    match a.kind:
        case "word":
            return a.word == b.word
        case "number":
            near = a.decimals > 0 and abs(round(b.number, a.decimals) - a.number) < 1e-9
            return abs(a.number - b.number) < 1e-9 or (
                near and abs(a.number - b.number) <= 0.005 * abs(b.number)
            )
        case "time" if a.sure or not b.sure:
            return a.number == b.number
        case "time":
            return False
        case "date":
            return a.number == b.number


def stem(word: str) -> str:
    """A word folded, without an s of the plural, the genitive or "is"."""
    folded = fold(word).replace(".", "").removesuffix("'s")
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss") else folded


def _scan(text: str) -> list[Value]:
    values: list[Value] = []
    for m in _SCAN.finditer(text):
        whole, at = m[0], m.start()
        if m["iso"]:
            month, day = int(m["iso"][5:7]), int(m["iso"][8:10])
            values.append(Value("date", m["iso"], number=month * 100 + day, at=at))
            if m["iso_time"]:
                values.append(
                    Value("time", m["iso_time"], number=_minutes(m["iso_time"]), at=m.start("iso_time"))
                )
        elif m["clock"]:
            values.append(_clock(whole, m["half"], at))
        elif m["number"]:
            digits = m["number"].replace(",", "")
            decimals = len(digits.partition(".")[2])
            values.append(Value("number", whole, number=float(digits), decimals=decimals, at=at))
        elif m["word"]:
            values.append(Value("word", whole, word=stem(whole), at=at))
        else:
            values.append(Value("word", whole, word=SYMBOLS[whole], at=at))
    return values


def _clock(text: str, half: str | None, at: int) -> Value:
    digits = re.sub(r"[^\d:.]", "", text).strip(".").replace(".", ":")
    minutes = _minutes(digits)
    if half:
        minutes = minutes % HALF_DAY + (HALF_DAY if half.lower() == "p" else 0)
    # 07:30 and 19:30 are how a 24-hour clock writes; 7:30 may be either
    return Value(
        "time", text, number=minutes, sure=bool(half) or minutes >= 780 or digits.startswith("0"), at=at
    )


def _minutes(clock: str) -> int:
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest[:2] or 0)


def _numbers(values: Sequence[Value]) -> list[Value]:
    """Runs of number words → numbers: "two hundred and five", "three point five"."""
    out: list[Value] = []
    i = 0
    while i < len(values):
        number, end = _number_run(values, i)
        if end == i:
            out.append(values[i])
            i += 1
            continue
        decimals = 0
        if end + 1 < len(values) and values[end].word == "point" and values[end + 1].word in SMALL:
            digits = ""
            end += 1
            while end < len(values) and SMALL.get(values[end].word, 10) < 10:
                digits += str(SMALL[values[end].word])
                end += 1
            number, decimals = float(f"{int(number)}.{digits}"), len(digits)
        text = " ".join(v.text for v in values[i:end])
        out.append(Value("number", text, number=number, decimals=decimals, at=values[i].at))
        i = end
    return out


def _number_run(values: Sequence[Value], i: int) -> tuple[float, int]:
    """The number that begins at `i` and where it ends; the end is `i` where none begins."""
    total, part, start, last = 0, 0, i, ""
    if values[i].word == "a" and i + 1 < len(values) and values[i + 1].word in SCALES:
        part, last, i = 1, "one", i + 1
    while i < len(values) and values[i].kind == "word":
        word = values[i].word
        joins = word == "and" and last in SCALES and i + 1 < len(values) and values[i + 1].word in SMALL
        if joins:
            i += 1
            continue
        if word in SMALL and _may_follow(word, last):
            part += SMALL[word]
        elif word in SCALES and last and last not in ("thousand", "million", "billion"):
            if word == "hundred":
                part *= 100
            else:
                total, part = total + part * SCALES[word], 0
        else:
            break
        last, i = word, i + 1
    return (float(total + part), i) if last and i > start else (0.0, start)


def _may_follow(word: str, last: str) -> bool:
    """Whether a number word continues the number after `last`: "twenty five" is one, "five twenty" is two."""
    return not last or last in SCALES or (last in TENS and 0 < SMALL[word] < 10)


def _times(values: Sequence[Value]) -> list[Value]:
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
    """Minutes, whether morning or evening is known, and the end of the time that begins at `i`."""
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
        # "seven thirty" is a time only where morning or evening is said
        return (
            (minutes + following.number, False, i + 2) if _part_of_day(values, i + 2)[0] is not None else None
        )
    return (minutes, False, i + 1) if _part_of_day(values, i + 1)[0] is not None else None


def _hour(value: Value) -> bool:
    return value.kind == "number" and not value.decimals and 1 <= value.number <= 12


def _part_of_day(values: Sequence[Value], i: int) -> tuple[int | None, int]:
    """0 for the morning, 720 for the rest of the day, None where nothing is said; and where the words end."""
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
        # "tomorrow morning" says the half of the day, and stays a day
        case [_, "morning", *_]:
            return 0, i
        case [_, "afternoon" | "evening" | "night", *_]:
            return HALF_DAY, i
    return None, i


def _dates(values: Sequence[Value]) -> list[Value]:
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
    month = MONTH_NUMBERS.get(values[i].word)
    if month is not None:
        j = i + 2 if i + 1 < len(values) and values[i + 1].word == "the" else i + 1
        day, end = _day(values, j)
        return (month, day, end) if day else None
    day, end = _day(values, i)
    if day:
        j = end + 1 if end < len(values) and values[end].word == "of" else end
        month = MONTH_NUMBERS.get(values[j].word) if j < len(values) else None
        return (month, day, j + 1) if month is not None else None
    return None


def _day(values: Sequence[Value], i: int) -> tuple[int, int]:
    """The day of a month said at `i`, as a number or an ordinal, and its end; 0 where none is."""
    if i >= len(values):
        return 0, i
    here = values[i]
    if here.kind == "number":
        tens = here.number in (20, 30) and here.text.isalpha() and i + 1 < len(values)
        if tens and ORDINALS.get(values[i + 1].word, 10) < 10:
            return int(here.number) + ORDINALS[values[i + 1].word], i + 2
        return (int(here.number), i + 1) if 1 <= here.number <= 31 and not here.decimals else (0, i)
    return (ORDINALS[here.word], i + 1) if here.word in ORDINALS else (0, i)
