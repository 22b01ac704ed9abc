"""Schema-Guided Dialogue: facts, context, upstream's form, the real files."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.errors import DataError
from models.manifest import Example
from models.types import Message
from tests.fixtures.corpora import lines
from training.corpora import sgd

Shared = Callable[[str], Path]


def turn(dialogue: str, user: str, system: str, *acts: list[Any]) -> dict[str, Any]:
    return {"dialogue_id": dialogue, "turn": 0, "user": user, "system": system, "system_acts": list(acts)}


def test_acts_become_facts() -> None:
    acts = [
        ("OFFER", "title", ["Dune", "Heat"]),
        ("INFORM_COUNT", "count", ["2"]),
        ("INFORM", "has_subtitles", ["False"]),
        ("REQUEST", "seat_class", ["front"]),
        ("REQUEST", "day", []),
        ("OFFER_INTENT", "intent", ["BuyTickets"]),
        ("NOTIFY_FAILURE", "", []),
    ]
    assert sgd.facts_of(acts) == {
        "offer": True, "title": "Dune", "title_2": "Heat", "count": "2", "has_subtitles": False,
        "ask_seat_class": True, "seat_class": "front", "ask_day": True, "offer_buy_tickets": True,
        "failed": True,
    }  # fmt: skip
    with pytest.raises(DataError, match=r"x\.jsonl:3: system_acts: DANCE"):
        sgd.facts_of([("DANCE", "", [])], "x.jsonl:3")


def test_a_dialogue_is_one_split_and_its_own_context(tmp_path: Path) -> None:
    train = [
        turn(f"1_{n:05}", said, "Fine.", ["GOODBYE", "", []])
        for n in range(60)
        for said in ("Hi.", "And now?", "Bye.")
    ]
    lines(tmp_path / "train.jsonl", *train)
    lines(
        tmp_path / "dev.jsonl",
        turn("9_00001", "Is it open?", "It is open until 9.", ["INFORM", "closing", ["9"]]),
    )
    examples = list(sgd.convert(tmp_path))
    for number in range(0, 180, 3):
        assert len({e.split for e in examples[number : number + 3]}) == 1
        assert [len(e.context) for e in examples[number : number + 3]] == [0, 2, 4]
    assert {e.split for e in examples[:-1]} == {"train", "valid"}
    assert examples[1].context == (Message("user", "Hi."), Message("assistant", "Fine."))
    assert examples[-1] == Example(
        text="Is it open?", facts={"closing": "9"}, reply="It is open until 9.", split="test"
    )


def test_upstreams_own_form_gives_the_same(tmp_path: Path) -> None:
    frame = {
        "service": "Zoo_1",
        "slots": [],
        "actions": [{"act": "INFORM", "slot": "closing", "values": ["9"]}],
    }
    said = {
        "speaker": "USER",
        "utterance": "Is it open?",
        "frames": [{"service": "Zoo_1", "slots": [], "state": {}}],
    }
    answer = {"speaker": "SYSTEM", "utterance": "It is open until 9.", "frames": [frame]}
    for part in ("train", "dev"):
        (tmp_path / part).mkdir()
        dialogue = {
            "dialogue_id": f"{part}_1",
            "services": ["Zoo_1"],
            "turns": [said, answer, said, answer],
        }
        (tmp_path / part / "dialogues_001.json").write_text(json.dumps([dialogue]))
    examples = list(sgd.convert(tmp_path))
    assert [(e.text, e.reply, e.facts) for e in examples] == [
        ("Is it open?", "It is open until 9.", {"closing": "9"})
    ] * 4
    assert [len(e.context) for e in examples] == [0, 2, 0, 2] and [e.split for e in examples[2:]] == [
        "test",
        "test",
    ]
    (tmp_path / "dev/dialogues_001.json").write_text('[{"dialogue_id": "1", "turns": [{"speaker": "DOG"}]}]')
    with pytest.raises(DataError, match=r"dialogues_001\.json: 0\.turns\.0\.speaker"):
        list(sgd.convert(tmp_path))


def test_real(shared_data: Shared) -> None:
    examples = list(sgd.convert(shared_data("sgd")))
    assert Counter(e.split for e in examples) == {"train": 27_506, "valid": 2_500, "test": 3_007}
    values = [
        (str(v), e.reply or "") for e in examples for v in (e.facts or {}).values() if not isinstance(v, bool)
    ]
    missed = sum(value.lower() not in reply.lower() for value, reply in values)
    assert len(values) > 40_000 and missed / len(values) < 0.05
