"""What is counted of a turn, and when it is written."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from assistant.memory import collecting
from assistant.memory.collecting import Collector, Observation, observe, observe_recognition
from assistant.memory.database import Database
from assistant.memory.statistics import StatisticsStore, bin_of
from assistant.turn import Recognition, Turn
from models.types import Action, Decision, IntentCandidate, Transcript, Understanding

TODAY = date(2026, 11, 22)
SPOKEN = Recognition("microphone", Transcript("two lattes", 0.9), 0.0, 1.0, recognize_ms=200.0)


def turn(decision: Decision = "act", recognition: Recognition = SPOKEN, *, heard: bool = True) -> Turn:
    candidates = (IntentCandidate("order", 0.8),)
    meant = Understanding("two lattes", "order", 0.8, decision, candidates, heard=heard)
    return Turn(recognition, meant, timings_ms={"recognize": 200.0, "understand": 10.0, "respond": 50.0})


def test_a_spoken_turn() -> None:
    made = turn()
    made.first_sample_ms = 400.0
    seen = observe(made)
    assert seen is not None
    assert seen.counts == ("turns", "spoken", "acted")
    assert seen.values == {
        "recognize": 200.0, "understand": 10.0, "respond": 50.0, "total": 260.0, "first_sound": 400.0,
        "transcript": 0.9, "intent": 0.8,
    }  # fmt: skip


def test_a_typed_turn_has_no_recognition() -> None:
    seen = observe(turn("confirm", Recognition("stdin", Transcript("two lattes"))))
    assert seen is not None and seen.counts == ("turns", "confirmed")
    assert "transcript" not in seen.values


def test_what_was_not_understood_tells_nothing_of_the_confidence() -> None:
    rejected, unheard = observe(turn("reject")), observe(turn("reject", heard=False))
    assert rejected is not None and unheard is not None
    assert rejected.counts == ("turns", "spoken", "rejected")
    assert unheard.counts == ("turns", "spoken", "unheard")
    assert "intent" not in rejected.values and "intent" not in unheard.values


def test_questions_corrections_interruptions_and_failures() -> None:
    made = turn()
    made.action = Action("lights", "asked")
    made.actions = (None, made.action)
    made.corrects = made.interrupted = made.failed = True
    seen = observe(made)
    assert seen is not None
    assert seen.counts == ("turns", "spoken", "acted", "asked", "corrected", "interrupted", "failed")


def test_what_is_no_turn() -> None:
    assert observe(Turn(Recognition("a.wav"))) is None
    broken = observe(Turn(Recognition("a.wav", error="It cannot be read.")))
    assert broken == Observation(("turns", "failed"))
    aside = turn()
    aside.meant = False
    assert observe(aside) == Observation(("spoken", "ignored"))
    assert observe_recognition(Recognition("stdin", Transcript("hello"))) == Observation(())
    again = Recognition("microphone", Transcript("hello", 0.5, retried=True), recognize_ms=5.0)
    assert observe_recognition(again).counts == ("spoken", "retried")


def test_turns_are_written_after_a_while_and_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = StatisticsStore(Database(tmp_path / "memory.sqlite3"))
    monkeypatch.setattr(collecting, "SAVE_S", 0.05)
    collector = Collector(store, "talk", "home@1", lambda: TODAY)
    collector.add(turn())
    collector.add(turn("reject"))
    deadline = time.monotonic() + 20
    while not (kept := store.read(TODAY)):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert {one.name: count for one, count in kept.items() if one.name in ("turns", "rejected")} == {
        "turns": 2,
        "rejected": 1,
    }
    assert {one.bin for one in kept if one.name == "total"} == {bin_of("total", 260.0)}
    assert b"latte" not in (tmp_path / "memory.sqlite3").read_bytes()
    monkeypatch.setattr(collecting, "SAVE_S", 600.0)
    collector.add(turn())
    collector.save()
    assert store.read(TODAY)[next(one for one in kept if one.name == "turns")] == 3


def test_what_cannot_be_written_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "memory.sqlite3"
    file.write_bytes(b"no database at all " * 100)
    said: list[str] = []
    collector = Collector(StatisticsStore(Database(file, said.append)), "talk", "home@1", lambda: TODAY)
    collector.add(turn())
    collector.save()
    assert len(said) == 1 and "damaged" in said[0]
    file.unlink()
    collector.save()
    assert sum(StatisticsStore(Database(file)).read(TODAY).values()) == 9


def test_the_owners_database_is_used_only_where_statistics_are_kept() -> None:
    with collecting.collecting(False, "talk", "home@1") as collector:
        collector.add(turn())
    assert not Database().file.exists()
    with collecting.collecting(True, "talk", "home@1") as collector:
        collector.add(turn())
    assert {one.command for one in StatisticsStore(Database()).read(date.min)} == {"talk"}
