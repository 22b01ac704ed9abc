"""Checks of a sentence against its facts: all of them stated, none invented. Knows no model.

Numbers, times and dates compare by value, not by wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from models.lm.checks.spoken_values import read
from models.lm.checks.values import HALF_DAY, Value, same, stems
from models.types import Fact

STOP_WORDS = stems("the a an of and at to for your my")
"""Words allowed, and not required, between the words of a fact."""
PLAIN_CAPITALS = stems("i i'm i'll i've i'd ok okay tv am pm")
_LIST_MARKS = re.compile(r",|;|\n|\band\b")
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|\b[\w-]+\.(?:com|org|net|io|co|uk|de|edu|gov)\b", re.IGNORECASE
)


def missing_facts(sentence: str, facts: Mapping[str, Fact]) -> list[str]:
    """Names of the facts that the sentence does not state.

    Numbers compare by value ("8" = "eight", "1,000" = "1000"), times by the minute ("19:30" = "7:30 PM"),
    dates by month and day, other text word by word in its order, lists item by item. Truth values and empty
    text need not be stated.
    """
    values = read(sentence)
    return [name for name, fact in facts.items() if not _states(values, fact)]


def invented(sentence: str, facts: Mapping[str, Fact], sources: Sequence[str] = ()) -> list[str]:
    """Numbers, times, dates, addresses and names that are neither in the facts nor in the sources.

    Arguments:
        sources: texts whose content may be repeated, such as earlier turns.
    """
    known = [value for text in (*_texts(facts), *sources) for value in read(text)]
    words = {value.word for value in known if value.kind == "word"}
    found = [m[0] for m in _ADDRESS.finditer(sentence) if not any(m[0].lower() in s.lower() for s in sources)]
    for i, value in enumerate(read(sentence)):
        if value.kind == "word":
            if _is_name(sentence, value, first=i == 0) and value.word not in words:
                found.append(value.text)
        elif not any(_supports(source, value) for source in known) and value.text.lower() not in ("one", "a"):
            found.append(value.text)
    return found


def _texts(facts: Mapping[str, Fact]) -> Iterable[str]:
    return (str(fact) for fact in facts.values() if not isinstance(fact, bool))


def _states(values: Sequence[Value], fact: Fact) -> bool:
    if isinstance(fact, bool):
        return True
    if isinstance(fact, int | float):
        # not as text: str(1e-05) is no spoken form
        return _contains(values, [Value("number", str(fact), number=float(fact))])
    if _contains(values, read(fact)):
        return True
    items = [read(item) for item in _LIST_MARKS.split(fact) if item.strip()]
    return len(items) > 1 and all(_contains(values, item) for item in items)


def _contains(values: Sequence[Value], wanted: Sequence[Value]) -> bool:
    """Whether the wanted values occur in this order with only stop words between them."""
    needed = [v for v in wanted if v.word not in STOP_WORDS]
    return not needed or any(_stands_at(values, i, needed) for i in range(len(values)))


def _stands_at(values: Sequence[Value], i: int, needed: Sequence[Value]) -> bool:
    for want in needed:
        while i < len(values) and not _equal(values[i], want) and values[i].word in STOP_WORDS:
            i += 1
        if i == len(values) or not _equal(values[i], want):
            return False
        i += 1
    return True


def _equal(value: Value, want: Value) -> bool:
    """`same`, with "an hour" equal to 1 hour."""
    return same(value, want) or (value.word in ("a", "an") and want.kind == "number" and want.number == 1)


def _supports(source: Value, value: Value) -> bool:
    """Whether a source's value justifies one of the sentence; "at seven" allows 7:00 AM and 7:00 PM."""
    if same(value, source):
        return True
    if value.kind == "time" and source.kind == "time":
        return (not value.sure or not source.sure) and value.number % HALF_DAY == source.number % HALF_DAY
    if value.kind == "time" and source.kind == "number":
        return value.number % HALF_DAY == source.number * 60 % HALF_DAY
    return False


def _is_name(sentence: str, value: Value, *, first: bool) -> bool:
    """Whether the value is a capitalized word that does not begin a sentence."""
    if not value.text[0].isupper() or value.word in PLAIN_CAPITALS:
        return False
    begins = first or re.search(r"[.!?…:\n\"“]\s*$", sentence[: value.at]) is not None
    return not begins
