"""Whether a sentence says its facts and nothing else: what a small model is not trusted with.

Compared after reading numbers, times and dates in whatever way they are said. Knows no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from models.lm.checks.spoken_values import read
from models.lm.checks.values import HALF_DAY, Value, same, stems
from models.types import Fact

STOP_WORDS = stems("the a an of and at to for your my")
"""May stand or not between the words of a fact."""
PLAIN_CAPITALS = stems("i i'm i'll i've i'd ok okay tv am pm")
_LIST_MARKS = re.compile(r",|;|\n|\band\b")
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|\b[\w-]+\.(?:com|org|net|io|co|uk|de|edu|gov)\b", re.IGNORECASE
)


def missing_facts(sentence: str, facts: Mapping[str, Fact]) -> list[str]:
    """Names of the facts that the sentence does not say.

    Numbers compare by value ("8" = "eight", "1,000" = "1000"), times by the minute ("19:30" = "7:30 PM"),
    dates by month and day, other text word by word in its order, lists item by item. Truth values and empty
    text need not be said.
    """
    said = read(sentence)
    return [name for name, fact in facts.items() if not _says(said, fact)]


def invented(sentence: str, facts: Mapping[str, Fact], sources: Sequence[str] = ()) -> list[str]:
    """Numbers, times, dates, addresses and names that are neither in the facts nor in the sources.

    Arguments:
        sources: what the user and the assistant said before, and whatever else may be repeated.
    """
    known = [value for text in (*_texts(facts), *sources) for value in read(text)]
    words = {value.word for value in known if value.kind == "word"}
    found = [m[0] for m in _ADDRESS.finditer(sentence) if not any(m[0].lower() in s.lower() for s in sources)]
    said = read(sentence)
    for i, value in enumerate(said):
        if value.kind == "word":
            if _is_name(sentence, value, first=i == 0) and value.word not in words:
                found.append(value.text)
        elif not any(_vouches(source, value) for source in known) and value.text.lower() not in ("one", "a"):
            found.append(value.text)
    return found


def _texts(facts: Mapping[str, Fact]) -> Iterable[str]:
    return (str(fact) for fact in facts.values() if not isinstance(fact, bool))


def _says(said: Sequence[Value], fact: Fact) -> bool:
    if isinstance(fact, bool):
        return True
    if isinstance(fact, int | float):
        # a number is compared as it is, not as text: str(1e-05) is nothing that anybody says
        return _contains(said, [Value("number", str(fact), number=float(fact))])
    if _contains(said, read(fact)):
        return True
    items = [read(item) for item in _LIST_MARKS.split(fact) if item.strip()]
    return len(items) > 1 and all(_contains(said, item) for item in items)


def _contains(said: Sequence[Value], wanted: Sequence[Value]) -> bool:
    """Whether the wanted values stand in this order with nothing but stop words between them."""
    needed = [v for v in wanted if v.word not in STOP_WORDS]
    return not needed or any(_stands_at(said, i, needed) for i in range(len(said)))


def _stands_at(said: Sequence[Value], i: int, needed: Sequence[Value]) -> bool:
    for want in needed:
        while i < len(said) and not _equal(said[i], want) and said[i].word in STOP_WORDS:
            i += 1
        if i == len(said) or not _equal(said[i], want):
            return False
        i += 1
    return True


def _equal(said: Value, want: Value) -> bool:
    """As `same`, and "an hour" is 1 hour."""
    return same(said, want) or (said.word in ("a", "an") and want.kind == "number" and want.number == 1)


def _vouches(source: Value, said: Value) -> bool:
    """Whether a value of a source lets the sentence say this one; "at seven" allows 7:00 AM and 7:00 PM."""
    if same(said, source):
        return True
    if said.kind == "time" and source.kind == "time":
        return (not said.sure or not source.sure) and said.number % HALF_DAY == source.number % HALF_DAY
    if said.kind == "time" and source.kind == "number":
        return said.number % HALF_DAY == source.number * 60 % HALF_DAY
    return False


def _is_name(sentence: str, value: Value, *, first: bool) -> bool:
    """A capital letter within a sentence, or a word called out at its beginning."""
    if not value.text[0].isupper() or value.word in PLAIN_CAPITALS:
        return False
    begins = first or re.search(r"[.!?…:\n\"“]\s*$", sentence[: value.at]) is not None
    return not begins
