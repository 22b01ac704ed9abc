"""Text of one kind → every value that it can stand for. Knows the grammar's form and no rule of it.

Each rule of `values.lark` is computed by the function of its name. An ambiguous text has several readings; a
reading that makes no sense, such as the 31st of February, is dropped by raising `Nonsense`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, get_args

from models.text.parse.chart import IMPOSSIBLE, UNKNOWN, Grammar, ParseChart
from models.text.parse.folding import fold

Kind = Literal[
    "number", "duration", "clock", "date", "moment", "span", "repeat", "percent", "money", "unit", "part"
]  # fmt: skip
"""What a text is to stand for; "part" is a part of the day, read as its name ("morning")."""

GRAMMAR = Path(__file__).with_name("values.lark")
LONGEST = 200
"""Characters of a text; a longer one is no value."""

P = ParamSpec("P")
R = TypeVar("R")


class Nonsense(ValueError):
    """A reading that stands for no value."""


class Unknown(Nonsense):
    """A reading of words that are not of this kind: "two eggs" as a measure."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the meaning of a value depends on beside its words."""

    now: datetime
    """Aware, at the owner's place."""
    zone: tzinfo | None = None
    """The owner's time zone; `now`'s offset where None."""
    currency: str = "USD"
    """ISO 4217, for amounts without a currency and for an ambiguous sign."""

    @property
    def today(self) -> date:
        """The date of `now`."""
        return self.now.date()


ANY_TIME = Context(datetime(2026, 1, 1, 12, tzinfo=UTC))
"""For what is a value whenever and wherever it is said."""

_RULES: dict[str, Callable[..., Any]] = {}


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Compute the grammar's rule of the function's name from the values of its parts."""

    def without_context(_: Context, *parts: Any) -> Any:
        return function(*parts)  # type: ignore[call-arg]

    _declare(function.__name__, without_context)
    return function


def rule_in_context(function: Callable[Concatenate[Context, P], R]) -> Callable[Concatenate[Context, P], R]:
    """The same for a rule that depends on the moment, the place or the currency."""
    _declare(function.__name__, function)
    return function


def _declare(name: str, function: Callable[..., Any]) -> None:
    if name in _RULES:
        raise TypeError(f"two functions compute the rule {name}")
    _RULES[name] = function


def readings(kind: Kind, text: str, context: Context) -> list[Any]:
    """The different values that the whole text can stand for; none where it is no value of this kind.

    Arguments:
        text: as recognized or typed, of at most `LONGEST` characters.
    """
    return [value for value in _whole(kind, text, context) if value is not IMPOSSIBLE]


def is_impossible(kind: Kind, text: str, context: Context) -> bool:
    """Whether the whole text has the form of a value of this kind and stands for none: 25:00."""
    return _whole(kind, text, context) == [IMPOSSIBLE]


def _whole(kind: Kind, text: str, context: Context) -> list[Any]:
    folded = fold(text).text
    if len(folded) > LONGEST:
        return []
    return [value for (value,) in chart(folded, context).readings(kind, 0).get(len(folded), [])]


@lru_cache(maxsize=128)
def chart(folded: str, context: Context, questions: str = "") -> ParseChart:
    """The readings of every stretch of a folded text.

    Arguments:
        questions: name of a further grammar and of its start rule, for whole questions about values.
    """

    def compute(name: str, parts: tuple[Any, ...]) -> Any:
        # a rule that only names its one part needs no function
        function: Callable[..., Any] = _RULES.get(name, _only)
        try:
            return function(context, *parts)
        except Unknown:
            return UNKNOWN
        except Nonsense:
            return IMPOSSIBLE

    return ParseChart(_grammar(questions), folded, compute)


@cache
def _grammar(questions: str) -> Grammar:
    text, start = GRAMMAR.read_text("utf-8"), list(get_args(Kind))
    if questions:
        further = GRAMMAR.with_name(f"{questions}.lark").read_text("utf-8")
        text, start = f"{text}\n{further}", [*start, questions]
    return Grammar(text, start)


def _only(context: Context, part: Any) -> Any:
    return part
