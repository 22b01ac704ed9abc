"""Taskmaster-4: written dialogues of ordering coffee.

Download: https://github.com/google-research-datasets/Taskmaster, `TM-4-2024/data/`. This reads its
`data_*.json`, or `dialogues.jsonl` (id, vertical, turns of role and text).
Licence: CC BY 4.0.

Each answer of the assistant is an example with the user's sentence and the turns before. A dialogue stays in
one split, with all others whose first sentence is near-identical.

`taskmaster4-acts` gives the user's turns with acts and relations, as far as a dialogue's course decides them:
an order that the assistant reads back is a new request, the yes that ends the dialogue its answer, and a no
with another wish that the assistant reads back again a correction. Intents and slots stay unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, TypeAdapter

from models.manifest import Example, Split
from models.types import Message, Relation
from training.corpora import rows
from training.corpora.conversation import pairs
from training.data.splits import key, split_of

Speaker = Literal["user", "assistant"]
_YES = re.compile(
    r"(?:yes|yeah|yep|yup|correct|perfect|right|that's (?:right|correct|it)|looks? \w+)\b", re.I
)
_NO = re.compile(r"(?:no|nope|actually|sorry|oh|wait|not)\b", re.I)
_ASKING = re.compile(r"(?:what|which|how|who|when|where|why|do you|does|is|are)\b", re.I)
_OF_A_RELATION = 400


class _Row(BaseModel):
    turns: list[tuple[Speaker, str]] = Field(min_length=1)


class _Dialogue(BaseModel):
    """Upstream's own form."""

    class TaskmasterTurn(BaseModel):
        speaker: Speaker
        text: str

    utterances: list[TaskmasterTurn] = Field(min_length=1)


_DIALOGUES = TypeAdapter(list[_Dialogue])


def convert(source: Path) -> Iterator[Example]:
    """The folder → examples with context and reply.

    Raises:
        DataError: no file, or an invalid one.
    """
    for row in _dialogues(source):
        turns = [Message(role, text.strip()) for role, text in row.turns]
        yield from pairs(turns, split_of(key(turns[0].text)))


def convert_acts(source: Path) -> Iterator[Example]:
    """The folder → user's turns that are surely requests, with their relation and the exchange before.

    Raises:
        DataError: no file, or an invalid one.
    """
    given, texts = Counter[Relation | None](), set[str]()
    for row in _dialogues(source):
        turns = [Message(role, text.strip()) for role, text in row.turns]
        for example in _requests(turns, split_of(key(turns[0].text))):
            text = (example.text or "").lower().strip(".!")
            if text not in texts and given[example.relation] < _OF_A_RELATION:
                texts.add(text)
                given[example.relation] += 1
                yield example


def _requests(turns: list[Message], split: Split) -> Iterator[Example]:
    """The user's turns of a dialogue that ends with a yes and the assistant's last words."""
    roles = [turn.role for turn in turns]
    said, replies = turns[::2], turns[1::2]
    alternate = all(one != two for one, two in pairwise(roles)) and roles[0] == "user"
    if not alternate or len(turns) not in (4, 6) or not _YES.match(said[-1].text):
        return
    relations: list[Relation] = ["new", "answer"]
    if len(turns) == 6:
        relations = ["new", "correction", "answer"]
    if _ASKING.match(said[0].text) or (len(turns) == 6 and not _NO.match(said[1].text)):
        return
    for number, (turn, relation) in enumerate(zip(said, relations, strict=True)):
        context = (said[number - 1], replies[number - 1]) if number else ()
        yield Example(
            text=turn.text,
            split=split,
            context=context,
            dialogue_act="request",
            relation=relation,
            danger=False,
        )


def _dialogues(source: Path) -> Iterator[_Row]:
    files = sorted(source.glob("data_*.json"))
    if not files:
        yield from (row for _, row in rows.read(source / "dialogues.jsonl", _Row))
    for path in files:
        for dialogue in rows.read_json(path, _DIALOGUES):
            yield _Row(turns=[(turn.speaker, turn.text) for turn in dialogue.utterances])
