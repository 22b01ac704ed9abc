"""The split of the owner's recordings: written once, by recording, and with enough of both parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from models import recordings
from models.errors import DataError
from models.manifest import Example
from training.personal.data import growing, read_recordings
from training.personal.people import speakers

Record = Callable[[int], list[Example]]


def test_too_few_recordings_say_how_many_are_missing(recorded: Record) -> None:
    recorded(4)
    with pytest.raises(
        DataError, match=r"4 recordings .* 10 are needed; record 6 more with `assistant record`"
    ):
        read_recordings(10, 0.25)


def test_a_quarter_is_held_back_and_stays_so(recorded: Record) -> None:
    recorded(12)
    first = read_recordings(10, 0.25)
    assert len(first.held) == 3 and len(first.learned) == 9
    assert {e.split for e in recordings.read()} == {"train", "test"}
    again = read_recordings(10, 0.5)
    assert {recordings.identity(e) for e in first.held} <= {recordings.identity(e) for e in again.held}
    assert again.held == first.held  # all were drawn already


def test_new_recordings_are_drawn_and_old_ones_stay(recorded: Record) -> None:
    recorded(12)
    held = {recordings.identity(e) for e in read_recordings(10, 0.25).held}
    recorded(24)
    grown = read_recordings(10, 0.25)
    assert held <= {recordings.identity(e) for e in grown.held} and len(grown.held) == 6
    assert not {recordings.identity(e) for e in grown.learned} & held


def test_corrections_in_writing_are_learned_from(recorded: Record) -> None:
    recorded(12)
    recordings.append([Example(text="play some jazz", intent="play_music", reply="Here is jazz.")])
    found = read_recordings(10, 0.25)
    assert [e.text for e in found.texts] == ["play some jazz"] == [e.text for e in found.replies]
    assert len(found.labelled) == 10 and len(found.ids) == 13


def test_a_missing_sound_is_named(recorded: Record) -> None:
    lost = recorded(12)[5].audio
    assert lost
    lost.unlink()
    with pytest.raises(DataError, match=f"{lost.name} is missing"):
        read_recordings(10, 0.25)


def test_the_first_of_them_say_every_sentence_once() -> None:
    said = [Example(text=t, audio=Path(f"{i}{t}.wav")) for t in ("one", "two", "three") for i in range(4)]
    (three, nine) = growing(said, [9, 3, 12, 40])
    assert {e.text for e in three} == {"one", "two", "three"} and len(nine) == 9 and nine[:3] == three


def test_speakers_with_splits_keep_them_and_others_are_halved(tmp_path: Path) -> None:
    from models import manifest

    lines = [
        Example(text="one", audio=tmp_path / f"{who}{i}.wav", speaker=who, split=split)
        for who, splits in (("anna", ("train", "train", "train", "test")), ("ben", ("test",) * 5))
        for i, split in enumerate(splits)
    ]  # fmt: skip
    manifest.write(tmp_path / "people.jsonl", lines)  # type: ignore[arg-type]
    anna, ben = speakers([tmp_path / "people.jsonl"])
    assert (len(anna.learned), len(anna.scored), len(ben.learned), len(ben.scored)) == (3, 1, 3, 2)
    assert not {e.audio for e in ben.learned} & {e.audio for e in ben.scored}
