"""All readings of all stretches of a text at once, for a grammar in lark's form.

A chart remembers what every rule reads from every position on, so that the stretches of a text that are
values are found in one pass. lark's Earley parser takes 20 ms for each whole text, a chart 1 ms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from lark.grammar import NonTerminal, Rule, Symbol, Terminal
from lark.load_grammar import load_grammar

Parts = tuple[Any, ...]
Readings = dict[int, list[Parts]]
"""The end of a stretch → the different readings of it."""


class _Mark:
    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


IMPOSSIBLE: Final = _Mark("IMPOSSIBLE")
"""The value of words of the right form that stand for nothing: February 30th."""
SEVERAL: Final = _Mark("SEVERAL")
"""The value of words with different readings: 3/4/2026."""
UNKNOWN: Final = _Mark("UNKNOWN")
"""The value of words that are not of the rule's kind after all; the reading is dropped."""


class Grammar:
    """The rules and terminals of a grammar file; a rule may begin with itself, but not by way of another."""

    def __init__(self, text: str, start: list[str]) -> None:
        # lark's front door builds a parser of its own too, twice the time
        parsed, _ = load_grammar(text, "<grammar>", [], False)  # type: ignore[no-untyped-call]
        terminals, rules, ignored = parsed.compile(start, "*")
        self.terminals: list[tuple[int, str, re.Pattern[str]]] = [
            (1 << index, terminal.name, re.compile(terminal.pattern.to_regexp()))
            for index, terminal in enumerate(terminals)
            if terminal.name not in ignored
        ]
        self.bits = {name: bit for bit, name, _ in self.terminals}
        self.rules: dict[str, list[Rule]] = {}
        for rule in rules:
            self.rules.setdefault(str(rule.origin.name), []).append(rule)
        self.first = self._first_terminals()

    def _first_terminals(self) -> dict[str, int]:
        first = dict.fromkeys(self.rules, 0)
        changed = True
        while changed:
            changed = False
            for name, rules in self.rules.items():
                mask = first[name]
                for rule in rules:
                    mask |= self.first_of(rule.expansion[0], first)
                changed |= mask != first[name]
                first[name] = mask
        return first

    def first_of(self, symbol: Symbol, first: dict[str, int]) -> int:
        """The terminals that a symbol can begin with, as bits."""
        return self.bits[symbol.name] if isinstance(symbol, Terminal) else first[str(symbol.name)]


class ParseChart:
    """The readings of one text."""

    def __init__(self, grammar: Grammar, text: str, compute: Callable[[str, Parts], Any]) -> None:
        """A chart that is filled as it is asked.

        Arguments:
            compute: the value of a rule from the values of its parts, or a mark.
        """
        self._grammar, self._text, self._compute = grammar, text, compute
        self._known: dict[tuple[str, int], Readings] = {}
        self._tokens: dict[int, tuple[int, dict[str, int]]] = {}

    def readings(self, name: str, start: int) -> Readings:
        """The readings of every stretch that begins at `start` and is what the rule `name` describes."""
        start = self._skip(start)
        if (known := self._known.get((name, start))) is not None:
            return known
        found = self._known[name, start] = {}
        if not self._grammar.first[name] & self._terminals(start)[0]:
            return found
        rules = self._grammar.rules[name]
        todo: list[tuple[int, Parts]] = []
        for rule in rules:
            if rule.expansion[0].name != name:
                for end, parts in self._sequence(rule.expansion, start):
                    self._keep(found, end, self._parts(rule, parts), todo)
        # rules such as lark's own for repetitions, which begin with themselves
        growing = [rule for rule in rules if rule.expansion[0].name == name]
        while growing and todo:
            before, parts = todo.pop()
            for rule in growing:
                for end, more in self._sequence(rule.expansion[1:], before):
                    self._keep(found, end, self._parts(rule, parts + more), todo)
        return found

    @staticmethod
    def _keep(found: Readings, end: int, parts: Parts, todo: list[tuple[int, Parts]]) -> None:
        if UNKNOWN in parts:
            return
        if IMPOSSIBLE in parts:
            parts = (IMPOSSIBLE,)
        kept = found.setdefault(end, [])
        if parts not in kept:
            kept.append(parts)
            todo.append((end, parts))

    def _parts(self, rule: Rule, parts: Parts) -> Parts:
        name = str(rule.alias or rule.origin.name)
        if name.startswith("_"):
            return parts
        if IMPOSSIBLE in parts:
            return (IMPOSSIBLE,)
        return (self._compute(name, parts),)

    def _sequence(self, symbols: Sequence[Symbol], start: int) -> Iterator[tuple[int, Parts]]:
        first, rest = symbols[0], symbols[1:]
        for end, readings in self._symbol(first, start).items():
            if not rest:
                yield from ((end, parts) for parts in readings)
                continue
            for last, more in self._sequence(rest, end):
                yield from ((last, parts + more) for parts in readings)

    def _symbol(self, symbol: Symbol, start: int) -> Readings:
        if isinstance(symbol, NonTerminal):
            return self.readings(str(symbol.name), start)
        begin = self._skip(start)
        end = self._terminals(begin)[1].get(symbol.name)
        if end is None:
            return {}
        filtered = isinstance(symbol, Terminal) and symbol.filter_out
        return {end: [() if filtered else (self._text[begin:end],)]}

    def _terminals(self, start: int) -> tuple[int, dict[str, int]]:
        if (known := self._tokens.get(start)) is None:
            mask, ends = 0, {}
            for bit, name, pattern in self._grammar.terminals:
                if match := pattern.match(self._text, start):
                    mask |= bit
                    ends[name] = match.end()
            known = self._tokens[start] = mask, ends
        return known

    def _skip(self, start: int) -> int:
        while start < len(self._text) and self._text[start].isspace():
            start += 1
        return start
