"""Spoken coffee orders of Picovoice's speech-to-intent benchmark, with intent and slots, and written ones.

Download: https://github.com/Picovoice/speech-to-intent-benchmark, `data/`; this reads its clips with
`manifest.jsonl` (audio, text, intent, slots by name, distance), `corpus.txt`, the sentences that the cloud
services were trained on, and `grammar.yaml`, the grammar of the orders.
Licence: Apache-2.0.

`coffee` is the clips, all test: no released model is trained on them, and their speakers are unknown.
`coffee-text` is the sentences, train and valid, with intent and slots by the grammar; the grammar itself
becomes a domain beside them, with its expressions as templates and its slots closed. The clips' texts were
found by ear and grammar: `distance` is their distance from a recognizer's hypothesis, and clips above 0.3 are
left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from models.errors import DataError
from models.manifest import Example, SlotLabel, Split
from training.corpora import rows
from training.data.splits import key, split_of
from training.domain import Domain, IntentTemplates, SlotVocabulary

MAX_DISTANCE = 0.3
_REPLY = (
    "One", "[ {size}]", "[ {roast}]", "[ {numberOfShots}]", " {coffeeDrink}", "[ with {milkAmount}]",
    "[ and {sugarAmount}]", ", coming up.",
)  # fmt: skip


class _Row(BaseModel):
    audio: str
    text: str
    intent: str
    slots: dict[str, str]
    distance: float


class _Context(BaseModel):
    expressions: dict[str, list[str]]
    slots: dict[str, list[str]]


class _Grammar(BaseModel):
    context: _Context


def convert(source: Path) -> Iterator[Example]:
    """The folder → its clips with text, intent and slots.

    Raises:
        DataError: a missing manifest, or a slot's value that is not in its text.
    """
    for where, row in rows.read(source / "manifest.jsonl", _Row):
        if row.distance > MAX_DISTANCE:
            continue
        slots = spans(row.text, {name: [value] for name, value in row.slots.items()})
        if lost := set(row.slots) - {slot.name for slot in slots}:
            raise DataError(f"slots: {', '.join(sorted(lost))} cannot be found in the text", where=where)
        yield Example(text=row.text, audio=source / row.audio, intent=row.intent, slots=slots, split="test")


def convert_text(source: Path) -> Iterator[Example]:
    """The folder → the sentences of `corpus.txt` with intent and slots.

    Raises:
        DataError: a missing file, or a grammar of more than one intent.
    """
    grammar = _grammar(source)
    (intent,) = grammar.expressions
    for _, line in rows.lines(source / "corpus.txt"):
        text = " ".join(line.split())
        split: Split = "valid" if split_of(key(text)) == "valid" else "train"
        yield Example(text=text, intent=intent, slots=spans(text, grammar.slots), split=split)


def convert_domain(source: Path) -> Domain:
    """The folder → the domain of `grammar.yaml`.

    Raises:
        DataError: a missing file, or a grammar of more than one intent.
    """
    grammar = _grammar(source)
    reply = "".join(part for part in _REPLY if set(re.findall(r"\w+(?=})", part)) <= grammar.slots.keys())
    return Domain(
        name="coffee",
        slots={name: SlotVocabulary(values=values) for name, values in grammar.slots.items()},
        intents={
            intent: IntentTemplates(sentences=[_template(e) for e in expressions], reply=reply)
            for intent, expressions in grammar.expressions.items()
        },
    )


def _grammar(source: Path) -> _Context:
    path = source / "grammar.yaml"
    grammar = rows.read_yaml(path, _Grammar).context
    if len(grammar.expressions) != 1:
        raise DataError("needs exactly one intent, that of all sentences", where=str(path))
    return grammar


def _template(expression: str) -> str:
    """ "[give me, I want] a $size:size $drink:drink" → "(give me|I want) a {size} {drink}"."""
    chosen = re.sub(r"\[([^]]*)\]", lambda m: f"({'|'.join(re.split(', *', m[1]))})", expression)
    return re.sub(r"\$\w+:(\w+)", r"{\1}", chosen)


def spans(text: str, vocabulary: Mapping[str, Sequence[str]]) -> tuple[SlotLabel, ...]:
    """The places of slots' values in a text, each slot at most once.

    Longer values match first, so that the "medium" of "medium roast" is not a size.
    """
    known = sorted(
        ((value, name) for name, values in vocabulary.items() for value in values),
        key=lambda pair: (-len(pair[0]), pair),
    )
    found: dict[str, SlotLabel] = {}
    for value, name in known:
        if name in found:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text):
            if all(match.end() <= other.start or match.start() >= other.end for other in found.values()):
                found[name] = SlotLabel(name, value, match.start(), match.end())
                break
    return tuple(sorted(found.values(), key=lambda slot: slot.start))
