"""Schema-Guided Dialogue: what an assistant says next, from its acts and their values.

Download: https://github.com/google-research-datasets/dstc8-schema-guided-dialogue; this reads its pairs of
a user's turn and the system's, `train.jsonl` and `dev.jsonl` (dialogue_id, turn, user, system,
system_acts).
Licence: CC BY-SA 4.0.
Paper: Rastogi et al., "Towards Scalable Multi-domain Conversational Agents: The Schema-Guided Dialogue
Dataset", 2020.

The acts become facts: a value that has to be said stands under its slot's name (a second one under
`name_2`), and what is to be done with it is a fact that is true, such as `confirm`, `ask_location` or
`done`. Train gives train and valid, by dialogue; dev is test. The services' intents are not the assistant's
and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel

from models.errors import DataError
from models.manifest import Example, Split
from models.types import Fact, Message
from training.corpora import rows
from training.splits import split_of

MAX_CONTEXT = 6
"""Earlier messages that an example keeps."""

_FILES: dict[str, Split | None] = {"train.jsonl": None, "dev.jsonl": "test"}
_SAID = {"INFORM", "INFORM_COUNT", "OFFER", "CONFIRM", "REQUEST"}
_DONE = {
    "CONFIRM": "confirm",
    "OFFER": "offer",
    "NOTIFY_SUCCESS": "done",
    "NOTIFY_FAILURE": "failed",
    "REQ_MORE": "anything_else",
    "GOODBYE": "goodbye",
}
_BOOLEAN = {"True": True, "False": False}

Act = tuple[str, str, list[str]]
"""What is done, the slot, and its values."""


class _Row(BaseModel):
    dialogue_id: str
    turn: int
    user: str
    system: str
    system_acts: list[Act]


def convert(source: Path) -> Iterator[Example]:
    """The folder → examples with context, facts and reply.

    Raises:
        DataError: a file is missing, or a line is not of its form or has an unknown act.
    """
    for file, split in _FILES.items():
        dialogue, earlier = "", list[Message]()
        for where, row in rows.read(source / file, _Row):
            if row.dialogue_id != dialogue:
                dialogue, earlier = row.dialogue_id, []
            drawn: Split = "valid" if split_of(dialogue) == "valid" else "train"
            yield Example(
                text=row.user,
                context=tuple(earlier[-MAX_CONTEXT:]),
                facts=facts_of(row.system_acts, where),
                reply=row.system,
                split=split or drawn,
            )
            earlier += [Message("user", row.user), Message("assistant", row.system)]


def facts_of(acts: Sequence[Act], where: str = "") -> dict[str, Fact]:
    """What a system's turn says and does, as the facts of a reply."""
    facts: dict[str, Fact] = {}
    for act, slot, values in acts:
        if act in _DONE:
            facts[_DONE[act]] = True
        elif act == "REQUEST":
            facts[f"ask_{slot}"] = True
        elif act == "OFFER_INTENT":
            facts |= {f"offer_{_snake(intent)}": True for intent in values}
        elif act not in _SAID:
            raise DataError(f"system_acts: {act} is unknown", where=where)
        if act in _SAID:
            for number, value in enumerate(values, start=1):
                name = slot if number == 1 else f"{slot}_{number}"
                facts[name] = _BOOLEAN.get(value, value)
    return facts


def _snake(name: str) -> str:
    """ "PlaySong" → "play_song"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
