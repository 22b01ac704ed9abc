"""Text → words, numbers, times of day and dates, so that two wordings of a value compare as equal.

"8" and "eight", "1,000" and "a thousand", "7:30 PM" and "half past seven in the evening", "November 22" and
"the 22nd of November". English. Knows no facts and no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.lm.checks.spoken_times import dates, times
from models.lm.checks.values import HALF_DAY, Value, numbered, stem

SMALL = (
    numbered("zero one two three four five six seven eight nine ten eleven twelve", 0)
    | numbered("thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty", 13)
    | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
)
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
SYMBOLS = {"%": "percent", "$": "dollar", "€": "euro", "£": "pound", "°": "degree"}


_SCAN = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})(?:T(?P<iso_time>\d{2}:\d{2})(?::\d{2})?)?"
    r"|(?P<clock>\d{1,2}(?:[:.]\d{2}(?::\d{2})?)?\s*(?P<half>[ap])\.?m\b\.?|\d{1,2}:\d{2}(?::\d{2})?)"
    r"|(?P<number>(?:(?<=\s)-|^-)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?:(?:st|nd|rd|th)\b)?"
    r"|(?P<word>[^\W\d_]+(?:['’.][^\W\d_]+)*)"
    r"|(?P<symbol>[%$€£°])",
    re.IGNORECASE,
)


def read(text: str) -> list[Value]:
    """The values of a text, in order."""
    return dates(times(_numbers(_scan(text))))


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
    # 07:30 and 19:30 are times of a 24-hour clock; 7:30 may be morning or evening
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
    """The number that begins at `i` and its end index; 0 and `i` for none."""
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
    return not last or last in SCALES or (SMALL.get(last, 0) >= 20 and 0 < SMALL[word] < 10)
