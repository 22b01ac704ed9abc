"""Text of one kind → every value that it can stand for. Knows the grammar's form and no rule of it.

Each rule of `values.lark` is computed by the function of its name. An ambiguous text has several readings; a
reading that makes no sense, such as the 31st of February, is dropped by raising `Nonsense`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, get_args

import lark

Kind = Literal["number", "duration", "clock", "date", "moment", "span", "repeat", "percent", "money", "unit"]

GRAMMAR = Path(__file__).with_name("values.lark")
LONGEST = 200
"""Characters of a text; a longer one is no value."""

_FILLERS = re.compile(r"\b(um+|uh+|erm?|please)\b,?")
_WEEKDAY = "(mon|tue|wed|thu|fri|sat|sun)"
_FOLDED = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "−": "-"})

P = ParamSpec("P")
R = TypeVar("R")


class Nonsense(ValueError):
    """A reading that stands for no value."""


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


_RULES: dict[str, Callable[..., Any]] = {}


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Compute the grammar's rule of the function's name from the values of its parts."""

    def without_context(_: Context, *parts: Any) -> Any:
        return function(*parts)  # type: ignore[call-arg]

    _RULES[function.__name__] = without_context
    return function


def rule_in_context(function: Callable[Concatenate[Context, P], R]) -> Callable[Concatenate[Context, P], R]:
    """The same for a rule that depends on the moment, the place or the currency."""
    _RULES[function.__name__] = function
    return function


def readings(kind: Kind, text: str, context: Context) -> list[Any]:
    """The different values that the whole text can stand for; none where it is no value of this kind.

    Arguments:
        text: as recognized or typed, of at most `LONGEST` characters.
    """
    folded = fold(text)
    if len(folded) > LONGEST:
        return []
    try:
        tree = _parser().parse(folded, start=kind)
    except lark.exceptions.UnexpectedInput:
        return []
    found: list[Any] = []
    for value in _values(tree, context):
        if value not in found:
            found.append(value)
    return found


def fold(text: str) -> str:
    """The text as the grammar reads it: lower case, one kind of quote and dash, no fillers."""
    text = text.lower().translate(_FOLDED)
    text = re.sub(rf"\b{_WEEKDAY}-{_WEEKDAY}\b", r"\1 to \2", text)
    text = re.sub(r"(?<=[a-z])-(?=[a-z])|(?<=\d)-(?=[a-z])", " ", text)
    text = re.sub(r"[?!]|\.$", " ", _FILLERS.sub(" ", text))
    return " ".join(re.sub(r"(?<=\d)(am|pm)\b", r" \1", text).split())


@cache
def _parser() -> lark.Lark:
    grammar = GRAMMAR.read_text("utf-8")
    return lark.Lark(
        grammar, start=list(get_args(Kind)), parser="earley", lexer="dynamic", ambiguity="explicit"
    )


def _only(context: Context, part: Any) -> Any:
    return part


def _values(node: lark.Tree[lark.Token] | lark.Token, context: Context) -> Iterator[Any]:
    if isinstance(node, lark.Token):
        yield str(node)
    elif node.data == "_ambig":
        for child in node.children:
            yield from _values(child, context)
    else:
        # a rule that only names its one part needs no function
        function: Callable[..., Any] = _RULES.get(node.data, _only)
        for parts in product(*[list(_values(child, context)) for child in node.children]):
            try:
                yield function(context, *parts)
            except Nonsense:
                continue
