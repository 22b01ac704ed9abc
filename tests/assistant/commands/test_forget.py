"""To forget is to leave nothing on the disk: the whole home is searched for the words, the sound and the
name of what was forgotten."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from assistant.commands import forget
from assistant.memory import conversation_log, history
from assistant.memory.conversation_log import LoggedUtterance
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.statistics import Cell, StatisticsStore
from models import paths, recordings
from models.bundles import active, bundle, promotion, provenance
from models.errors import InputError
from models.manifest import Example
from models.types import Samples
from models.weights import store
from tests.assistant.test_cli import assistant, one_sentence
from tests.fixtures import gpt_files

TODAY = datetime.now().replace(hour=0, minute=0, second=1, microsecond=0)
YESTERDAY = TODAY - timedelta(days=1, seconds=-77)


def sound(seed: int) -> Samples:
    return np.random.default_rng(seed).normal(0, 0.1, 16_000).astype(np.float32)


def record(text: str, when: datetime, seed: int = 1) -> Example:
    example = Example(text=text, audio=recordings.keep_sound(sound(seed), when), speaker="owner")
    recordings.append([example])
    return example


def keep(text: str, when: datetime, seed: int = 2) -> LoggedUtterance:
    place = recordings.keep_sound(sound(seed), when, under=conversation_log.SOUNDS)
    kept = LoggedUtterance(
        when, text, place.relative_to(paths.recordings()).as_posix(), reply=f"What is {text}?"
    )
    conversation_log.change(lambda before: [*before, kept])
    return kept


def traces(*wanted: bytes) -> set[str]:
    """Every file of the home that holds one of these."""
    files = [file for file in paths.home().rglob("*") if file.is_file()]
    found = {file for file in files if any(each in file.read_bytes() for each in wanted)}
    return {str(file.relative_to(paths.home())) for file in found}


def marks(example: Example) -> tuple[bytes, ...]:
    """What would give a recording away: its words, its name, and pieces of its sound."""
    assert example.text is not None and example.audio is not None
    flac = example.audio.read_bytes()
    return (example.text.encode(), example.audio.stem.encode(), flac[2_000:2_040], flac[-80:-40])


def make_bundle(version: str, learnt: list[Example], text: str = "") -> bundle.Bundle:
    """A small whole bundle that learnt from examples, made active as the training does it."""
    made = promotion.draft("mine")
    provenance.mark(made, [recordings.identity(example) for example in learnt])
    for part in ("recognizer", "classifier"):
        (made / part).mkdir()
        (made / part / "report.html").write_text(f"the worst cases: {text}")
    gpt_files.make(made / "generator")
    (made / bundle.FILE).write_text(
        f'name = "mine"\nversion = "{version}"\n'
        'recognizer = "recognizer"\nclassifier = "classifier"\ngenerator = "generator"\n'
    )
    return promotion.promote(made)


def test_all_of_it_is_gone_and_the_models_that_learned_from_it() -> None:
    example, kept = record("xylophone concerto", TODAY), keep("zebra crossing", TODAY)
    typed = Example(text="quince marmalade", intent="brew")
    recordings.append([typed])
    mine = make_bundle("1", [example, typed], "xylophone concerto")
    engine = store.engine(Path(mine.generator), "gpt")
    run = paths.runs() / "personal" / "1"
    provenance.mark(run, [recordings.identity(example)])
    (run / "log.jsonl").write_text(json.dumps({"text": "xylophone concerto"}))
    logs = paths.home() / "logs"
    logs.mkdir()
    (logs / "assistant.log.1").write_text("Traceback: 'zebra crossing'")
    other = paths.runs() / "classifier" / "general"
    other.mkdir(parents=True)
    wanted = (*marks(example), b"zebra", b"quince", recordings.identity(typed).encode(), kept.id.encode())
    assert len(traces(*wanted)) >= 8
    done = assistant("forget", "all", "--yes")
    assert done.returncode == 0, done.stderr
    for said in ("xylophone concerto", "zebra crossing", "quince marmalade", "mine@1", "personal"):
        assert said in done.stdout
    assert "the previous one takes its place" in done.stdout
    assert traces(*wanted) == set()
    assert not mine.folder.exists() and not engine.exists() and not run.exists()
    assert not paths.recordings().exists()
    assert other.exists()
    assert bundle.resolve().folder == paths.released()


def test_a_day_goes_and_the_others_stay() -> None:
    old, new = record("old song", YESTERDAY, 3), record("new song", TODAY, 4)
    keep("old talk", YESTERDAY, 5)
    keep("new talk", TODAY, 6)
    # a sound without its line, from a program that was stopped amid its work
    stray = recordings.keep_sound(sound(7), TODAY + timedelta(minutes=1))
    first = make_bundle("1", [old])
    second = make_bundle("2", [old, new])
    assert bundle.resolve().version == "2"
    wanted = marks(new)
    assert assistant("forget", "today", "--yes").returncode == 0
    assert traces(*wanted, b"new talk") == set()
    assert not stray.exists()
    assert [example.text for example in recordings.read()] == ["old song"]
    assert [kept.text for kept in conversation_log.read()] == ["old talk"]
    assert traces(*marks(old))
    # the one before the deleted one is in use again
    assert first.folder.exists() and not second.folder.exists()
    assert bundle.resolve().version == "1"
    assert assistant("forget", YESTERDAY.date().isoformat(), "--yes").returncode == 0
    assert recordings.read() == [] and conversation_log.read() == []
    assert not (paths.bundles() / "mine").exists()


def test_the_last_is_the_newest_of_all_lists() -> None:
    record("first", YESTERDAY, 3)
    keep("second", TODAY, 4)
    recordings.append([Example(text="third")], TODAY + timedelta(minutes=5))
    for left in (2, 1, 0):
        assert assistant("forget", "last", "--yes").returncode == 0
        assert len(recordings.read()) + len(conversation_log.read()) == left
    assert "nothing to forget" in assistant("forget", "last").stdout


def test_nothing_is_deleted_unless_somebody_says_so() -> None:
    record("first", TODAY)
    done = assistant("forget", "all")
    assert done.returncode == 2
    assert "first" in done.stdout and "--yes" in one_sentence(done)
    assert len(recordings.read()) == 1


@pytest.mark.parametrize("what", ["everything", "2026-13-40", "tomorrow"])
def test_what_cannot_be_forgotten(what: str) -> None:
    with pytest.raises(InputError, match="last, today, yesterday"):
        forget.plan(what)


def test_stopped_amid_it_the_same_command_finds_the_rest() -> None:
    example = record("first", TODAY)
    mine = make_bundle("1", [example])
    # as after a power cut: no bundle any more, some of its files still there
    (mine.folder / bundle.FILE).unlink()
    assert bundle.resolve().folder == paths.released()
    assert forget.plan("last").models == (mine.folder,)
    forget.delete(forget.plan("last"))
    assert not mine.folder.exists()


def test_a_broken_bundle_in_use_does_not_hold_it_up() -> None:
    example = record("first", TODAY)
    mine = make_bundle("1", [example])
    (mine.folder / bundle.FILE).write_text("= broken")
    assert active.history()
    assert assistant("forget", "all", "--yes").returncode == 0
    assert not mine.folder.exists()


def test_what_skills_keep_goes_by_kind_and_with_all() -> None:
    profile, plans = Profile(Database()), Plans(Database())
    profile.set("name", "Zebulon")
    plans.add(TODAY.astimezone(), "water the xerophytes", None)
    history.write(["what's the weather in quebec"])
    paths.config_file().write_text('[owner]\nname = "Anna"\n')
    done = assistant("forget", "profile", "--yes")
    assert done.returncode == 0, done.stderr
    assert "fact about you" in done.stdout
    assert traces(b"Zebulon") == set()
    assert assistant("forget", "notes", "--yes").stdout.strip() == "There is nothing to forget (notes)."
    refused = assistant("forget", "everything")
    assert refused.returncode == 2
    assert "reminders" in refused.stderr
    done = assistant("forget", "all", "--yes")
    assert "planned command" in done.stdout
    assert "Your configuration stays" in done.stdout
    assert traces(b"xerophytes", b"quebec") == set()


def test_statistics_go_by_day_and_as_a_whole() -> None:
    store = StatisticsStore(Database())
    for day in (TODAY.date(), YESTERDAY.date(), YESTERDAY.date() - timedelta(days=1)):
        store.add({Cell(day, "talk", "home@1", "turns"): 3, Cell(day, "talk", "home@1", "total", 7): 3})
    said = assistant("forget", "today", "--yes").stdout
    assert "2 figures of the statistics" in " ".join(said.split())
    assert TODAY.date() not in {cell.day for cell in store.read(date.min)}
    assert len(store.read(date.min)) == 4
    assert "4" in assistant("forget", "statistics", "--yes").stdout
    assert not store.read(date.min)
