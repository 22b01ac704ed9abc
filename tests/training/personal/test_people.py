"""Leave-one-speaker-out personal training: its speakers, its cache, and a whole run on tiny models."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models import manifest, paths
from models.bundles import bundle
from models.errors import ConfigError
from models.manifest import Example
from training.personal import people
from training.personal.command import show_people
from training.personal.config import PersonalConfig
from training.personal.recognizer import read_start
from training.report.sections import Charts

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def _example(sound: Path, speaker: str, split: str | None) -> Example:
    return Example(text="stop", audio=sound, speaker=speaker, split=split)  # type: ignore[arg-type]


def test_speakers_that_a_recognizer_may_have_learned_from_are_left_out(tmp_path: Path) -> None:
    sounds = [tmp_path / f"{n}.wav" for n in range(8)]
    lines = [_example(s, "anna", "train") for s in sounds[:4]]
    lines += [_example(s, "ben", "test") for s in sounds[4:]]
    manifest.write(tmp_path / "all.jsonl", lines)
    (ben,) = people.speakers([tmp_path / "all.jsonl"])
    assert ben.name == "ben" and len(ben.learned) + len(ben.scored) == 4


def test_a_split_within_each_speaker_is_kept(tmp_path: Path) -> None:
    lines = [
        _example(tmp_path / f"{speaker}{split}.wav", speaker, split)
        for speaker in ("anna", "ben")
        for split in ("train", "test")
    ]
    manifest.write(tmp_path / "all.jsonl", lines)
    anna, ben = people.speakers([tmp_path / "all.jsonl"])
    assert [e.split for e in (*anna.learned, *anna.scored)] == ["train", "test"]
    assert (anna.name, ben.name) == ("anna", "ben")


@pytest.mark.parametrize("wrong", ["ten", "10,no", "0"])
def test_numbers_of_recordings_are_numbers(wrong: str) -> None:
    assert people.numbers("10, 20") == [10, 20]
    with pytest.raises(ConfigError):
        people.numbers(wrong)


def test_a_setting_that_turns_the_dial_begins_a_new_count(
    personal_settings: PersonalConfig, tiny_whisper: Path
) -> None:
    start, config = read_start(str(tiny_whisper)), personal_settings
    keys = [
        people._key(config.model_copy(update=more), [], start)
        for more in ({}, {"curve": [3]}, {"margin": 0.1}, {"enough": 3})
    ]
    assert keys[0] == keys[1] and len(set(keys)) == 3


def test_speakers_of_a_language_without_spaces_are_charted_by_characters(tmp_path: Path) -> None:
    clip = Example(text="打开灯", audio=tmp_path / "a.flac", speaker="小明", language="zh")
    cache = people.ProofCache(tmp_path / "counts.jsonl")
    for shots, wrong in (("0", 2), ("half", 1)):
        cache.put("小明", shots, people.Counts([wrong], [3]))
    report = people.report_of([people.Person("小明", [clip], [clip])], [people.HALF], cache, "")
    (shown, _) = report.sections
    assert isinstance(shown, Charts) and shown.charts[0].caption.startswith("Character error rate")


def test_counts_are_kept_and_an_incomplete_line_is_counted_again(tmp_path: Path) -> None:
    path = tmp_path / "counts.jsonl"
    row = {"speaker": "anna", "shots": "2", "errors": [1, 0], "words": [2, 3], "learned": 2}
    path.write_text(json.dumps(row) + '\n{"speaker": "be', encoding="utf-8")
    cache = people.ProofCache(path)
    assert cache["anna", "2"] == people.Counts([1, 0], [2, 3], 2) and cache.get("ben", "2") is None
    cache.add("ben", "2", [], 4)
    assert people.ProofCache(path)["ben", "2"] == people.Counts([], [], 4)


def test_each_speaker_in_turn(
    recorded: Callable[..., list[Example]],
    personal_settings: PersonalConfig,
    in_use: bundle.Bundle,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [replace(e, speaker=("anna", "ben")[i % 2], split=None) for i, e in enumerate(recorded(12))]
    manifest.write(tmp_path / "people.jsonl", lines)
    asked = {"recognizer": in_use.recognizer, "on": "cpu"}
    found = people.main(personal_settings, [tmp_path / "people.jsonl"], shots=[1, 2], **asked)  # type: ignore[arg-type]
    assert found["utterances"] == 6 and [row["recordings"] for row in found["shots"]] == ["1", "2"]
    assert sum(len(names) for names in found["shots"][0]["speakers"].values()) == 2
    notes = next((paths.runs() / "personal").glob("people-*/counts.jsonl"))
    lines_before = notes.read_text("utf-8")
    show_people(found, json_lines=False)
    assert "over speakers" in " ".join(capsys.readouterr().out.split())
    again = people.main(personal_settings, [tmp_path / "people.jsonl"], shots=[1, 2], **asked)  # type: ignore[arg-type]
    assert again == found and notes.read_text("utf-8") == lines_before
