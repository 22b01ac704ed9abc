"""Sentence templates with marks → one sentence at random, with its slots, commands and modifiers.

Templates are hassil's, with `{list}`, `{list:slot}` (values of one list as another slot; `_` for none),
`{list@1}` (one value wherever it stands), `{slot=words}`, `«command»` and `‹modifier:words›`.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hassil.errors import HassilError
from hassil.expression import Alternative, Expression, ListReference, Permutation, Sequence, TextChunk
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from models.errors import ConfigError

MODIFIERS = ("all", "except", "at", "repeat", "for")
NO_SLOT = "_"
"""The slot's name of a value that is none."""
_WORDS_AS_SLOT = re.compile(r"\{(\w+)=([^{}]*)\}")
_TOKEN = re.compile(r"⟦\w+→|⟧|«|»|‹\w+:|›|\s+|[^\s⟦⟧«»‹›]+")
_STOPS = re.compile(r"[,.?!]+")
_VOWEL = re.compile(
    r"(?:8|11\b|18\b|[aeio]|u(?!ni|s[eiu]|ti|r[aeio])|hour|honest|heir)(?!ne\b|nce\b|uro)", re.I
)
_FRESH_TRIES = 8


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Words between two marks."""

    name: str
    """The slot's or the modifier's name; empty for a command."""
    start: int
    end: int
    """Character offsets, end excluded."""


@dataclass(slots=True)
class Marked:
    """A sentence and what is marked in it, each kind in the order of the text."""

    text: str = ""
    slots: list[MarkedSpan] = field(default_factory=list)
    commands: list[MarkedSpan] = field(default_factory=list)
    modifiers: list[MarkedSpan] = field(default_factory=list)


class Drawing:
    """Sentences that share the values of `{list@1}`.

    Arguments:
        lists: templates of the values by list.
        draw: the random generator.
    """

    def __init__(self, lists: Mapping[str, tuple[str, ...]], draw: random.Random) -> None:
        self._lists, self._draw = lists, draw
        self._kept: dict[str, str] = {}
        self._used: set[str] = set()

    def sentence(self, template: str) -> Marked:
        """One sentence of the template.

        Raises:
            ConfigError: a template that cannot be read, an unknown list or modifier, or a mark without its
                other half.
        """
        return _unmark(self._expand(parse(template), slots=True))

    def _expand(self, expression: Any, slots: bool) -> str:
        match expression:
            case TextChunk():
                return str(expression.original_text)
            case ListReference():
                name, _, slot = _reference(expression).partition(":")
                value = self._value(name)
                slot = slot or name.partition("@")[0]
                return f"⟦{slot}→{value}⟧" if slots and slot != NO_SLOT else value
            case Alternative(is_optional=True, items=[*items, _]):
                return self._expand(self._draw.choice(items), slots) if self._draw.random() < 0.5 else ""
            case Alternative():
                return self._expand(self._draw.choice(expression.items), slots)
            case Permutation():
                items = self._draw.sample(expression.items, len(expression.items))
                return " ".join(self._expand(item, slots) for item in items)
            case Sequence():
                return "".join(self._expand(item, slots) for item in expression.items)
            case _:
                raise ConfigError(f"a template holds {type(expression).__name__}, which is not allowed here")

    def _value(self, name: str) -> str:
        """A value of the list: the kept one for `list@1`, else one that is new in these sentences."""
        if name in self._kept:
            return self._kept[name]
        examples = self._lists.get(name.partition("@")[0])
        if not examples:
            raise ConfigError(f"there is no list {name.partition('@')[0]!r}")
        for _ in range(_FRESH_TRIES):
            value = " ".join(self._expand(parse(self._draw.choice(examples)), slots=False).split())
            if value not in self._used:
                break
        self._used.add(value)
        if "@" in name:
            self._kept[name] = value
        return value


@functools.cache
def parse(template: str) -> Expression:
    """hassil's expression of a template; words given for a slot keep their marks.

    Raises:
        ConfigError: hassil cannot read it.
    """
    try:
        expression: Expression = parse_sentence(_WORDS_AS_SLOT.sub(r"⟦\1→\2⟧", template)).expression
    except (HassilError, ParseError, ValueError, AssertionError) as error:
        raise ConfigError(f"cannot be read ({error})") from error
    return expression


def _reference(expression: Any) -> str:
    name, slot = str(expression.list_name), expression.slot_name
    return name if ":" in name or slot in (None, name) else f"{name}:{slot}"


def _unmark(marked: str) -> Marked:
    found, opened, begun = Marked(), [], []
    gap = False
    for token in _TOKEN.findall(marked):
        if token.isspace():
            gap = True
        elif token[0] in "⟦«‹":
            opened.append(token)
            begun.append(-1)
        elif token in ("⟧", "»", "›"):
            _close(found, token, opened, begun)
        elif _STOPS.fullmatch(token):
            # an optional part before a comma may be empty
            found.text += token if found.text and not found.text.endswith(",") else ""
        else:
            found.text = _article(found, token) + " " * (gap and bool(found.text)) + token
            start = len(found.text) - len(token)
            begun = [start if at < 0 else at for at in begun]
            gap = False
    if opened:
        raise ConfigError(f"{opened[-1]} has no end")
    found.text = found.text.rstrip(",")
    return found


_PAIRS = {"⟧": "⟦", "»": "«", "›": "‹"}


def _close(found: Marked, token: str, opened: list[str], begun: list[int]) -> None:
    if not opened or opened[-1][0] != _PAIRS[token]:
        raise ConfigError(f"{token} has no beginning")
    mark, start = opened.pop(), begun.pop()
    span = MarkedSpan(mark[1:-1], start, len(found.text))
    if start < 0:
        raise ConfigError(f"{mark}{token} holds no word")
    if token == "»":
        found.commands.append(MarkedSpan("", start, len(found.text)))
    elif token == "›":
        if span.name not in MODIFIERS:
            raise ConfigError(f"there is no modifier {span.name!r}")
        found.modifiers.append(span)
    elif not any(mark.startswith("‹except") for mark in opened):
        # what is excepted is no slot
        found.slots.append(span)


def _article(found: Marked, word: str) -> str:
    """The text, with a final "a" or "an" as the word needs it, unless the article is part of a value."""
    text = found.text
    if not re.search(r"(?:^| )an?$", text, re.I) or any(s.end == len(text) for s in found.slots):
        return text
    return text.rstrip("nN") + ("n" if _VOWEL.match(word) else "")
