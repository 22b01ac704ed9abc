"""Schema-Guided Dialogue: an assistant's replies, from its dialogue acts and their values.

Download: https://github.com/google-research-datasets/dstc8-schema-guided-dialogue; `train/` and `dev/`
with their `dialogues_*.json`. This reads those, or their pairs of a user's and the system's turn as
`train.jsonl` and `dev.jsonl` (dialogue_id, turn, user, system, system_acts).
Licence: CC BY-SA 4.0.
Paper: Rastogi et al., "Towards Scalable Multi-domain Conversational Agents: The Schema-Guided Dialogue
Dataset", 2020.

The acts become facts: a value to say under its slot's name (a second one under `name_2`), and an act as a
fact that is true, such as `confirm`, `ask_location` or `done`. Train becomes train and valid, by dialogue;
dev is test. The services' intents differ from the assistant's and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, TypeAdapter

from models.errors import DataError
from models.manifest import Example, Split
from models.types import Fact, Message
from training.corpora import rows
from training.corpora.conversation import MAX_CONTEXT
from training.data.splits import split_of

_PARTS: dict[str, Split | None] = {"train": None, "dev": "test"}
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
"""Act, slot and values."""


class SgdExchange(BaseModel):
    """A user's turn and the system's answer."""

    dialogue_id: str
    user: str
    system: str
    system_acts: list[Act]
    service: str = ""
    intent: str = ""
    """The user's active intent; NONE for none."""


class _Dialogue(BaseModel):
    """Upstream's own form."""

    class SgdTurn(BaseModel):
        class SgdFrame(BaseModel):
            class SgdAction(BaseModel):
                act: str
                slot: str
                values: list[str]

            class SgdState(BaseModel):
                active_intent: str = ""

            service: str = ""
            actions: list[SgdAction] = []
            state: SgdState = SgdState()

        speaker: Literal["USER", "SYSTEM"]
        utterance: str
        frames: list[SgdFrame]

    dialogue_id: str
    turns: list[SgdTurn]


_DIALOGUES = TypeAdapter(list[_Dialogue])


def convert(source: Path) -> Iterator[Example]:
    """The folder → examples with context, facts and reply.

    Raises:
        DataError: a missing file, an invalid line, or an unknown act.
    """
    dialogue, earlier = "", list[Message]()
    for where, split, row in exchanges(source):
        if row.dialogue_id != dialogue:
            dialogue, earlier = row.dialogue_id, []
        yield Example(
            text=row.user,
            context=tuple(earlier[-MAX_CONTEXT:]),
            facts=facts_of(row.system_acts, where),
            reply=row.system,
            split=split,
        )
        earlier += [Message("user", row.user), Message("assistant", row.system)]


def exchanges(source: Path) -> Iterator[tuple[str, Split, SgdExchange]]:
    """The folder's exchanges in order, with their file and line, and their split.

    Raises:
        DataError: a missing file or an invalid line.
    """
    for part, split in _PARTS.items():
        upstream = (source / part).is_dir()
        pairs = _upstream(source / part) if upstream else rows.read(source / f"{part}.jsonl", SgdExchange)
        for where, row in pairs:
            drawn: Split = "valid" if split_of(row.dialogue_id) == "valid" else "train"
            yield where, split or drawn, row


def _upstream(folder: Path) -> Iterator[tuple[str, SgdExchange]]:
    files = sorted(folder.glob("dialogues_*.json"))
    if not files:
        raise DataError("holds no dialogues_*.json", where=str(folder))
    for path in files:
        for dialogue in rows.read_json(path, _DIALOGUES):
            for said, answer in pairwise(dialogue.turns):
                if (said.speaker, answer.speaker) == ("USER", "SYSTEM"):
                    actions = [action for frame in answer.frames for action in frame.actions]
                    yield (
                        f"{path}: {dialogue.dialogue_id}",
                        SgdExchange(
                            dialogue_id=dialogue.dialogue_id,
                            user=said.utterance,
                            system=answer.utterance,
                            system_acts=[(a.act, a.slot, a.values) for a in actions],
                            service=next((frame.service for frame in said.frames), ""),
                            intent=next((frame.state.active_intent for frame in said.frames), ""),
                        ),
                    )


def facts_of(acts: Sequence[Act], where: str = "") -> dict[str, Fact]:
    """The acts of a system's turn as the facts of a reply.

    Raises:
        DataError: an unknown act.
    """
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
