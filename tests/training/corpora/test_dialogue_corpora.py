"""Converters of dialogues: on small ones made here in the original format, and on the real ones."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.errors import DataError
from models.manifest import Example
from models.types import Message
from training.corpora import chatterbot, conversation, sgd, taskmaster4

Shared = Callable[[str], Path]


def turn(dialogue: str, user: str, system: str, *acts: list[Any]) -> dict[str, Any]:
    return {"dialogue_id": dialogue, "turn": 0, "user": user, "system": system, "system_acts": list(acts)}


def lines(path: Path, *rows: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


class TestSgd:
    def test_acts_become_facts(self) -> None:
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

    def test_a_dialogue_is_one_split_and_its_own_context(self, tmp_path: Path) -> None:
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

    def test_upstreams_own_form_gives_the_same(self, tmp_path: Path) -> None:
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
        (tmp_path / "dev/dialogues_001.json").write_text(
            '[{"dialogue_id": "1", "turns": [{"speaker": "DOG"}]}]'
        )
        with pytest.raises(DataError, match=r"dialogues_001\.json: 0\.turns\.0\.speaker"):
            list(sgd.convert(tmp_path))

    def test_real(self, shared_data: Shared) -> None:
        examples = list(sgd.convert(shared_data("sgd")))
        assert Counter(e.split for e in examples) == {"train": 27_506, "valid": 2_500, "test": 3_007}
        values = [
            (str(v), e.reply or "")
            for e in examples
            for v in (e.facts or {}).values()
            if not isinstance(v, bool)
        ]
        missed = sum(value.lower() not in reply.lower() for value, reply in values)
        assert len(values) > 40_000 and missed / len(values) < 0.05


class TestTaskmaster4:
    def test_every_answer_is_an_example(self, tmp_path: Path) -> None:
        turns = [
            ["user", "A tea, please."],
            ["assistant", "Green or black?"],
            ["user", "Green."],
            ["assistant", "One green tea."],
            ["user", "Thanks."],
        ]
        lines(tmp_path / "dialogues.jsonl", {"id": "d1", "vertical": "Tea", "turns": turns})
        first, second = taskmaster4.convert(tmp_path)
        assert (first.text, first.reply, first.context) == ("A tea, please.", "Green or black?", ())
        assert (second.text, second.reply, len(second.context)) == ("Green.", "One green tea.", 2)
        assert first.split == second.split is not None
        lines(
            tmp_path / "dialogues.jsonl",
            {"id": "d1", "turns": turns},
            {"id": "d2", "turns": [["dog", "wuff"]]},
        )
        with pytest.raises(DataError, match=r"dialogues\.jsonl:2: turns\.0\.0"):
            list(taskmaster4.convert(tmp_path))

    def test_upstreams_own_form_gives_the_same(self, tmp_path: Path) -> None:
        said = {"index": 0, "speaker": "user", "text": "A tea, please.", "segments": [], "annotations": []}
        dialogue = {
            "conversation_id": "d1",
            "utterances": [said, {**said, "speaker": "assistant", "text": "Green or black?"}],
        }
        (tmp_path / "data_00.json").write_text(json.dumps([dialogue]))
        (example,) = taskmaster4.convert(tmp_path)
        assert (example.text, example.reply) == ("A tea, please.", "Green or black?")

    def test_real(self, shared_data: Shared) -> None:
        examples = list(taskmaster4.convert(shared_data("taskmaster4")))
        assert len(examples) == 6_920 and {e.split for e in examples} == {"train", "valid", "test"}
        assert all(e.text and e.reply for e in examples)


class TestChatterbot:
    def write(self, folder: Path, **topics: str) -> Path:
        folder.mkdir(parents=True)
        for name, conversations in topics.items():
            (folder / f"{name}.yml").write_text(
                f"categories: [{name}]\nconversations:\n{conversations}", "utf-8"
            )
        return folder

    def test_english_alone_unless_another_is_named(self, tmp_path: Path) -> None:
        data = tmp_path / "chatterbot_corpus/data"
        self.write(
            data / "english",
            tea="- - Tea?\n  - Gladly.\n  - Milk?\n  - No, thanks.\n- a line without its mark\n",
        )
        german = self.write(data / "german", tee="- - Tee?\n  - Gern.\n")
        first, second = chatterbot.convert(tmp_path)
        assert (first.text, first.reply, first.context) == ("Tea?", "Gladly.", ())
        assert (second.text, second.reply) == ("Milk?", "No, thanks.")
        assert second.context == (Message("user", "Tea?"), Message("assistant", "Gladly."))
        assert [e.reply for e in chatterbot.convert(german)] == ["Gern."]

    def test_lists_of_answers_are_pairs(self, tmp_path: Path) -> None:
        self.write(
            tmp_path / "english",
            emotion="- - Are you glad?\n  - I am a program.\n  - As glad as a program is.\n",
        )
        examples = list(chatterbot.convert(tmp_path))
        assert [(e.text, e.reply, e.context) for e in examples] == [
            ("Are you glad?", "I am a program.", ()), ("Are you glad?", "As glad as a program is.", ())
        ]  # fmt: skip

    def test_wrong_files_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="no \\.yml"):
            list(chatterbot.convert(tmp_path))
        self.write(tmp_path / "english", tea="- - Tea?\n  - [\n")
        with pytest.raises(DataError, match=r"tea\.yml:5: not YAML"):
            list(chatterbot.convert(tmp_path))
        (tmp_path / "english/tea.yml").write_text("conversations: []\n")
        with pytest.raises(DataError, match=r"tea\.yml: categories"):
            list(chatterbot.convert(tmp_path))

    def test_real(self, shared_data: Shared) -> None:
        examples = list(chatterbot.convert(shared_data("chatterbot")))
        assert len(examples) == 2_253 and all(e.text and e.reply and e.split for e in examples)


def test_a_long_conversation_keeps_its_last_messages() -> None:
    turns = [Message("assistant" if n % 2 else "user", f"line {n}") for n in range(20)]
    *_, last = conversation.pairs(turns)
    assert [m.text for m in last.context] == [f"line {n}" for n in range(12, 18)]
