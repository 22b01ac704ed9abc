"""Sentence templates → examples with slots. Knows hassil's expressions, no file."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from hassil.errors import HassilError
from hassil.expression import Alternative, Expression, ListReference, Permutation, Sequence, TextChunk
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from models.errors import ConfigError
from models.manifest import Example, SlotLabel
from training.domain.file import Domain, SlotVocabulary

_MARK = re.compile(r"⟦(\w+)→(.*?)⟧(.*?)⟦/⟧")
LONGEST, DEEPEST = 2_000, 20
"""Characters of a template, and depth of its brackets."""
_DRAWS = 200
"""Draws per example of an open slot, of which the distinct ones are kept."""


def expand(domain: Domain, seed: int = 0) -> Iterator[Example]:
    """Distinct sentences with slots, drawn from every template by the seed.

    Raises:
        ConfigError: a template that hassil cannot read.
    """
    draw = random.Random(seed)
    for intent, templates in domain.intents.items():
        seen: set[str] = set()
        for sentence in templates.sentences:
            expression = _parse(sentence)
            for _ in range(domain.per_sentence):
                text, slots = _unmark(_draw(expression, domain, draw))
                if text and text not in seen:
                    seen.add(text)
                    yield Example(text=text, intent=intent, slots=slots)


def values(slot: SlotVocabulary, seed: int = 0) -> tuple[str, ...]:
    """Values drawn from an open slot's examples: all if they are few, else a sample."""
    draw, nothing = random.Random(seed), Domain(name="")
    found: dict[str, None] = {}
    for example in slot.examples:
        expression = _parse(example)
        for _ in range(_DRAWS):
            found.setdefault(" ".join(_draw(expression, nothing, draw).split()))
    return tuple(value for value in found if value)


def _parse(template: str) -> Expression:
    if len(template) > LONGEST:
        raise ConfigError(f"a template has {len(template):,} characters, more than {LONGEST:,}")
    if _depth(template) > DEEPEST:
        raise ConfigError(f"the template {template[:40]!r} … is nested more than {DEEPEST} deep")
    try:
        expression: Expression = parse_sentence(template).expression
    except (HassilError, ParseError, ValueError, LookupError, AssertionError, TypeError) as error:
        raise ConfigError(f"the template {template!r} cannot be read ({error})") from error
    return expression


def _depth(template: str) -> int:
    """How deep the brackets of a template are nested at most."""
    depth = deepest = 0
    for character in template:
        depth += (character in "[(<{") - (character in "])>}")
        deepest = max(deepest, depth)
    return deepest


def _draw(expression: Any, domain: Domain, draw: random.Random) -> str:
    """One sentence at random, with each slot's words between marks that hold its value."""
    match expression:
        case TextChunk():
            return str(expression.original_text)
        case ListReference():
            name = str(expression.list_name)
            if name not in domain.slots:
                raise ConfigError(f"a value holds the slot {{{name}}}", do="put slots into sentences alone")
            return _value(name, domain, draw)
        case Alternative():
            return _draw(draw.choice(expression.items), domain, draw)
        case Permutation():
            return " ".join(
                _draw(item, domain, draw) for item in draw.sample(expression.items, len(expression.items))
            )
        case Sequence():
            return "".join(_draw(item, domain, draw) for item in expression.items)
        case _:
            raise ConfigError(f"a template holds {type(expression).__name__}, which a domain cannot")


def _value(name: str, domain: Domain, draw: random.Random) -> str:
    """A random value of a slot between marks: a closed slot's value or synonym, or an open one's example."""
    slot = domain.slots[name]
    closed = [(v, v) for v in slot.values]
    closed += [(value, said) for value, more in slot.synonyms.items() for said in more]
    chosen = draw.randrange(len(closed) + len(slot.examples))
    if chosen < len(closed):
        value, words = closed[chosen]
        return f"⟦{name}→{value}⟧{words}⟦/⟧"
    words = " ".join(_draw(_parse(slot.examples[chosen - len(closed)]), domain, draw).split())
    return f"⟦{name}→{words}⟧{words}⟦/⟧"


def _unmark(marked: str) -> tuple[str, tuple[SlotLabel, ...]]:
    marked = " ".join(marked.split())
    text, slots, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        slots.append(SlotLabel(match[1], match[2], len(text), len(text) + len(match[3])))
        text += match[3]
        last = match.end()
    return text + marked[last:], tuple(slots)
